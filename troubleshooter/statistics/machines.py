"""Whether a visit was made by a machine, and why else it may be left out."""

from collections.abc import Sequence

from troubleshooter.models import BegunBy, Exclusion

from .visit_facts import ANSWERED, CHANGED, PICKED, RESULT, STARTED, Happened, Known, Visited

# No person reads a page and answers it in less than a second.
QUICKEST = 1.0
# So many answers at more than one per second are no run of luck.
MANY = 5
OWN = frozenset({ANSWERED, RESULT})
NEW = frozenset({ANSWERED, RESULT, CHANGED})
PICKING = frozenset({STARTED, PICKED})
BROUGHT = frozenset({ANSWERED, CHANGED})
NONE: frozenset[str] = frozenset()


def exclusion_of(visit: Visited, events: Sequence[Happened], known: Known) -> str:
    """Why the visit does not count, the first reason that holds; "" when it counts."""
    if visit.preview:
        return Exclusion.PREVIEW.value
    if visit.begun_by == BegunBy.STAFF:
        return Exclusion.STAFF.value
    if is_machine(visit, events, known):
        return Exclusion.MACHINE.value
    if visit.begun_by == BegunBy.FLOOD:
        return Exclusion.FLOOD.value
    return Exclusion.OUTAGE.value if visit.outage else Exclusion.NONE.value


def is_machine(visit: Visited, events: Sequence[Happened], known: Known) -> bool:
    """Too quick for a person, in the first answer or in many; or answers without a page. Who says
    nothing is judged by how the visit was begun."""
    brought = _brought(events, known)
    own = [at for at, event in enumerate(events) if event.kind in NEW and at not in brought]
    answers = [at for at in own if events[at].kind in OWN]
    if any(events[at].unread for at in own):
        return True
    if not answers:
        return _began_unread(events)
    if _seconds_on_page(visit, events, answers[0]) < QUICKEST:
        return True
    first, last = events[answers[0]].at, events[answers[-1]].at
    return len(answers) >= MANY and len(answers) - 1 > (last - first).total_seconds()


def _brought(events: Sequence[Happened], known: Known) -> set[int]:
    """The positions of the answers that a picked message brought along, in the same moment as it
    was picked: nobody typed those."""
    found: set[int] = set()
    for picking, event in enumerate(events):
        questions = known.brought.get(event.value, NONE) if event.kind in PICKING else NONE
        for at in range(picking + 1, len(events) if questions else 0):
            then = events[at]
            if then.kind not in BROUGHT or then.key not in questions or then.at != event.at:
                break
            found.add(at)
    return found


def _began_unread(events: Sequence[Happened]) -> bool:
    start = events[0]
    quick = start.page_seconds is not None and start.page_seconds < QUICKEST
    return start.kind == STARTED and (start.unread or quick)


def _seconds_on_page(visit: Visited, events: Sequence[Happened], at: int) -> float:
    """How long the page was open before it was answered; where that is not known, the time since
    what came before."""
    if events[at].page_seconds is not None:
        return events[at].page_seconds
    before = events[at - 1].at if at else visit.started_at
    return (events[at].at - before).total_seconds()
