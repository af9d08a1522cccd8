"""Reads what the problems of all guides need to know of the rest: links, pages, reports."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from troubleshooter.models import (
    Event,
    EventKind,
    Fact,
    Guide,
    LinkCheck,
    Question,
    SettingsPath,
    Step,
)

from .missed import DAYS, Missed, Shown, rates_of
from .rot.around import Around

PAGES_OF_A_GUIDE = ("", "#facts", "next/", "answers/", "support/", "resolved/")
# Fewer reports than this cannot make a fifth of enough visits.
FEWEST_REPORTS = 2


def surroundings() -> Around:
    """Of all guides together, in the same few queries for any number of them."""
    return Around(
        dead=dict(LinkCheck.objects.filter(alive=False).values_list("address", "reason")),
        pages=frozenset(_pages()),
        missed=_missed(),
    )


def _pages() -> Iterator[str]:
    """Every address of the portal that a text may lead to."""
    yield "/"
    for guide in Guide.objects.values_list("key", flat=True):
        yield from (f"/guides/{guide}/{below}" for below in PAGES_OF_A_GUIDE)
    for model, below in ((Question, "questions/{}/"), (Step, "steps/{}/")):
        for guide, key in model.objects.filter(retired=False).values_list("guide__key", "key"):
            yield f"/guides/{guide}/{below.format(key)}"
    for guide, key in Fact.objects.values_list("guide__key", "key"):
        yield f"/guides/{guide}/#fact-{key}"


def _missed() -> dict[tuple[str, str, str, str], Missed]:
    reported = list(_reported())
    if not reported:
        return {}
    paths = _paths([(guide, path) for guide, path, _, _ in reported])
    reported = [each for each in reported if each[:2] in paths]
    shown = [
        Shown(
            guide_id=paths[guide, path].guide_id,
            path_id=paths[guide, path].pk,
            path=path,
            platform=platform,
            versions=(version,),
        )
        for guide, path, platform, version in reported
    ]
    return dict(zip(reported, rates_of(shown), strict=True))


def _reported() -> Iterator[tuple[str, str, str, str]]:
    """What several visitors could not find: guide, path, platform and version."""
    since = timezone.now() - timedelta(days=DAYS)
    events = Event.objects.filter(
        kind=EventKind.PATH_NOT_FOUND,
        visit__preview=False,
        visit__simulated=settings.DEMO,
        visit__started_at__gte=since,
    ).exclude(visit__version="")
    names = ("visit__guide__key", "key", "visit__platform", "visit__version")
    rows = events.order_by().values(*names).annotate(n=Count("visit", distinct=True))
    for row in rows.filter(n__gte=FEWEST_REPORTS):
        guide, path, platform, version = (row[name] for name in names)
        yield guide, path, platform, version


def _paths(named: list[tuple[str, str]]) -> dict[tuple[str, str], SettingsPath]:
    wanted = set(named)
    rows = SettingsPath.objects.filter(retired=False, guide__key__in={g for g, _ in named})
    found = ((row.guide.key, row.key, row) for row in rows.select_related("guide"))
    return {(guide, key): row for guide, key, row in found if (guide, key) in wanted}
