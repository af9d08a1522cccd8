"""Tables as values: what a page shows and what a file holds are one and the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..measures.change import Change
from ..measures.interval import Estimate
from ..measures.rate import Rate
from .names import Named

Cell = str | int | float | date | Rate | Estimate | Change | Named | None


class Kind(StrEnum):
    """What a column holds; None is allowed in all. `MINUTES` and `POINTS` are estimates as well:
    of minutes, and of a difference between shares."""

    TEXT = "text"
    NODE = "node"
    COUNT = "count"
    NUMBER = "number"
    SHARE = "share"
    DAY = "day"
    RATE = "rate"
    ESTIMATE = "estimate"
    CHANGE = "change"
    MINUTES = "minutes"
    POINTS = "points"


LEFT_ALIGNED = frozenset({Kind.TEXT, Kind.NODE, Kind.DAY})


@dataclass(frozen=True, kw_only=True)
class Column:
    """`name` stands in files and stays; `words` stand on pages."""

    name: str
    words: str
    kind: Kind

    @property
    def to_the_left(self) -> bool:
        return self.kind in LEFT_ALIGNED


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table. Files hold all of its rows; a page shows the first `most` of them."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    most: int = 100

    @property
    def on_page(self) -> tuple[tuple[tuple[Column, Cell, float], ...], ...]:
        """The rows that a page shows, each value between its column and the end of its scale."""
        ends = [_end(column, place, self.rows) for place, column in enumerate(self.columns)]
        return tuple(
            tuple(zip(self.columns, row, ends, strict=True)) for row in self.rows[: self.most]
        )

    @property
    def more(self) -> int:
        """Rows that only the file holds."""
        return max(len(self.rows) - self.most, 0)


def sheet(
    name: str,
    title: str,
    columns: Iterable[tuple[str, str, Kind]],
    rows: Iterable[tuple[Cell, ...]],
    *,
    most: int = 100,
) -> Sheet:
    """Columns as (name, words, kind)."""
    return Sheet(
        name=name,
        title=title,
        columns=tuple(Column(name=n, words=words, kind=kind) for n, words, kind in columns),
        rows=tuple(rows),
        most=most,
    )


def _end(column: Column, place: int, rows: Iterable[tuple[Cell, ...]]) -> float:
    """Where a column's scale ends: 1, but for differences, which are drawn as large as they go."""
    if column.kind != Kind.CHANGE:
        return 1.0
    cells = (row[place] for row in rows)
    found = [cell.interval for cell in cells if isinstance(cell, Change) and cell.interval]
    return max((abs(end) for one in found for end in (one.low, one.high)), default=1.0) or 1.0
