"""Visits with their events, read in a bounded number at a time."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import groupby, islice
from operator import itemgetter

from django.db.models import Q, QuerySet
from django.utils import timezone

from troubleshooter.content import catalogue
from troubleshooter.models import Event, Visit

from .visit_facts import Happened, Known, Visited, known_of

AT_ONCE = 500  # visits; a database takes so many numbers in one question
VISIT_COLUMNS = (
    *("pk", "guide_id", "revision_id", "platform", "version", "simulated"),
    *("preview", "begun_by", "outage", "started_at"),
)
EVENT_COLUMNS = (
    *("visit_id", "pk", "kind", "node", "key", "value", "move", "move_key"),
    *("next_move", "next_key", "believed", "page_seconds", "unread", "place", "at"),
)
# The revisions of previews are swept, with their visits: those are counted afresh at each look.
LASTING = Q(revision__number__isnull=False)

Read = tuple[Visited, list[Happened]]


class Contents:
    """What revisions say about their nodes, each worked out once for one run over visits."""

    def __init__(self) -> None:
        self._known: dict[int, Known] = {}

    def of(self, revision: int) -> Known:
        if revision not in self._known:
            self._known[revision] = known_of(catalogue.published(revision))
        return self._known[revision]


def read_visits(visits: QuerySet[Visit], *, up_to: int | None = None) -> Iterator[Read]:
    """Each visit with its events in their sequence, up to the event with the number `up_to`.
    Visits without an event are left out. `visits` must be few: see `read_numbered` for many."""
    rows = [Visited._make(row) for row in visits.values_list(*VISIT_COLUMNS)]
    by_number = {visit.pk: visit for visit in rows}
    events = Event.objects.filter(visit__in=list(by_number))
    if up_to is not None:
        events = events.filter(pk__lte=up_to)
    ordered = events.order_by("visit_id", "sequence").values_list(*EVENT_COLUMNS)
    for number, found in groupby(ordered, key=itemgetter(0)):
        yield by_number[number], [Happened._make(row) for row in found]


def read_numbered(
    numbers: Iterable[int], *, up_to: int | None = None, guide: int | None = None
) -> Iterator[Read]:
    """The visits with these numbers but for those on swept revisions, a few hundred at a time."""
    left = iter(numbers)
    while some := list(islice(left, AT_ONCE)):
        visits = Visit.objects.filter(LASTING, pk__in=some).order_by()
        if guide is not None:
            visits = visits.filter(guide=guide)
        yield from read_visits(visits, up_to=up_to)


def numbers_on(guide: int, day: date, zone: tzinfo) -> list[int]:
    """The visits of a guide that began on a day of the zone."""
    first, after = moments_of(day, zone)
    began = Visit.objects.filter(guide=guide, started_at__gte=first, started_at__lt=after)
    return list(began.order_by("pk").values_list("pk", flat=True))


def moments_of(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """When a day of the zone begins, and when the next one does."""
    first = timezone.make_aware(datetime.combine(day, time.min), zone)
    after = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min), zone)
    return first, after
