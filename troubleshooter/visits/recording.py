"""Adding events to a visit, with what the visitor was being shown at that moment."""

from django.utils import timezone

from troubleshooter.engine import Parameters, believe
from troubleshooter.models import Event, EventKind, Node, Outcome, Visit, insert, update

from .entries import Entry
from .offering import Offered
from .page_stamps import NOT_BY_FORM, Sent
from .queries import OpenVisit, numbers_for
from .showing import Shown, shown_after
from .state import Standing

RESULTS = {EventKind.RESULT, EventKind.CHANGED}


def record(
    here: OpenVisit,
    *entries: Entry | None,
    sent: Sent = NOT_BY_FORM,
    shown: Shown | None = None,
    outcome: Outcome | None = None,
) -> OpenVisit:
    """Append the entries of one request, as far as there are any, and bring the visit's row up to
    date: one insert each, one update. `shown` is the page that follows, if it is not the next move.

    The caller holds the visit's lock, so the sequence has no gap and no double; the database
    refuses both all the same.
    """
    said = [entry for entry in entries if entry is not None]
    if not said:
        return here
    events: list[Event] = []
    for entry in said:
        before = here.offered
        event, here = _taken_in(here, entry)
        event.page_seconds, event.unread = sent.page_seconds, sent.unread
        events.append(event)
    after = shown or shown_after(said[-1], here, lambda: here.offered, before=before)
    events[-1].next_move, events[-1].next_key = after.move, after.key
    _append(here.visit, events, outcome or here.outcome)
    return here


def _append(visit: Visit, events: list[Event], outcome: Outcome) -> None:
    now = timezone.now()
    for sequence, event in enumerate(events, start=visit.last_sequence + 1):
        event.sequence, event.at = sequence, now
    insert(events)
    visit.last_sequence, visit.last_event_at, visit.outcome = sequence, now, outcome
    update(visit, "last_sequence", "last_event_at", "outcome")


def _taken_in(here: OpenVisit, entry: Entry) -> tuple[Event, OpenVisit]:
    """The entry as an event, without its number and time, and where the visit stands after it."""
    believed = believed_before(entry, here, numbers_for(here.visit))
    event = event_of(here.visit, entry, here.offered, place=here.state.place, believed=believed)
    return event, here.with_state(here.state.after(entry))


def believed_before(entry: Entry, here: Standing, numbers: Parameters) -> list[int] | None:
    """P(the cause is still there) in thousandths, in the order of the guide's causes, before what a
    step did is taken in; None for all else that can be said."""
    if entry.node != Node.STEP or entry.kind not in RESULTS:
        return None
    belief = believe(here.guide.engine, numbers, here.state.evidence)
    return [round(1000 * share) for share in belief.still_present.values()]


def event_of(
    visit: Visit, entry: Entry, offered: Offered, *, place: int, believed: list[int] | None
) -> Event:
    """An event of the visit, not saved: what was said, and what was on offer and believed."""
    would_be = offered.in_place_of
    return Event(
        visit=visit,
        kind=entry.kind,
        node=entry.node,
        key=entry.key,
        value=entry.value,
        move=offered.move.kind,
        move_key=offered.move.key,
        propensity=offered.propensity,
        shadow_move=would_be.kind if would_be else "",
        shadow_key=would_be.key if would_be else "",
        believed=believed,
        place=place,
        revision_id=visit.revision_id,
        parameters_id=visit.parameters_id,
    )
