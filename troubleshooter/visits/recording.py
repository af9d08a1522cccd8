"""Adding one event to a visit, with what the visitor was being shown at that moment."""

from django.utils import timezone

from troubleshooter.models import Event, EventKind, Node, Outcome

from .queries import OpenVisit


def record(
    here: OpenVisit,
    kind: EventKind,
    node: Node = Node.NONE,
    key: str = "",
    value: str = "",
    *,
    outcome: Outcome | None = None,
) -> OpenVisit:
    """Append the event and bring the visit's row up to date: one insert, one update.

    The caller holds the visit's lock, so the sequence has no gap and no double; the database
    refuses both all the same.
    """
    visit = here.visit
    event = Event(
        visit=visit,
        sequence=visit.last_sequence + 1,
        kind=kind,
        node=node,
        key=key,
        value=value,
        move=here.move.kind,
        move_key=here.move.key,
        place=here.state.place,
        revision_id=visit.revision_id,
        parameters_id=visit.parameters_id,
        at=timezone.now(),
    )
    event.save(force_insert=True)
    after = here.with_state(here.state.after(event))
    visit.last_sequence, visit.last_event_at = event.sequence, event.at
    visit.outcome = outcome or after.outcome
    visit.save(update_fields=["last_sequence", "last_event_at", "outcome"])
    return after
