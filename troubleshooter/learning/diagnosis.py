"""Support says what the actual cause was: the cheapest lesson there is."""

from django.core import signing
from django.db import transaction
from django.utils import timezone

from troubleshooter.content import catalogue
from troubleshooter.models import Event, EventKind, Node, Outcome, Visit

from .errors import BadLink, UnknownCause, VisitForgotten

# One purpose, one salt: a token that was signed for anything else opens nothing here.
SALT = "troubleshooter.learning.diagnosis"
LINK_DAYS = 60


def link_token(visit_id: int) -> str:
    """A signed token that lets its holder name the cause of this visit, for 60 days."""
    return signing.dumps(visit_id, salt=SALT)


def visit_of(token: str) -> Visit:
    """The visit that a token was signed for. Raises BadLink, VisitForgotten."""
    try:
        visit_id = signing.loads(token, salt=SALT, max_age=LINK_DAYS * 24 * 3600)
    except signing.BadSignature as error:
        raise BadLink(type(error).__name__) from error
    return _found(Visit.objects.filter(pk=visit_id).first(), visit_id)


def named_cause(visit: Visit) -> str:
    """The key of the cause that support named last, or ""."""
    named = visit.events.filter(kind=EventKind.DIAGNOSED).order_by("-sequence").first()
    return named.key if named else ""


@transaction.atomic
def name_cause(visit_id: int, *, cause: str) -> None:
    """Record what the actual cause was. Said twice it is recorded once; said otherwise, the last
    word counts. Raises UnknownCause, VisitForgotten."""
    visit = _found(Visit.objects.select_for_update().filter(pk=visit_id).first(), visit_id)
    if cause not in catalogue.published(visit.revision_id).causes:
        raise UnknownCause(cause)
    if named_cause(visit) == cause:
        return
    event = _diagnosed(visit, cause)
    event.save(force_insert=True)
    visit.last_sequence, visit.last_event_at = event.sequence, event.at
    visit.save(update_fields=["last_sequence", "last_event_at"])


def _found(visit: Visit | None, visit_id: int) -> Visit:
    if visit is None or visit.outcome == Outcome.FORGOTTEN:
        raise VisitForgotten(visit_id)
    return visit


def _diagnosed(visit: Visit, cause: str) -> Event:
    given = visit.events.filter(kind__in=(EventKind.ANSWERED, EventKind.RESULT)).count()
    taken_back = visit.events.filter(kind=EventKind.TAKEN_BACK).count()
    return Event(
        visit=visit,
        sequence=visit.last_sequence + 1,
        kind=EventKind.DIAGNOSED,
        node=Node.CAUSE,
        key=cause,
        place=given - taken_back,
        revision_id=visit.revision_id,
        parameters_id=visit.parameters_id,
        at=timezone.now(),
    )
