"""Counting everything again: to compare it with the tables, or to put them right."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min

from troubleshooter.models import Grain, Slice, StaleDay, Visit

from .cells import Cell, Kind
from .folding import fold, holding_mark
from .kinds import COLUMNS, kinds_of, of_all_devices
from .lines import zone_of_days
from .mark import Mark, as_mark, current_mark, is_kept
from .moment import Moment
from .reading import Contents
from .recount import count_again, kept_cells
from .snapshot import snapshot
from .spans import DAY, MONTH, month_end, months
from .tables import TABLES
from .tally import Tally
from .writing import write, write_months


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A cell of the tables that is not what its events, or its days, come to."""

    kind: Kind
    grain: str
    start: date
    cell: Cell
    kept: int
    missing: int
    """How much is to be added to the kept number; below zero: taken off."""


def differences() -> Iterator[Difference]:
    """Every cell that is wrong, all of one moment. Days that wait to be counted again anyway, and
    those that are counted for good, are taken as they are."""
    with snapshot():
        mark = current_mark()
        stale = set(StaleDay.objects.values_list("guide", "day"))
        for guide in _guides():
            for day in _days(guide, mark):
                if (guide, day) not in stale:
                    yield from _told(_of_day(guide, day, mark), DAY)
            for month in _months(guide):
                yield from _told(_of_month(guide, month), MONTH)


def rebuild() -> Iterator[tuple[int, date]]:
    """Put every cell right, a day of a guide at a time; gives each (guide, day) that is done. Looks
    and folds may go on meanwhile, and everything stays exact once it is."""
    fold()
    for guide in _guides():
        for month in _months(guide):
            holding_mark(lambda _, g=guide, m=month: write_months(_of_month(g, m)))
        for day in _days(guide, current_mark()):
            holding_mark(lambda row, g=guide, d=day: write(_of_day(g, d, as_mark(row))))
            yield guide, day


def _of_day(guide: int, day: date, mark: Mark) -> Tally:
    """What the tables lack of a day, by events up to the mark."""
    lacking = Tally()
    if mark.silent_before is not None:
        at = Moment(mark=mark, line=mark.silent_before, zone=zone_of_days(), contents=Contents())
        count_again(lacking, guide, day, at, up_to=mark.event)
    return lacking


def _of_month(guide: int, month: date) -> Tally:
    """What the month's rows lack to be the sum of its days' rows."""
    lacking, kinds = Tally(), kinds_of(guide)
    for number, cell, kept in kept_cells(list(kinds), month, Grain.MONTH.value):
        lacking.change(kinds[number], month, [cell], -kept)
    for day in _each(month, month_end(month)):
        for number, cell, kept in kept_cells(list(kinds), day):
            if TABLES[cell[0]].by_grain:
                for kind in (kinds[number], of_all_devices(kinds[number])):
                    lacking.change(kind, month, [cell], kept)
    return lacking


def _told(lacking: Tally, grain: str) -> Iterator[Difference]:
    for kind, start, cell, number in lacking:
        yield Difference(
            kind=kind,
            grain=grain,
            start=start,
            cell=cell,
            kept=_kept(kind, grain, start, cell),
            missing=number,
        )


def _kept(kind: Kind, grain: str, start: date, cell: Cell) -> int:
    name, *values, measure = cell
    table = TABLES[name]
    rows = table.model.objects.filter(
        **{f"slice__{column}": value for column, value in zip(COLUMNS, kind, strict=True)},
        **dict(zip(table.columns, values, strict=True)),
        start=start,
    )
    if table.by_grain:
        rows = rows.filter(grain=grain)
    return rows.values_list(measure, flat=True).first() or 0


def _guides() -> list[int]:
    """Those that have visits, or counts."""
    with_visits = Visit.objects.order_by().values_list("guide", flat=True).distinct()
    with_counts = Slice.objects.order_by().values_list("guide", flat=True).distinct()
    return sorted({*with_visits, *with_counts})


def _days(guide: int, mark: Mark) -> list[date]:
    """Every day from the first to the last that has a visit or a count, and may be recounted."""
    ends = _ends_of_counts(guide, DAY) + _ends_of_visits(guide)
    found = list(_each(min(ends), max(ends))) if ends else []
    return [day for day in found if not is_kept(mark, day)]


def _months(guide: int) -> list[date]:
    ends = _ends_of_counts(guide, DAY) + _ends_of_counts(guide, MONTH)
    return list(months(min(ends), max(ends))) if ends else []


def _ends_of_counts(guide: int, grain: str) -> list[date]:
    found: list[date | None] = []
    for table in TABLES.values():
        rows = table.model.objects.filter(slice__guide=guide)
        if table.by_grain:
            rows = rows.filter(grain=grain)
        found += rows.aggregate(first=Min("start"), last=Max("start")).values()
    return [day for day in found if day is not None]


def _ends_of_visits(guide: int) -> list[date]:
    visits = Visit.objects.filter(guide=guide)
    ends = visits.aggregate(first=Min("started_at"), last=Max("started_at")).values()
    return [at.astimezone(zone_of_days()).date() for at in ends if at is not None]


def _each(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
