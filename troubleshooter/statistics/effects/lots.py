"""Visits whose order was left to chance, read from their events."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.engine import Evidence, Result
from troubleshooter.models import BegunBy, Event, EventKind, Node, Outcome

from ..filters import Filters
from .logged import Met, Went
from .observing import visits_under

# Each costs the engine a decision or more, until it goes another way than the changed guide.
MOST_VISITS = 2_000
SAYING = frozenset({EventKind.ANSWERED.value, EventKind.RESULT.value, EventKind.CHANGED.value})
MOVING = frozenset({EventKind.ANSWERED.value, EventKind.RESULT.value, EventKind.HANDED_OVER.value})
DECLINED = (Result.COULD_NOT, Result.NOT_FOUND)
DONE = (Result.FIXED, Result.NO_HELP)


def visits_by_lot(filters: Filters, guide: PublishedGuide) -> tuple[Went, ...]:
    """The latest visits of this revision, up to `MOST_VISITS`; none where the guide neither
    explores nor holds out, since chance has no part in it then."""
    if not guide.content.explore and not guide.content.hold_out:
        return ()
    visits = visits_under(filters).filter(
        revision=guide.revision_id, preview=False, outage=False, begun_by=BegunBy.VISITOR
    )
    ended = visits.exclude(outcome__in=(Outcome.FORGOTTEN, Outcome.WORKED_AROUND))
    latest = ended.order_by("-pk").values_list("pk", flat=True)[:MOST_VISITS]
    events = Event.objects.filter(visit__in=list(latest)).select_related("visit")
    rows = events.order_by("visit_id", "sequence")
    return tuple(_went(list(of)) for _, of in groupby(rows, key=attrgetter("visit_id")))


def _went(events: Sequence[Event]) -> Went:
    visit = events[0].visit
    given = _given(events)
    steps = {key: value for (node, key), value in given.items() if node == Node.STEP}
    return Went(
        arm=visit.arm,
        met=tuple(_met(events)),
        asked=tuple(key for node, key in given if node == Node.QUESTION),
        done=tuple(key for key, value in steps.items() if value in DONE),
        declined=sum(value in DECLINED for value in steps.values()),
        resolved=visit.outcome == Outcome.RESOLVED,
        ended=visit.outcome in (Outcome.RESOLVED, Outcome.HANDED_OVER),
    )


def _met(events: Sequence[Event]) -> Iterator[Met]:
    """What was on offer whenever something was said, under all that had been said before."""
    for at, event in enumerate(events):
        if event.kind in MOVING and event.move:
            yield Met(
                evidence=_evidence(_given(events[:at])),
                kind=event.move,
                key=event.move_key,
                propensity=max(event.propensity, 1e-6),
            )


def _given(events: Iterable[Event]) -> dict[tuple[str, str], str]:
    given: dict[tuple[str, str], str] = {}
    for event in events:
        if event.kind in SAYING:
            given[event.node, event.key] = event.value
        elif event.kind == EventKind.TAKEN_BACK:
            given.pop((event.node, event.key), None)
    return given


def _evidence(given: dict[tuple[str, str], str]) -> Evidence:
    questions = {key: value for (node, key), value in given.items() if node == Node.QUESTION}
    steps = {key: Result(value) for (node, key), value in given.items() if node == Node.STEP}
    return Evidence(questions=questions, steps=steps)
