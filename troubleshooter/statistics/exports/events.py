"""Every event as a row, in a bounded number of visits at a time. The columns: docs/statistics.md.

No token, no name, nothing that anybody wrote: an event holds keys of the guide and times only.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from django.db.models import Max, Q, QuerySet

from troubleshooter.models import Event, Visit

from ..filters import Filters
from ..lines import zone_of_days
from ..machines import exclusion_of
from ..reading import AT_ONCE, EVENT_COLUMNS, VISIT_COLUMNS, Contents, moments_of
from ..replica import read_from
from ..visit_facts import Happened, Visited, told

COLUMNS = (
    "visit", "began", "revision", "platform", "version", "simulated", "exclusion",
    "sequence", "at", "kind", "node", "key", "value", "place",
    "move", "move_key", "propensity", "next_move", "next_key",
    "believed", "page_seconds", "unread",
)  # fmt: skip
MORE = ("sequence", "propensity")
Row = list[str | int | float | bool | None]


def event_rows(f: Filters, numbers: Mapping[int, int | None]) -> Iterator[Row]:
    """The events of the filters' visits in the order of `COLUMNS`, by visit and sequence.

    `numbers`: the number of each revision, by its primary key. Events that are recorded while the
    rows are read are left out; visits that are deleted meanwhile too. They are read where the look
    reads in which this is called, also when that has ended.
    """
    return _all_rows(f, numbers, read_from())


def _all_rows(f: Filters, numbers: Mapping[int, int | None], place: str) -> Iterator[Row]:
    of_place = Event.objects.using(place)
    last_event = of_place.aggregate(last=Max("pk"))["last"] or 0
    contents, after = Contents(), 0
    while visits := list(_visits(f).using(place).filter(pk__gt=after)[:AT_ONCE]):
        some = [Visited._make(row) for row in visits]
        after = some[-1].pk
        yield from _rows(some, f, contents, of_place.filter(pk__lte=last_event), numbers)


def _visits(f: Filters) -> QuerySet[Visit]:
    zone = zone_of_days()
    first, _ = moments_of(f.since, zone)
    _, after = moments_of(f.until, zone)
    wanted = Q(guide=f.guide, simulated=f.simulated, started_at__gte=first, started_at__lt=after)
    for name in ("revision", "platform", "version"):
        value = getattr(f, name)
        if value is not None:
            wanted &= Q(**{name: value})
    if "preview" not in f.include:
        wanted &= Q(preview=False, revision__number__isnull=False)
    return Visit.objects.filter(wanted).order_by("pk").values_list(*VISIT_COLUMNS)


def _rows(
    visits: Sequence[Visited],
    f: Filters,
    contents: Contents,
    known: QuerySet[Event],
    numbers: Mapping[int, int | None],
) -> Iterator[Row]:
    by_number = {visit.pk: visit for visit in visits}
    events = known.filter(visit__in=list(by_number))
    ordered = events.order_by("visit_id", "sequence").values_list(*EVENT_COLUMNS, *MORE)
    for number, found in groupby(ordered, key=itemgetter(0)):
        visit, rows = by_number[number], list(found)
        exclusion = _exclusion(visit, rows, contents)
        if not exclusion or exclusion in f.include:
            about = _about(visit, numbers.get(visit.revision), exclusion)
            yield from ([*about, *_event(row)] for row in rows)


def _exclusion(visit: Visited, rows: Iterable[tuple], contents: Contents) -> str:
    own = told(Happened._make(row[: len(EVENT_COLUMNS)]) for row in rows)
    return exclusion_of(visit, own, contents.of(visit.revision)) if own else ""


def _about(visit: Visited, revision: int | None, exclusion: str) -> Row:
    return [
        visit.pk,
        _moment(visit.started_at),
        revision,
        visit.platform,
        visit.version,
        visit.simulated,
        exclusion,
    ]


def _event(row: tuple) -> Row:
    event = Happened._make(row[: len(EVENT_COLUMNS)])
    sequence, propensity = row[len(EVENT_COLUMNS) :]
    return [
        sequence,
        _moment(event.at),
        event.kind,
        event.node,
        event.key,
        event.value,
        event.place,
        event.move,
        event.move_key,
        propensity,
        event.next_move,
        event.next_key,
        " ".join(map(str, event.believed or ())),
        None if event.page_seconds is None else round(event.page_seconds, 3),
        event.unread,
    ]


def _moment(at: datetime) -> str:
    """In the portal's time zone, to the second, with the distance to universal time."""
    return at.astimezone(zone_of_days()).isoformat(timespec="seconds")
