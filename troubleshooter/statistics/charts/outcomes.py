"""How visits ended, over time: stacked bars, with what happened in the world marked above."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from ..figures.over_time import ENDS, Mark, OverTime
from .axis import labelled, number, tick_labels
from .drawing import LAPTOP, SURFACE, Drawing, drawn

# Told apart by pattern as well: printed in black and white they still differ.
FILLS = {
    "resolved": "var(--fixed)",
    "worked_around": "url(#lines)",
    "handed_over": "url(#hatch)",
    "left": "url(#dots)",
    "open": "var(--open)",
    "forgotten": "var(--surface)",
}
HEIGHT = 200
BAND = "var(--warn-edge)"


def outcomes_chart(over_time: OverTime) -> Drawing:
    return drawn(
        _chart,
        bars=_bars(over_time),
        marks=[_mark(mark, over_time) for mark in over_time.marks],
        starts=[period.start.isoformat() for period in over_time.periods],
        until=over_time.until.isoformat(),
    )


def _bars(over_time: OverTime) -> list[dict[str, Any]]:
    found = []
    for period in over_time.periods:
        below = 0
        for end in ENDS:
            visits = getattr(period.figures, end)
            if visits:
                found.append(
                    {
                        "from": number(period.start) + 0.08 * period.days,
                        "to": number(period.start) + 0.92 * period.days,
                        "low": below,
                        "high": below + visits,
                        "end": end,
                    }
                )
            below += visits
    return found


def _mark(mark: Mark, over_time: OverTime) -> dict[str, Any]:
    last = min(mark.until, over_time.until) + timedelta(days=1)
    return {
        "sign": mark.sign,
        "at": number(max(mark.day, over_time.since)),
        "until": number(last),
        "band": mark.is_band,
    }


def _chart(
    alt: Any,
    *,
    width: int,
    bars: list[dict[str, Any]],
    marks: list[dict[str, Any]],
    starts: Sequence[str],
    until: str,
) -> Any:
    days = [date.fromisoformat(day) for day in starts]
    ends = [number(days[0]), number(date.fromisoformat(until)) + 1]
    across = alt.Scale(domain=ends, nice=False, zero=False)
    ticks = labelled(alt, tick_labels(days, 9 if width == LAPTOP else 4))
    top = max((bar["high"] for bar in bars), default=1)
    up = alt.Y(
        "low:Q",
        scale=alt.Scale(domain=[0, top * 1.15], nice=False),
        axis=alt.Axis(values=_round_values(top), format="d", title=None, domain=False, ticks=False),
    )
    filled = alt.Scale(domain=list(FILLS), range=list(FILLS.values()))
    stack = (
        alt.Chart(alt.Data(values=bars))
        .mark_rect(stroke=SURFACE, strokeWidth=0.5)
        .encode(
            x=alt.X("from:Q", scale=across, axis=ticks),
            x2="to:Q",
            y=up,
            y2="high:Q",
            fill=alt.Fill("end:N", scale=filled, legend=None),
        )
    )
    layers = [*_marked(alt, marks, across), stack, *_signs(alt, marks, across)]
    return alt.layer(*layers).properties(width=width - 45, height=HEIGHT)


def _marked(alt: Any, marks: list[dict[str, Any]], across: Any) -> list[Any]:
    """Outages as bands behind the bars, all else as lines."""
    bands = [mark for mark in marks if mark["band"]]
    lines = [mark for mark in marks if not mark["band"]]
    found = []
    if bands:
        chart = alt.Chart(alt.Data(values=bands)).mark_rect(fill=BAND, fillOpacity=0.2)
        found.append(chart.encode(x=alt.X("at:Q", scale=across), x2="until:Q"))
    if lines:
        chart = alt.Chart(alt.Data(values=lines)).mark_rule(stroke="var(--ink)", strokeDash=[2, 3])
        found.append(chart.encode(x=alt.X("at:Q", scale=across)))
    return found


def _signs(alt: Any, marks: list[dict[str, Any]], across: Any) -> list[Any]:
    """The letter of each mark, at the top. What it stands for is told below the chart."""
    if not marks:
        return []
    base = alt.Chart(alt.Data(values=marks)).encode(x=alt.X("at:Q", scale=across), y=alt.value(8))
    dot = base.mark_circle(size=230, fill=SURFACE, stroke="var(--ink)", strokeWidth=1, opacity=1)
    text = base.mark_text(color="var(--ink)", fontSize=11, fontWeight="bold", baseline="middle")
    return [dot, text.encode(text="sign:N")]


def _round_values(top: int) -> list[int]:
    """0, the half and the whole of a round number near the top."""
    step = next(s * 10**p for p in range(9) for s in (1, 2, 5) if s * 10**p * 2.2 >= top)
    return [0, step, 2 * step] if 2 * step <= top * 1.15 else [0, step]
