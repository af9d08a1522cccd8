"""What the tables do not have yet, worked out from events: small, and exact.

Three things are not in the tables: events that came after the mark; days of which events were
deleted since; previews, which are swept after a day and therefore never kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from troubleshooter.models import Event, StaleDay, Visit

from .cells import Contribution, contribution
from .mark import Mark, is_kept
from .reading import Contents, Read, moments_of, read_numbered, read_visits
from .recount import recounted, take_off_kept
from .tally import Tally


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What a count goes by: how far the tables have come, the line of those that left, the zone
    of its days, and what revisions say."""

    mark: Mark
    line: datetime
    zone: tzinfo
    contents: Contents

    def contribution(self, read: Read, *, up_to: int | None = None) -> Contribution | None:
        visit, events = read
        if up_to is not None:
            events = [event for event in events if event.pk <= up_to]
        known = self.contents.of(visit.revision)
        return contribution(visit, events, known, cut=self.line, zone=self.zone)

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()


def tail_of(guide: int, at: Moment) -> Tally:
    """What is to be added to the tables' numbers of a guide, previews left out."""
    found = Tally()
    stale = stale_days(guide, at.mark)
    for day in stale:
        take_off_kept(found, guide, day)
        for one in recounted(
            guide, day, up_to=None, cut=at.line, zone=at.zone, contents=at.contents
        ):
            found.add(one)
    visits = Event.objects.filter(pk__gt=at.mark.event).values_list("visit_id", flat=True)
    add_changes(found, visits.order_by().distinct(), stale, at, guide=guide)
    return found


def stale_days(guide: int, mark: Mark) -> set[date]:
    days = StaleDay.objects.filter(guide=guide).values_list("day", flat=True)
    return {day for day in days if not is_kept(mark, day)}


def add_changes(
    into: Tally,
    numbers: Iterable[int],
    stale: set[date],
    at: Moment,
    *,
    guide: int,
    up_to: int | None = None,
) -> None:
    """For visits of which more is known than the tables count: take off what they hold of each,
    and add what it comes to by now."""
    for read in read_numbered(numbers, up_to=up_to, guide=guide):
        day = at.day_of(read[0].started_at)
        if day in stale or is_kept(at.mark, day):
            continue
        if read[1] and min(event.pk for event in read[1]) <= at.mark.event:
            into.take_off(at.contribution(read, up_to=at.mark.event))
        into.add(at.contribution(read))


def previews_of(guide: int, at: Moment, since: date, until: date) -> Iterator[Contribution]:
    """What previews on revisions that will be swept come to. There are few, found by revision."""
    first, after = moments_of(since, at.zone)[0], moments_of(until, at.zone)[1]
    visits = Visit.objects.filter(
        revision__guide=guide,
        revision__number=None,
        started_at__gte=first,
        started_at__lt=after,
    )
    for read in read_visits(visits.order_by()):
        one = at.contribution(read)
        if one is not None:
            yield one
