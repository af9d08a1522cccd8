"""A period as few rows as possible: whole months, and single days to add or to take off."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from troubleshooter.models import Grain

DAY, MONTH = Grain.DAY.value, Grain.MONTH.value
ONE = timedelta(days=1)


class Span(NamedTuple):
    """Rows of a grain that start from `first` to `last`; `sign` -1: they are taken off."""

    grain: str
    first: date
    last: date
    sign: int = 1

    def starts(self) -> list[date]:
        """Every day from which such a row can start."""
        if self.grain == MONTH:
            return list(months(self.first, self.last))
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


def spans(since: date, until: date, today: date) -> list[Span]:
    """Rows whose sum is the period. A month of which most is wanted is taken whole, less the days
    that are not; days after `today` cost nothing, since nothing has been counted there."""
    found: list[Span] = []
    for month in months(since, until):
        first, last = max(since, month), min(until, month_end(month))
        found += _of_month(month, first, last, today)
    return _joined(found)


def days(since: date, until: date) -> list[Span]:
    return [Span(DAY, since, until)]


def _of_month(month: date, first: date, last: date, today: date) -> list[Span]:
    end = month_end(month)
    missing = [Span(DAY, a, b, -1) for a, b in ((month, first - ONE), (last + ONE, end)) if a <= b]
    cost = sum(max(0, (min(gap.last, today) - gap.first).days + 1) for gap in missing)
    if cost <= (last - first).days:
        return [Span(MONTH, month, month), *missing]
    return [Span(DAY, first, last)]


def _joined(found: list[Span]) -> list[Span]:
    """Months that follow each other, as one span."""
    joined: list[Span] = []
    for span in sorted(found, key=lambda one: (one.grain, one.sign, one.first)):
        before = joined[-1] if joined else None
        if before and before.grain == span.grain == MONTH and next_month(before.last) == span.first:
            joined[-1] = before._replace(last=span.last)
        else:
            joined.append(span)
    return joined


def parted(found: Iterable[Span], at: date) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans before the month that begins `at`, and those from it on."""
    before, after = [], []
    for span in found:
        if span.last < at:
            before.append(span)
        elif span.first >= at:
            after.append(span)
        else:
            before.append(span._replace(last=at - ONE))
            after.append(span._replace(first=at))
    return tuple(before), tuple(after)


def months(since: date, until: date) -> Iterator[date]:
    """The first day of each month that has a day in the period."""
    month = since.replace(day=1)
    while month <= until:
        yield month
        month = next_month(month)


def periods(since: date, until: date, of: Callable[[date], date]) -> list[date]:
    """The first day of every period that has one of the days, each once."""
    count = (until - since).days + 1
    return list(dict.fromkeys(of(since + timedelta(days=n)) for n in range(count)))


def next_month(month: date) -> date:
    return month_end(month) + ONE


def month_end(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())
