"""A guide's day: counted again from its events, and as it is kept in the tables."""

from collections.abc import Iterator
from datetime import date

from troubleshooter.models import Grain

from .cells import Cell
from .kinds import kinds_of
from .moment import Moment
from .reading import numbers_on, read_numbered
from .tables import TABLES
from .tally import Tally


def count_again(
    into: Tally, guide: int, day: date, at: Moment, *, up_to: int | None = None
) -> None:
    """Take off all that the tables hold of the day, and add what its visits come to, by all their
    events or by those up to the number `up_to`. What remains is what the tables lack."""
    kinds = kinds_of(guide)
    for number, cell, kept in kept_cells(list(kinds), day):
        into.change(kinds[number], day, [cell], -kept)
    for read in read_numbered(numbers_on(guide, day, at.zone), up_to=up_to):
        into.add(at.contribution(read))


def kept_cells(
    slices: list[int], start: date, grain: str = Grain.DAY.value
) -> Iterator[tuple[int, Cell, int]]:
    """(number of the slice, cell, how often) of all rows that start then."""
    for name, table in TABLES.items():
        if not table.by_grain and grain != Grain.DAY:
            continue
        of_grain = {"grain": grain} if table.by_grain else {}
        rows = table.model.objects.filter(slice__in=slices, start=start, **of_grain)
        width = len(table.columns) + 1
        for row in rows.values_list("slice_id", *table.columns, *table.measures):
            for measure, number in zip(table.measures, row[width:], strict=True):
                if number:
                    yield row[0], (name, *row[1:width], measure), number
