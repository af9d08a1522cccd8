"""How visits ended, over time: stacked bars, with what happened in the world marked above."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from ..figures.over_time import ENDS, Mark, OverTime
from .axis import labelled, number, tick_labels
from .drawing import INK, LAPTOP, SURFACE, Drawing, drawn

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
    marks = [_mark(mark, over_time) for mark in over_time.marks]
    return drawn(
        _chart,
        bars=_bars(over_time),
        marks=marks,
        bands=[mark for mark in marks if mark["band"]],
        lines=[mark for mark in marks if not mark["band"]],
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
    bands: list[dict[str, Any]],
    lines: list[dict[str, Any]],
    starts: Sequence[str],
    until: str,
) -> Any:
    days = [date.fromisoformat(day) for day in starts]
    ends = [number(days[0]), number(date.fromisoformat(until)) + 1]
    across = alt.Scale(domain=ends, nice=False, zero=False)
    ticks = labelled(alt, tick_labels(days, 7 if width == LAPTOP else 4))
    layers = [
        *([_bands(alt, across)] if bands else ()),
        *([_lines(alt, across)] if lines else ()),
        _stack(alt, across, ticks, max((bar["high"] for bar in bars), default=1)),
        *(_signs(alt, across) if marks else ()),
    ]
    return alt.layer(*layers).properties(width=width - 45, height=HEIGHT)


def _stack(alt: Any, across: Any, ticks: Any, top: int) -> Any:
    up = alt.Y(
        "low:Q",
        scale=alt.Scale(domain=[0, top * 1.15], nice=False),
        axis=alt.Axis(values=_round_values(top), format="d", title=None, domain=False, ticks=False),
    )
    filled = alt.Scale(domain=list(FILLS), range=list(FILLS.values()))
    return (
        alt.Chart(alt.NamedData("bars"))
        .mark_rect(stroke=SURFACE, strokeWidth=0.5)
        .encode(
            x=alt.X("from:Q", scale=across, axis=ticks),
            x2=alt.X2("to:Q"),
            y=up,
            y2=alt.Y2("high:Q"),
            fill=alt.Fill("end:N", scale=filled, legend=None),
        )
    )


def _bands(alt: Any, across: Any) -> Any:
    """Outages, behind the bars."""
    chart = alt.Chart(alt.NamedData("bands")).mark_rect(fill=BAND, fillOpacity=0.2)
    return chart.encode(x=alt.X("at:Q", scale=across), x2=alt.X2("until:Q"))


def _lines(alt: Any, across: Any) -> Any:
    chart = alt.Chart(alt.NamedData("lines")).mark_rule(stroke=INK, strokeDash=[2, 3])
    return chart.encode(x=alt.X("at:Q", scale=across))


def _signs(alt: Any, across: Any) -> tuple[Any, Any]:
    """The letter of each mark, at the top. What it stands for is told below the chart."""
    base = alt.Chart(alt.NamedData("marks")).encode(x=alt.X("at:Q", scale=across), y=alt.YValue(8))
    dot = base.mark_circle(size=230, fill=SURFACE, stroke=INK, strokeWidth=1, opacity=1)
    text = base.mark_text(color=INK, fontSize=11, fontWeight="bold", baseline="middle")
    return dot, text.encode(text=alt.Text("sign:N"))


def _round_values(top: int) -> list[int]:
    """0, the half and the whole of a round number near the top."""
    step = next(s * 10**p for p in range(9) for s in (1, 2, 5) if s * 10**p * 2.2 >= top)
    return [0, step, 2 * step] if 2 * step <= top * 1.15 else [0, step]
