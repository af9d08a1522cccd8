"""One guide's counts at one moment, from all places that hold some of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property

from troubleshooter.models import Exclusion, FoldedMonth, Prepared

from .asking import Ask, Found, Value
from .cells import Kind
from .extra import Extra, extras, found_in_extras
from .filters import Filters
from .kept import found_in_tables
from .kinds import kinds_of
from .moment import Moment
from .remembering import Remembered
from .replica import read_from
from .spans import parted
from .standing import Unended, found_standing, unended
from .tail import previews_of, tail_of
from .tally import Tally


class Counts(dict[str, int]):
    """Numbers by the name of their measure; what was not counted is 0. A Counter would do, but it
    takes three times as long to make, and a look makes a thousand."""

    def __missing__(self, measure: str) -> int:
        return 0

    def add(self, counted: Mapping[str, int]) -> None:
        for measure, number in counted.items():
            self[measure] = self[measure] + number


Sums = dict[tuple[Value, ...], Counts]
TABLES: Remembered[tuple[Found, ...]] = Remembered()
KINDS: Remembered[dict[int, Kind]] = Remembered()
MONTHS: Remembered[dict[date, datetime]] = Remembered()
FOLDED = Prepared(
    query=lambda guide: (
        FoldedMonth.objects.filter(guide=guide).order_by("month").values_list("month", "changed_at")
    ),
    holes=(0,),
)
SUMS: Remembered[Sums] = Remembered()


def forget() -> None:
    """Remember nothing, as a new process does."""
    for remembered in (TABLES, KINDS, MONTHS, SUMS):
        remembered.clear()


class Sources:
    """What is asked twice is read once."""

    def __init__(self, guide: int, at: Moment) -> None:
        self.guide, self.at = guide, at
        self._answers: dict[Ask, Sums] = {}
        self._unended: dict[tuple[Filters, bool], tuple[Unended, ...]] = {}
        self._previews: dict[tuple[date, date], dict[str, list[Extra]]] = {}

    def sums(self, ask: Ask) -> Sums:
        """The measures that the question asks for, by what tells its rows apart. Not to be changed:
        whoever asks the same gets the same."""
        if ask not in self._answers:
            self._answers[ask] = self._summed(ask)
        return self._answers[ask]

    def _summed(self, ask: Ask) -> Sums:
        """Between two folds most looks add nothing to what the tables came to."""
        folded = SUMS.get(self._stamp, (ask, self.at.line), lambda: self._folded(ask))
        extra = list(self._extra(ask))
        return (
            _added({key: Counts(one) for key, one in folded.items()}, ask, extra)
            if extra
            else folded
        )

    def _folded(self, ask: Ask) -> Sums:
        kinds = {number: kind for number, kind in self._kinds.items() if ask.wants(kind)}
        if not kinds:
            return {}
        sums = _added({}, ask, self._in_tables(ask, kinds))
        return _added(sums, ask, self._standing(ask, kinds))

    def _extra(self, ask: Ask) -> Iterator[Found]:
        yield from found_in_extras(ask, self._tail[ask.table])
        if ask.all_excluded or Exclusion.PREVIEW in ask.filters.include:
            yield from found_in_extras(ask, self._previewed(ask)[ask.table])

    def _in_tables(self, ask: Ask, kinds: Mapping[int, Kind]) -> Iterator[Found]:
        """What months hold in which everything has ended stays as it is, fold after fold, so it is
        asked for apart from what the last days hold."""
        settled, fresh = parted(ask.spans, self.at.day_of(self.at.line).replace(day=1))
        for some in (settled, fresh):
            if some:
                part = replace(ask, spans=some)
                yield from TABLES.get(
                    self._changed(part), part, lambda part=part: tuple(found_in_tables(part, kinds))
                )

    def _standing(self, ask: Ask, kinds: Mapping[int, Kind]) -> Iterator[Found]:
        def stand() -> tuple[Unended, ...]:
            asked = ask.filters, ask.all_excluded
            if asked not in self._unended:
                self._unended[asked] = unended(ask.filters, kinds, self.at.line)
            return self._unended[asked]

        return found_standing(ask, kinds, self.at.line, stand)

    def _changed(self, ask: Ask) -> tuple[datetime, ...] | None:
        """When the months were last changed that hold these spans."""
        if self._stamp is None:
            return None
        first = min(span.first for span in ask.spans).replace(day=1)
        last = max(span.last for span in ask.spans)
        return tuple(at for month, at in self._months.items() if first <= month <= last)

    @cached_property
    def _kinds(self) -> dict[int, Kind]:
        return KINDS.get(self._stamp, self.guide, lambda: kinds_of(self.guide))

    @cached_property
    def _months(self) -> dict[date, datetime]:
        return MONTHS.get(
            self._stamp, self.guide, lambda: dict(FOLDED.rows(self.guide, using=read_from()))
        )

    @property
    def _stamp(self) -> datetime | None:
        return self.at.mark.stamp

    @cached_property
    def _tail(self) -> dict[str, list[Extra]]:
        return extras(tail_of(self.guide, self.at), self.at.line)

    def _previewed(self, ask: Ask) -> dict[str, list[Extra]]:
        period = (ask.filters.since, ask.filters.until)
        if period not in self._previews:
            counted = Tally()
            for one in previews_of(self.guide, self.at, *period):
                counted.add(one)
            self._previews[period] = extras(counted, self.at.line)
        return self._previews[period]


def _added(sums: Sums, ask: Ask, more: Iterable[Found]) -> Sums:
    """The sums, with what was found added to them; those that come to nothing are left out."""
    for found in more:
        key = ask.key(found.kind, found.values)
        if key in sums:
            sums[key].add(found.counted)
        else:
            sums[key] = Counts(found.counted)
    return {key: counted for key, counted in sums.items() if any(counted.values())}
