"""A guide's day: counted again from its events, and as it is kept in the tables."""

from collections.abc import Iterator
from datetime import date, datetime, tzinfo

from django.db.models import Model, QuerySet

from troubleshooter.models import Grain

from .cells import Cell, Contribution, contribution
from .kinds import kinds_of
from .reading import Contents, numbers_on, read_numbered
from .tables import TABLES
from .tally import Tally


def recounted(
    guide: int, day: date, *, up_to: int | None, cut: datetime, zone: tzinfo, contents: Contents
) -> Iterator[Contribution]:
    """What each visit of the day adds, by its events up to the one with the number `up_to`."""
    numbers = numbers_on(guide, day, zone)
    for visit, events in read_numbered(numbers, up_to=up_to):
        known = contents.of(visit.revision)
        one = contribution(visit, events, known, cut=cut, zone=zone)
        if one is not None:
            yield one


def take_off_kept(into: Tally, guide: int, day: date) -> None:
    """Take off all that the tables hold of a guide's day."""
    kinds = kinds_of(guide)
    for number, cell, kept in kept_cells(list(kinds), day):
        into.change(kinds[number], day, [cell], -kept)


def kept_cells(
    slices: list[int], day: date, grain: str = Grain.DAY.value
) -> Iterator[tuple[int, Cell, int]]:
    """(number of the slice, cell, how often) of all rows that start on this day."""
    for name, table in TABLES.items():
        rows: QuerySet[Model] = table.model.objects.filter(slice__in=slices, start=day)
        if table.by_grain:
            rows = rows.filter(grain=grain)
        elif grain != Grain.DAY:
            continue
        width = len(table.columns) + 1
        for row in rows.values_list("slice_id", *table.columns, *table.measures):
            for measure, number in zip(table.measures, row[width:], strict=True):
                if number:
                    yield row[0], (name, *row[1:width], measure), number
