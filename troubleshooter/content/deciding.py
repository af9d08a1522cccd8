"""Deciding about what waits to go live: behind the guide's lock, once, and with what came of it."""

from django.utils import timezone

from troubleshooter.models import Guide, PlannedPublication, PublicationState

NOT_YOUR_OWN = "Someone other than the author must approve."


class NotPossible(Exception):
    """It cannot be carried out by this person, or not any more; the words say why."""


def locked(guide: Guide | int) -> Guide:
    """The guide's row, held to the end of the transaction."""
    pk = guide if isinstance(guide, int) else guide.pk
    return Guide.objects.select_for_update(no_key=True).get(pk=pk)


def still(planned: PlannedPublication, *states: PublicationState) -> PlannedPublication:
    """The row as it is now, behind the guide's lock. Raises NotPossible where it is decided."""
    now = PlannedPublication.objects.select_related("guide", "author").get(pk=planned.pk)
    if now.state not in states:
        raise NotPossible("This was decided already. Look at how it stands now.")
    return now


def end(planned: PlannedPublication, state: PublicationState, problem: str) -> PlannedPublication:
    planned.state, planned.problem, planned.ended_at = state, problem, timezone.now()
    planned.save(update_fields=["state", "problem", "ended_at", "revision"])
    return planned
