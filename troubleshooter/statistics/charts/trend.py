"""A rate over time: a line for each interval, a dot where the rate itself may be shown."""

from collections.abc import Sequence
from typing import Any

from ..figures.one_step import Moment
from .axis import labelled, number, tick_labels
from .drawing import LAPTOP, SURFACE, Drawing, drawn

HEIGHT = 150


def trend_chart(trend: Sequence[Moment]) -> Drawing | None:
    """None where no moment has enough visits for an interval."""
    rows = [
        {
            "at": number(moment.start),
            "low": round(moment.tried.interval.low, 3),
            "high": round(moment.tried.interval.high, 3),
            "share": None if moment.tried.share is None else round(moment.tried.share, 3),
        }
        for moment in trend
        if moment.tried.interval is not None
    ]
    labels = tick_labels([moment.start for moment in trend], 6)
    sure = [row for row in rows if row["share"] is not None]
    return drawn(_chart, rows=rows, sure=sure, labels=list(labels.items())) if rows else None


def _chart(
    alt: Any,
    *,
    width: int,
    rows: list[dict[str, Any]],
    sure: list[dict[str, Any]],
    labels: list[tuple[int, str]],
) -> Any:
    ticks = dict(labels if width == LAPTOP else labels[::2])
    days = [row["at"] for row in rows]
    ends = [min(*days, *ticks) - 3, max(*days, *ticks) + 4]
    across = alt.X(
        "at:Q", scale=alt.Scale(domain=ends, nice=False, zero=False), axis=labelled(alt, ticks)
    )
    whole = alt.Scale(domain=[0, 1], nice=False)
    up = alt.Axis(
        values=[0, 0.5, 1], format="%", title=None, domain=False, ticks=False, gridDash=[1, 3]
    )
    base = alt.Chart(alt.NamedData("rows"))
    lines = base.mark_rule(stroke="var(--reach)", strokeWidth=5, strokeCap="round").encode(
        x=across, y=alt.Y("low:Q", scale=whole, axis=up), y2=alt.Y2("high:Q")
    )
    dots = (
        alt.Chart(alt.NamedData("sure"))
        .mark_circle(size=50, fill="var(--fixed)", stroke=SURFACE, strokeWidth=1, opacity=1)
        .encode(x=across, y=alt.Y("share:Q", scale=whole, axis=up))
    )
    return alt.layer(lines, dots).properties(width=width - 60, height=HEIGHT)
