"""How many visits had found a fix after so many minutes: a curve with its interval."""

from typing import Any

from ..figures.ends import Times
from .axis import labelled
from .drawing import LAPTOP, Drawing, drawn

HEIGHT = 170
LONGEST = (15, 30, 60, 90, 120, 180)
"""Minutes that the axis may end at: the first that holds nine in ten of the fixes."""


def fixed_by_chart(times: Times) -> Drawing | None:
    """None where nothing was fixed."""
    points = times.curve.points
    reached = [p for p in points if p.ended]
    if not reached:
        return None
    until = _until(times)
    rows = [
        {"t": p.time, "share": p.share, "low": p.interval.low, "high": p.interval.high}
        for p in points
        if p.time < until
    ]
    last = rows[-1] if rows else {"share": 0.0, "low": 0.0, "high": 0.0}
    start = {"t": 0, "share": 0.0, "low": 0.0, "high": 0.0}
    rows = [_rounded(row) for row in (start, *rows, {**last, "t": until})]
    return drawn(_chart, rows=rows, until=until)


def _until(times: Times) -> int:
    points = times.curve.points
    enough = next(p.time for p in points if p.share >= 0.9 * points[-1].share)
    return next((end for end in LONGEST if end > enough), LONGEST[-1])


def _rounded(row: dict[str, float]) -> dict[str, float]:
    """So that what is drawn alike is kept as one."""
    return {name: round(value, 3) for name, value in row.items()}


def _chart(alt: Any, *, width: int, rows: list[dict[str, float]], until: int) -> Any:
    parts = 6 if width == LAPTOP else 3
    ticks = {i * until // parts: f"{i * until // parts} min" for i in range(parts + 1)}
    across = alt.X(
        "t:Q",
        scale=alt.Scale(domain=[0, until], nice=False),
        axis=labelled(alt, ticks),
    )
    base = alt.Chart(alt.NamedData("rows"))
    up = alt.Axis(
        values=[0, 0.5, 1], format="%", title=None, domain=False, ticks=False, gridDash=[1, 3]
    )
    whole = alt.Scale(domain=[0, 1], nice=False)
    band = base.mark_area(interpolate="step-after", fill="var(--reach)", fillOpacity=0.45).encode(
        x=across, y=alt.Y("low:Q", scale=whole, axis=up), y2=alt.Y2("high:Q")
    )
    line = base.mark_line(interpolate="step-after", stroke="var(--fixed)", strokeWidth=2).encode(
        x=across, y=alt.Y("share:Q", scale=whole, axis=up)
    )
    return alt.layer(band, line).properties(width=width - 60, height=HEIGHT)
