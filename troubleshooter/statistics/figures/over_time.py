"""How visits ended, over time, and what happened in the world meanwhile."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from string import ascii_uppercase

from django.db.models import Q
from django.utils import timezone

from troubleshooter.models import Occasion, OccasionKind, Revision

from ..counted import VisitFigures
from ..filters import Filters
from ..measures.change import Change, change
from ..measures.rate import Rate, rate
from ..queries import Look

ENDS = ("resolved", "worked_around", "handed_over", "left", "open", "forgotten")
DAYS_UNTIL, WEEKS_UNTIL = 35, 400
"""Longest periods, in days, that are shown by day and by week; longer ones are shown by month."""
MOST_MARKS = 12
PUBLICATION = "publication"


@dataclass(frozen=True, kw_only=True)
class Period:
    """A day, a week or a month, as far as it lies in what was asked for."""

    start: date
    days: int
    figures: VisitFigures


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Something that may explain a change; `sign` is its letter in the chart."""

    sign: str
    kind: str
    day: date
    until: date
    words: str

    @property
    def is_band(self) -> bool:
        return self.kind == OccasionKind.OUTAGE


@dataclass(frozen=True, kw_only=True)
class OverTime:
    """`change` is of the share resolved among those who said how it ended: the first half of the
    time against the second. `more` marks did not find room."""

    since: date
    until: date
    grain: str
    periods: tuple[Period, ...]
    marks: tuple[Mark, ...]
    more: int
    change: Change


def over_time(seen: Look, filters: Filters, revisions: Sequence[Revision]) -> OverTime:
    grain = grain_of(filters)
    rows = dict(seen.visits_by(filters, grain))
    periods = tuple(
        Period(start=start, days=days, figures=rows.get(first, VisitFigures()))
        for first, start, days in _periods(filters, grain)
    )
    marks, more = marks_of(filters, revisions)
    return OverTime(
        since=filters.since,
        until=filters.until,
        grain=grain,
        periods=periods,
        marks=marks,
        more=more,
        change=_halves(periods),
    )


def marks_of(filters: Filters, revisions: Sequence[Revision]) -> tuple[tuple[Mark, ...], int]:
    """The latest marks of the time, in their order, and how many earlier ones found no room."""
    found = sorted(_marks(filters, revisions), key=lambda mark: (mark[1], mark[3]))
    return tuple(_lettered(found[-MOST_MARKS:])), max(len(found) - MOST_MARKS, 0)


def grain_of(filters: Filters) -> str:
    days = (filters.until - filters.since).days + 1
    return "day" if days <= DAYS_UNTIL else "week" if days <= WEEKS_UNTIL else "month"


def _periods(filters: Filters, grain: str) -> Iterable[tuple[date, date, int]]:
    """(first day of the whole period, first day that was asked for, days that were asked for)."""
    first = _first_of(filters.since, grain)
    while first <= filters.until:
        following = _first_of(first + timedelta(days=_longest(grain)), grain)
        start = max(first, filters.since)
        yield first, start, (min(following - timedelta(1), filters.until) - start).days + 1
        first = following


def _longest(grain: str) -> int:
    return {"day": 1, "week": 7, "month": 31}[grain]


def _first_of(day: date, grain: str) -> date:
    if grain == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if grain == "week" else day


def _marks(
    filters: Filters, revisions: Sequence[Revision]
) -> Iterable[tuple[str, date, date, str]]:
    for revision in revisions:
        day = timezone.localdate(revision.published_at)
        if filters.since <= day <= filters.until:
            yield PUBLICATION, day, day, str(revision.number)
    for one in Occasion.objects.filter(Q(guide=filters.guide) | Q(guide=None)):
        until = one.until or one.day
        if one.day <= filters.until and until >= filters.since:
            yield one.kind, one.day, until, one.words


def _lettered(marks: Iterable[tuple[str, date, date, str]]) -> Iterable[Mark]:
    for sign, (kind, day, until, words) in zip(ascii_uppercase, marks, strict=False):
        yield Mark(sign=sign, kind=kind, day=day, until=until, words=words)


def _halves(periods: Sequence[Period]) -> Change:
    middle = len(periods) // 2
    first, second = periods[:middle], periods[middle:]
    return change(_resolved(first), _resolved(second))


def _resolved(periods: Iterable[Period]) -> Rate:
    ended = [period.figures for period in periods]
    said = sum(f.resolved + f.worked_around + f.handed_over for f in ended)
    return rate(sum(f.resolved for f in ended), said)
