"""Which of a guide's entries its visits refer to, without reading all events while others wait.

Taking an entry out is a transaction, and on SQLite nobody else can write meanwhile. So what events
refer to is read beforehand (`look_ahead`), and kept with the guide: up to which event, and for each
entry an event that names it. Within the transaction only events since then are read, and the
kept ones looked up by their numbers: exact, and as quick with a million visits as with none.
"""

from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple

from django.db import OperationalError, connection
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from troubleshooter.models import Estimate, Event, EventKind, Guide, Node, Visit, last_event

KIND = "references"
MESSAGE = "message"
OFFERED = {"ask": Node.QUESTION.value, "try": Node.STEP.value}
"""What the engine had on offer when an event was recorded, by the kind of its move."""
PICKING = (EventKind.STARTED.value, EventKind.PICKED.value)
COLUMNS = ("kind", "node", "key", "value", "move", "move_key")
# Reading so many events takes some milliseconds: no need to keep what they say.
LONG = 1_000
# Events that are read in one statement: some tenths of a second, and nobody waits.
AT_ONCE = 100_000


class Reference(NamedTuple):
    """An entry as events name it: a node by its key, a question also with the answer that was
    given (`value`), or a message that was picked."""

    sort: str
    key: str
    value: str = ""


Found = dict[Reference, int]
"""Each reference, and the number of an event that makes it."""


def look_ahead(guides: Iterable[Guide]) -> None:
    """Read and keep what visits of these guides refer to, before a transaction in which entries
    leave. Takes seconds for the first million visits, and next to nothing from then on. Within a
    transaction nothing is done: there it would make others wait."""
    if connection.in_atomic_block:
        return
    for guide in guides:
        event, found = _kept(guide)
        lost = found.keys() - _standing(guide, found)
        if lost or _many_since(event):
            _look(guide, event, found, lost)


def referred_to(guide: Guide, wanted: Set[Reference]) -> Set[Reference]:
    """Those that an event of a visit makes, previews left out."""
    event, kept = _kept(guide)
    kept = {one: number for one, number in kept.items() if one in wanted}
    standing = _standing(guide, kept)
    since = _numbered(_of(guide, event), wanted - standing).keys()
    lost = kept.keys() - standing - since
    return standing | since | _found_again(guide, lost, event).keys()


def _many_since(event: int) -> bool:
    """Of whichever guide: all have to be passed by."""
    since = Event.objects.filter(pk__gt=event).order_by("pk")  # previews too
    return since.values_list("pk")[LONG - 1 : LONG].exists()


def _look(guide: Guide, event: int, found: Found, lost: Set[Reference]) -> None:
    try:
        last = last_event()
    except OperationalError:  # Somebody writes for long. What is kept will do, and costs more.
        return
    found = {one: number for one, number in found.items() if one not in lost}
    found |= _found_again(guide, lost, event)
    for after in range(event, last, AT_ONCE):
        events = _of(guide, after, min(after + AT_ONCE, last))
        new = _named(events) - found.keys()
        found |= _numbered(events, new) if new else {}
    rows = [[*one, number] for one, number in sorted(found.items())]
    Estimate.objects.update_or_create(
        guide=guide,
        kind=KIND,
        asked="",
        defaults={"event": last, "visits": 0, "result": rows, "made_at": timezone.now()},
    )


def _kept(guide: Guide) -> tuple[int, Found]:
    """The event up to which was looked, and what was found."""
    row = Estimate.objects.filter(guide=guide, kind=KIND, asked="").first()
    if row is None:
        return 0, {}
    return row.event, {Reference(*one): number for *one, number in row.result}


def _standing(guide: Guide, found: Found) -> Set[Reference]:
    """Those whose event is still there: a visitor may have deleted the answers, or it grew old."""
    numbers = set(_of(guide, 0).filter(pk__in=set(found.values())).values_list("pk", flat=True))
    return {one for one, number in found.items() if number in numbers}


def _found_again(guide: Guide, lost: Set[Reference], event: int) -> Found:
    """Another event for each of these, up to this one; the latest are looked at first, since what
    was said once is mostly said often."""
    found: Found = {}
    for upto in range(event, 0, -AT_ONCE):
        missing = lost - found.keys()
        if not missing:
            break
        found |= _numbered(_of(guide, max(0, upto - AT_ONCE), upto), missing)
    return found


def _of(guide: Guide, after: int, upto: int | None = None) -> QuerySet[Event]:
    """Events of the guide's visits past one, found by their numbers. Not joined: SQLite would go
    through all visits of the guide."""
    own = Visit.objects.counted().filter(pk=OuterRef("visit_id"), guide=guide)
    events = Event.objects.filter(Exists(own), pk__gt=after).order_by()  # own: previews are out
    return events if upto is None else events.filter(pk__lte=upto)


def _named(events: QuerySet[Event]) -> Set[Reference]:
    """What they refer to. A third of what it costs to ask for their numbers as well."""
    return {one for said in events.values_list(*COLUMNS).distinct() for one in _references(*said)}


def _numbered(events: QuerySet[Event], wanted: Set[Reference]) -> Found:
    """Those of the references that they make, in one row for all that say the same."""
    found: Found = {}
    keys = {one.key for one in wanted}
    picked = Q(kind__in=PICKING, value__in=keys)
    naming = events.filter(Q(key__in=keys) | Q(move_key__in=keys) | picked)
    for *said, number in naming.values_list(*COLUMNS).annotate(last=Max("pk")):
        for one in wanted & set(_references(*said)):
            found[one] = max(number, found.get(one, 0))
    return found


def _references(
    kind: str, node: str, key: str, value: str, move: str, move_key: str
) -> Iterator[Reference]:
    if node:
        yield Reference(node, key)
    if node == Node.QUESTION and value:
        yield Reference(node, key, value)
    if move in OFFERED:
        yield Reference(OFFERED[move], move_key)
    if kind in PICKING and value:
        yield Reference(MESSAGE, value)
