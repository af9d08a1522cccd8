"""Who has been told of something: kept, so that nobody is told twice and nobody is left out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from troubleshooter.models import Estimate, Guide


@dataclass(frozen=True, kw_only=True)
class News:
    """Something of a guide that people are told, such as the digest of a week: `kind` and `name`
    are together its own, at most 20 and 64 letters long."""

    guide: int
    kind: str
    name: str


def already_told(news: News) -> frozenset[int]:
    """The primary keys of those who know it."""
    row = Estimate.objects.filter(guide=news.guide, kind=news.kind, asked=news.name).first()
    return frozenset(row.result["told"]) if row else frozenset()


@transaction.atomic
def claim(news: News, person: int) -> bool:
    """Note that this person is told now; false where that is noted already. Before it is sent, so
    that two who send at the same time do not both send it."""
    told = _locked(news)
    if person in told:
        return False
    _keep(news, {*told, person})
    return True


@transaction.atomic
def give_back(news: News, person: int) -> None:
    """It could not be sent: the next one who sends may try again."""
    _keep(news, _locked(news) - {person})


def _locked(news: News) -> set[int]:
    """Whoever writes waits at the guide's row; there need not be one of its own yet."""
    Guide.objects.select_for_update(no_key=True).get(pk=news.guide)
    return set(already_told(news))


def _keep(news: News, told: Iterable[int]) -> None:
    people = sorted(told)
    Estimate.objects.update_or_create(
        guide_id=news.guide,
        kind=news.kind,
        asked=news.name,
        defaults={
            "event": 0,
            "visits": 0,
            "result": {"told": people},
            "made_at": timezone.now(),
        },
    )
