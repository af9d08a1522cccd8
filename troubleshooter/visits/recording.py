"""Adding one event to a visit, with what the visitor was being shown at that moment."""

from datetime import datetime

from django.utils import timezone

from troubleshooter.models import Event, Outcome, Visit

from .entries import Entry
from .offering import Offered
from .queries import OpenVisit


def record(here: OpenVisit, entry: Entry | None, *, outcome: Outcome | None = None) -> OpenVisit:
    """Append the entry, if there is one, and bring the visit's row up to date: one insert, one
    update.

    The caller holds the visit's lock, so the sequence has no gap and no double; the database
    refuses both all the same.
    """
    if entry is None:
        return here
    visit, now = here.visit, timezone.now()
    event = event_of(visit, entry, here.offered, place=here.state.place, at=now)
    event.save(force_insert=True)
    after = here.with_state(here.state.after(entry))
    visit.last_sequence, visit.last_event_at = event.sequence, event.at
    visit.outcome = outcome or after.outcome
    visit.save(update_fields=["last_sequence", "last_event_at", "outcome"])
    return after


def event_of(visit: Visit, entry: Entry, offered: Offered, *, place: int, at: datetime) -> Event:
    """The next event of the visit, not saved: what was said, where, and what was on offer."""
    would_be = offered.in_place_of
    return Event(
        visit=visit,
        sequence=visit.last_sequence + 1,
        kind=entry.kind,
        node=entry.node,
        key=entry.key,
        value=entry.value,
        move=offered.move.kind,
        move_key=offered.move.key,
        propensity=offered.propensity,
        shadow_move=would_be.kind if would_be else "",
        shadow_key=would_be.key if would_be else "",
        place=place,
        revision_id=visit.revision_id,
        parameters_id=visit.parameters_id,
        at=at,
    )
