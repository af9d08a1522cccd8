"""Where visits go, as bands: a column for each depth of the tree, the ends in the last one.

A band is as wide as visits went that way. Ways to what is not drawn run into “further on”. Ways
back and to the same column have no band: whoever went there is in that box, and in its bands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..figures.flow import Branch, Flow
from .drawing import LAPTOP, SURFACE, Drawing, drawn
from .labels import apart, fitted, width

DEEPEST = {True: 6, False: 4}
"""Columns of questions and steps: on a laptop, and on a phone."""
HEIGHT, LEAST_TALL, GAP, BAR = 460, 40, 14, 9
THICKEST, LETTERS, BESIDE = 12, 12, 5
"""Of a band for one visit, and of letters; and what is between a box and its words."""
RIM, LEAST_RIMMED = 0.6, 3.0
"""Bands are told apart by a rim; a thin one would be nothing else."""
BEGIN, FURTHER = "begin", "further on"
ENDS = {
    "resolved": "var(--fixed)",
    "support": "url(#hatch)",
    "left": "url(#dots)",
    "open": "var(--open)",
    FURTHER: "var(--track)",
}


def flow_chart(flow: Flow) -> Drawing | None:
    """None where nobody came to anything."""
    if not flow.begins:
        return None
    rows = [_row(branch) for branch in flow.branches]
    begins = [[number, visits] for number, visits in sorted(flow.begins.items())]
    return drawn(_chart, rows=rows, begins=begins)


def _row(branch: Branch) -> dict[str, Any]:
    return {
        "number": branch.number,
        "title": branch.named.title,
        "depth": branch.depth,
        "onward": [[number, visits] for number, visits in sorted(branch.onward.items())],
        "on": branch.on,
        "resolved": branch.resolved,
        "support": branch.support,
        "left": branch.left.times,
        "open": branch.open,
    }


@dataclass
class _Box:
    """A place in a column; `into` and `out` say how far its bands have been laid, from the top."""

    name: str
    column: int
    coming: int = 0
    going: int = 0
    top: float = 0.0
    into: float = 0.0
    out: float = 0.0
    words: str = ""

    @property
    def size(self) -> int:
        return max(self.coming, self.going)


@dataclass
class _Picture:
    boxes: dict[str, _Box] = field(default_factory=dict)
    bands: list[tuple[str, str, int]] = field(default_factory=list)

    def box(self, name: str, column: int, words: str) -> None:
        self.boxes[name] = _Box(name=name, column=column, words=words)

    def band(self, source: str, target: str, visits: int) -> None:
        if visits:
            self.bands.append((source, target, visits))
            self.boxes[source].going += visits
            self.boxes[target].coming += visits


def _picture(
    rows: Sequence[dict[str, Any]], begins: Sequence[list[int]], wide: bool, across: float
) -> _Picture:
    picture, deepest = _Picture(), _deepest(rows, wide)
    picture.box(BEGIN, 0, "")
    drawn_rows = {str(row["number"]): row for row in rows if row["depth"] <= deepest}
    for name, row in drawn_rows.items():
        words = _words(name, row["title"], across) if wide else name
        picture.box(name, row["depth"], words)
    for end in ENDS:
        picture.box(end, deepest + 1, end)
    for number, visits in begins:
        target = str(number) if str(number) in drawn_rows else FURTHER
        picture.band(BEGIN, target, visits)
    for name, row in drawn_rows.items():
        _lay_out(picture, name, row)
    return picture


def _deepest(rows: Sequence[dict[str, Any]], wide: bool) -> int:
    return min(DEEPEST[wide], max((row["depth"] for row in rows), default=1))


def _lay_out(picture: _Picture, name: str, row: dict[str, Any]) -> None:
    told = 0
    for number, visits in row["onward"]:
        target = picture.boxes.get(str(number))
        if target is None:
            continue
        told += visits
        if target.column > row["depth"]:
            picture.band(name, target.name, visits)
    picture.band(name, FURTHER, max(row["on"] - told, 0))
    for end in ("resolved", "support", "left", "open"):
        picture.band(name, end, row[end])


def _words(number: str, title: str, across: float) -> str:
    """The number, and as much of the title as there is room for before the next column."""
    room = across - BAR - 2 * BESIDE - width(f"{number} ") * LETTERS
    return f"{number} {apart(fitted(title, room, LETTERS))}"


def _placed(picture: _Picture) -> float:
    """Put the boxes below each other; the height of one visit."""
    columns: dict[int, list[_Box]] = {}
    for box in picture.boxes.values():
        if box.size:
            columns.setdefault(box.column, []).append(box)
    most = max(sum(box.size for box in boxes) for boxes in columns.values())
    gaps = max(len(boxes) for boxes in columns.values()) - 1
    each = min((HEIGHT - GAP * min(gaps, HEIGHT // (2 * GAP))) / most, THICKEST)
    for boxes in columns.values():
        top = 0.0
        for box in boxes:
            box.top = box.into = box.out = top
            top += box.size * each + GAP
    return each


def _bands(picture: _Picture, each: float, across: float) -> Iterable[dict[str, Any]]:
    for place, (source, target, visits) in enumerate(picture.bands):
        first, last = picture.boxes[source], picture.boxes[target]
        size = visits * each
        begin, end = first.column * across + BAR, last.column * across
        bend = (end - begin) * 0.35
        fill, rim = ENDS.get(target, "var(--reach)"), RIM if size >= LEAST_RIMMED else 0.0
        for x, y in (
            (begin, first.out),
            (begin + bend, first.out),
            (end - bend, last.into),
            (end, last.into),
        ):
            yield {"band": place, "x": x, "y": y, "y2": y + size, "fill": fill, "rim": rim}
        first.out += size
        last.into += size


def _chart(
    alt: Any, *, width: int, rows: Sequence[dict[str, Any]], begins: Sequence[list[int]]
) -> Any:
    wide = width == LAPTOP
    room = 90 if wide else 74
    across = (width - room - BAR) / (_deepest(rows, wide) + 1)
    picture = _picture(rows, begins, wide, across)
    each = _placed(picture)
    shown = [box for box in picture.boxes.values() if box.size]
    tall = max(box.top + box.size * each for box in shown)
    scales = _Scales(alt, width, tall)
    bands = list(_bands(picture, each, across))
    boxes = [
        {
            "x": box.column * across,
            "x2": box.column * across + BAR,
            "y": box.top,
            "y2": box.top + max(box.size * each, 1.0),
            "middle": box.top + max(box.size * each, 1.0) / 2,
            "at": box.column * across + BAR + BESIDE,
            "words": box.words,
            "fill": ENDS.get(box.name, "var(--ink)"),
        }
        for box in shown
    ]
    layers = [_band_layer(alt, scales, bands), _box_layer(alt, scales, boxes)]
    named = [box for box in boxes if box["words"]]
    return alt.layer(*layers, *_label_layers(alt, scales, named)).properties(
        width=width - 4, height=max(int(tall), LEAST_TALL) + LETTERS // 2
    )


class _Scales:
    def __init__(self, alt: Any, width: int, tall: float) -> None:
        self._alt = alt
        self._x = alt.Scale(domain=[0, width - 4], nice=False)
        self._y = alt.Scale(domain=[max(tall, LEAST_TALL), -LETTERS / 2], nice=False)

    def x(self, name: str) -> Any:
        return self._alt.X(f"{name}:Q", scale=self._x, axis=None)

    def y(self, name: str) -> Any:
        return self._alt.Y(f"{name}:Q", scale=self._y, axis=None)


def _band_layer(alt: Any, scales: _Scales, bands: list[dict[str, Any]]) -> Any:
    return (
        alt.Chart(alt.Data(values=bands))
        .mark_area(interpolate="monotone", fillOpacity=0.55, stroke=SURFACE)
        .encode(
            x=scales.x("x"),
            y=scales.y("y"),
            y2="y2:Q",
            detail="band:N",
            fill=alt.Fill("fill:N", scale=None),
            strokeWidth=alt.StrokeWidth("rim:Q", scale=None),
        )
    )


def _box_layer(alt: Any, scales: _Scales, boxes: list[dict[str, Any]]) -> Any:
    return (
        alt.Chart(alt.Data(values=boxes))
        .mark_rect(stroke="var(--ink)", strokeWidth=0.6)
        .encode(
            x=scales.x("x"),
            x2="x2:Q",
            y=scales.y("y"),
            y2="y2:Q",
            fill=alt.Fill("fill:N", scale=None),
        )
    )


def _label_layers(alt: Any, scales: _Scales, boxes: list[dict[str, Any]]) -> list[Any]:
    """Words, on a rim of the page's own colour so that they can be read on bands."""
    base = alt.Chart(alt.Data(values=boxes)).encode(
        x=scales.x("at"), y=scales.y("middle"), text="words:N"
    )
    said = {"align": "left", "baseline": "middle", "fontSize": LETTERS}
    rim = base.mark_text(stroke=SURFACE, strokeWidth=3, color=SURFACE, **said)
    return [rim, base.mark_text(color="var(--ink)", **said)]
