"""Publications that need somebody: requests that wait for an answer, and plans that failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from troubleshooter.models import PlannedPublication, PublicationState, Revision

PUBLISH = "troubleshooter.publish_guide"
FAILED_FOR = timedelta(days=14)  # after that, whoever cared has dealt with it some other way


@dataclass(frozen=True, kw_only=True)
class Undecided:
    """How many of a guide's publications a person can do something about."""

    waiting: int = 0
    failed: int = 0


NONE = Undecided()


def undecided_for(person: AbstractBaseUser) -> Mapping[int, Undecided]:
    """By guide. Two queries, whatever waits. Requests are told to those who may answer them: who
    may publish, and did not ask. Failures are told to those who may publish, and to their author.
    """
    publisher, own = person.has_perm(PUBLISH), Q(author=person.pk)
    waiting = _waiting().exclude(own) if publisher else PlannedPublication.objects.none()
    failed = _failed() if publisher else _failed().filter(own)
    requests, failures = _guides(waiting), _guides(failed)
    return {
        guide: Undecided(waiting=requests.count(guide), failed=failures.count(guide))
        for guide in {*requests, *failures}
    }


def _guides(publications: QuerySet[PlannedPublication]) -> list[int]:
    return list(publications.order_by().values_list("guide_id", flat=True))


def _waiting() -> QuerySet[PlannedPublication]:
    return PlannedPublication.objects.filter(state=PublicationState.WAITING)


def _failed() -> QuerySet[PlannedPublication]:
    """What failed lately, as long as nobody went on: published it, or sent something on again.
    Numbers that a command learnt ask by themselves, so they do not count."""
    published = Revision.objects.filter(
        guide=OuterRef("guide"), number__isnull=False, published_at__gt=OuterRef("ended_at")
    )
    sent_on = PlannedPublication.objects.filter(
        guide=OuterRef("guide"), created_at__gt=OuterRef("ended_at"), author__isnull=False
    )
    since = timezone.now() - FAILED_FOR
    failed = PlannedPublication.objects.filter(state=PublicationState.FAILED, ended_at__gte=since)
    return failed.exclude(Exists(published)).exclude(Exists(sent_on))
