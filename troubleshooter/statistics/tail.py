"""What the tables do not have yet, worked out from events: small, and exact.

Three things are not in the tables: events that came after the mark; days of which events were
deleted since; previews, which are swept after a day and therefore never kept.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet

from troubleshooter.models import Event, Prepared, Revision, StaleDay, Visit

from .cells import Contribution
from .mark import Mark, is_kept
from .moment import Moment
from .reading import moments_of, read_numbered, read_visits
from .recount import count_again
from .replica import read_from
from .tally import Tally


def tail_of(guide: int, at: Moment) -> Tally:
    """What is to be added to the tables' numbers of a guide, previews left out."""
    found = Tally()
    stale = {(guide, day) for day in stale_days(guide, at.mark)}
    for _, day in stale:
        count_again(found, guide, day, at)
    add_changes(found, visits_after(at.mark.event), stale, at, guide=guide)
    return found


def visits_after(event: int, up_to: int | None = None) -> set[int]:
    """The visits that have an event past this one. Not told apart by the database: for that SQLite
    would walk its index of all events by visit."""
    if up_to is None:
        return {visit for (visit,) in VISITS_AFTER.rows(event, using=read_from())}
    return set(_visits_after(event).filter(pk__lte=up_to).values_list("visit_id", flat=True))


def _visits_after(event: int) -> QuerySet[Event]:
    return Event.objects.filter(pk__gt=event).order_by("pk")


VISITS_AFTER = Prepared(
    query=lambda event: _visits_after(event).values_list("visit_id"), holes=(0,)
)
STALE = Prepared(
    query=lambda guide: StaleDay.objects.filter(guide=guide).values_list("day"), holes=(0,)
)
DRAFTS = Prepared(
    query=lambda guide: Revision.objects.filter(guide=guide, number=None).values_list("pk")[:1],
    holes=(0,),
)


def stale_days(guide: int, mark: Mark) -> set[date]:
    return {day for (day,) in STALE.rows(guide, using=read_from()) if not is_kept(mark, day)}


def add_changes(
    into: Tally,
    numbers: Iterable[int],
    stale: set[tuple[int, date]],
    at: Moment,
    *,
    guide: int | None = None,
    up_to: int | None = None,
) -> None:
    """For visits of which more is known than the tables count: take off what they hold of each,
    and add what it comes to by now, or by the event `up_to`. Guides' days that are `stale` are left
    out: they are counted as a whole."""
    for read in read_numbered(numbers, up_to=up_to, guide=guide):
        day = at.day_of(read[0].started_at)
        if (read[0].guide, day) in stale or is_kept(at.mark, day):
            continue
        if read[1] and min(event.pk for event in read[1]) <= at.mark.event:
            into.take_off(at.contribution(read, up_to=at.mark.event))
        into.add(at.contribution(read))


def previews_of(guide: int, at: Moment, since: date, until: date) -> Iterator[Contribution]:
    """What previews on revisions that will be swept come to. There are few, found by revision."""
    if not DRAFTS.rows(guide, using=read_from()):
        return
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
