"""The tables of counts, as the rest of this package names them: one row for each sort of cell."""

from dataclasses import dataclass

from troubleshooter.models import (
    DetailCount,
    NodeCount,
    OpenCount,
    TimeCount,
    VisitCount,
)
from troubleshooter.models.counts import Count

from .cells import DETAIL, NODE, OPEN, TIME, VISIT


@dataclass(frozen=True, kw_only=True)
class Table:
    """`columns` tell rows of one slice and start apart, `measures` are counted. `by_grain`: there
    are rows by day and by month; else by day only."""

    model: type[Count] | type[OpenCount]
    columns: tuple[str, ...]
    measures: tuple[str, ...]
    by_grain: bool = True

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def key(self) -> tuple[str, ...]:
        """All that tells rows apart, as the unique constraint has it."""
        own = ("slice_id", "grain", "start") if self.by_grain else ("slice_id", "start")
        return (*own, *self.columns)


TABLES: dict[str, Table] = {
    VISIT: Table(
        model=VisitCount,
        columns=(),
        measures=("visits", "resolved", "worked_around", "handed_over", "forgotten", "left"),
    ),
    NODE: Table(
        model=NodeCount,
        columns=("node", "key"),
        measures=(
            *("shown", "answered", "fixed", "no_help", "could_not", "not_found", "waiting"),
            "left",
        ),
    ),
    DETAIL: Table(
        model=DetailCount,
        columns=("node", "key", "by", "value", "to_node", "to_key"),
        measures=("shown", "tried", "fixed", "left"),
    ),
    TIME: Table(model=TimeCount, columns=("clock", "end", "minutes"), measures=("visits",)),
    OPEN: Table(
        model=OpenCount,
        columns=(*("heard", "node", "key", "place", "cause", "elapsed", "hands_on", "waiting"),),
        measures=("visits",),
        by_grain=False,
    ),
}
