"""Publications that wait: for their time, or for someone else's approval.

What waits is the draft as it was when its author sent it on. Each verb locks the guide's row first,
so that two people, or two processes, never carry out the same plan twice.
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import OperationalError, transaction
from django.db.models import Min
from django.utils import timezone

from troubleshooter.content.catalogue import LiveGuide
from troubleshooter.content.checks import check
from troubleshooter.content.deciding import NOT_YOUR_OWN, NotPossible, end, locked, still
from troubleshooter.content.publishing import GuideHasProblems, Publication, frozen, publish
from troubleshooter.content.rows import content_from_rows
from troubleshooter.content.schema import GuideContent
from troubleshooter.models import Guide, PlannedPublication, PublicationState

OPEN = (PublicationState.WAITING, PublicationState.PLANNED)
MOST_SAID = 5
BROKEN = "Something went wrong that is no fault of the guide. Tell whoever runs the portal."
logger = logging.getLogger(__name__)


@transaction.atomic
def send_on(
    guide: Guide,
    *,
    author: AbstractBaseUser | None,
    note: str,
    content: GuideContent | None = None,
    publish_at: datetime | None = None,
    ask: bool = False,
) -> PlannedPublication:
    """Keep the draft (or `content`) for later: for `publish_at`, and for someone else's approval
    with `ask` or where the guide wants it. The same once more, as from a button pressed twice, is
    the same plan. Raises GuideHasProblems, and keeps nothing."""
    guide = locked(guide)
    content = content_from_rows(guide) if content is None else content
    if problems := check(content):
        raise GuideHasProblems(problems)
    stored, digest = frozen(content)
    waits = ask or guide.needs_approval
    state = PublicationState.WAITING if waits else PublicationState.PLANNED
    said = {"author": author, "note": note, "publish_at": publish_at, "state": state}
    known = guide.planned.filter(content_hash=digest, **said).first()
    if known is not None:
        return known
    planned = guide.planned.create(content=stored, content_hash=digest, **said)
    _set_next(guide)
    return planned


@transaction.atomic
def approve(planned: PlannedPublication, *, by: AbstractBaseUser) -> PlannedPublication:
    """Let it go live: at once, or at its time. Raises NotPossible for the author's own, and for
    what was decided already."""
    guide = locked(planned.guide)
    planned = still(planned, PublicationState.WAITING)
    if planned.author_id == by.pk:
        raise NotPossible(NOT_YOUR_OWN)
    planned.approved_by, planned.state = by, PublicationState.PLANNED
    planned.save(update_fields=["approved_by", "state"])
    if planned.publish_at is None or planned.publish_at <= timezone.now():
        _carry_out(planned)
    _set_next(guide)
    return planned


@transaction.atomic
def cancel(
    planned: PlannedPublication, *, by: AbstractBaseUser | None = None, words: str = ""
) -> PlannedPublication:
    """Take it back, or decline it: it will not go live. `words` say why, and `by` goes with them
    where it is not the author."""
    guide = locked(planned.guide)
    planned = still(planned, *OPEN)
    if by is not None and by.pk != planned.author_id:
        words = f"{by}: {words}"
    end(planned, PublicationState.CANCELLED, words)
    _set_next(guide)
    return planned


def carry_out_due(now: datetime | None = None) -> list[PlannedPublication]:
    """Publish everything whose time has come. What cannot be published says why, and stays back."""
    now = now or timezone.now()
    guides = Guide.objects.filter(publish_next_at__lte=now).order_by("pk")
    return [done for guide in guides for done in carry_out_due_of(guide.pk, now)]


def publish_what_is_due(guides: Iterable[LiveGuide | None]) -> bool:
    """For a visitor's page about these guides; None: nothing is live yet. Asks the database only
    where something may be due. Whatever goes wrong, the page comes. True: read the guides again."""
    now = timezone.now()
    if not any(_may_be_due(guide, now) for guide in guides):
        return False
    try:
        return bool(carry_out_due(now))
    except Exception:  # a visitor is not to suffer from an editor's plan
        logger.exception("Planned publications could not be looked after.")
        return False


def _may_be_due(guide: LiveGuide | None, now: datetime) -> bool:
    if guide is None:
        return True
    return guide.publish_next_at is not None and guide.publish_next_at <= now


@transaction.atomic
def carry_out_due_of(guide_id: int, now: datetime) -> list[PlannedPublication]:
    """Publish what is due for one guide, the earliest first."""
    guide = locked(guide_id)
    due = guide.planned.filter(state=PublicationState.PLANNED, publish_at__lte=now)
    done = [_carry_out(planned) for planned in due.order_by("publish_at", "pk")]
    _set_next(guide)
    return done


def _carry_out(planned: PlannedPublication) -> PlannedPublication:
    try:
        with transaction.atomic():
            publication = _publication(planned)
    except (GuideHasProblems, NotPossible) as error:
        logger.warning("Planned publication %s was not published: %s", planned.pk, error)
        return end(planned, PublicationState.FAILED, _in_words(error))
    except OperationalError:  # busy, or gone for a moment: the next request tries again
        raise
    except Exception:  # one that breaks must not keep others from their time for ever
        logger.exception("Planned publication %s was not published.", planned.pk)
        return end(planned, PublicationState.FAILED, BROKEN)
    planned.revision = publication.revision
    return end(planned, PublicationState.PUBLISHED, "")


def _publication(planned: PlannedPublication) -> Publication:
    """Raises NotPossible where the guide asks for approval since it was planned, or goes by another
    address: visitors would be sent to one that is not there."""
    if planned.guide.needs_approval and planned.approved_by_id is None:
        raise NotPossible("The guide needs someone else’s approval since this was planned.")
    content = GuideContent.model_validate(planned.content)
    if content.key != planned.guide.key:
        raise NotPossible("The guide’s address was changed since this was planned. Plan it anew.")
    return publish(planned.guide, content=content, author=planned.author, note=planned.note)


def _in_words(error: GuideHasProblems | NotPossible) -> str:
    """For editors: what is wrong, without the places of the guide file."""
    if isinstance(error, NotPossible):
        return str(error)
    return " ".join(f"{each.message} {each.remedy}" for each in error.problems[:MOST_SAID])


def _set_next(guide: Guide) -> None:
    """The guide's row says when to look again, so that a visitor's page need not ask."""
    due = guide.planned.filter(state=PublicationState.PLANNED)
    next_at = due.aggregate(at=Min("publish_at"))["at"]
    Guide.objects.filter(pk=guide.pk).update(publish_next_at=next_at)
