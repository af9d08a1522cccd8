"""Filling an empty database with the made-up year: guides, what happened, and who came."""

from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

from auditlog.context import disable_auditlog
from django.db import transaction
from django.utils import timezone

from troubleshooter.content import catalogue
from troubleshooter.content.importing import import_guide
from troubleshooter.content.publishing import publish
from troubleshooter.content.reader import read_guide
from troubleshooter.content.schema import GuideContent
from troubleshooter.models import Guide, Occasion, OccasionKind, Parameters, Revision
from troubleshooter.simulation.crew import all_walks
from troubleshooter.simulation.policies import PolicyName

from .diary import Diary, Live
from .editions import NEW_VERSION, Edition, editions
from .people import YearPlan, truth_of_day, usual_truth
from .year import DAYS, OUTAGE, RELEASE, Year

SHIPPED = Path(__file__).parents[2] / "guides"
MAIN, OTHER = "icloud-backup.yaml", "printer.yaml"
# The part of all visits that goes to the second guide.
OTHER_PART = 0.1


@transaction.atomic
def fill(*, now: datetime, visits: int, seed: int, jobs: int, seen: Callable[[], None]) -> None:
    """All or nothing. `seen` is called after each of the visits. Same numbers, same year."""
    year = Year(now=timezone.localtime(now))
    others = round(visits * OTHER_PART)
    main = editions(_shipped(MAIN))
    lives = [_publish(edition, year) for edition in main]
    content = main[-1].content
    _walk(
        lives,
        YearPlan(
            **_walked(lives[-1]),
            truth=usual_truth(content),
            truth_of_day=lambda ago: truth_of_day(content, ago),
            visits=visits - others,
            seed=seed,
            year=year,
        ),
        jobs,
        seen,
    )
    other = _publish(Edition(content=_shipped(OTHER), ago=DAYS, note="The first one."), year)
    truth = usual_truth(_shipped(OTHER))
    plan = YearPlan(**_walked(other), truth=truth, visits=others, seed=seed, year=year)
    _walk([other], plan, jobs, seen)
    _note_occasions(lives[0].revision.guide, year)


def _shipped(name: str) -> GuideContent:
    content, problems = read_guide((SHIPPED / name).read_bytes())
    if content is None:
        raise ValueError(f"{name}: {problems}")
    return content


def _publish(edition: Edition, year: Year) -> Live:
    """As it was published then."""
    with disable_auditlog():
        guide = import_guide(edition.content).guide
        revision = publish(guide, note=edition.note).revision
    day = year.day(edition.ago)
    at = datetime.combine(day, time.min, year.now.tzinfo)
    Revision.objects.filter(pk=revision.pk).update(published_at=at)
    Parameters.objects.filter(revision=revision).update(created_at=at)
    revision.refresh_from_db()
    return Live(ago=edition.ago, revision=revision, parameters_id=guide.live_parameters_id)


def _walked(live: Live) -> dict[str, object]:
    """The revision that is walked for all: they differ in words only."""
    return {
        "guide": catalogue.published(live.revision.pk),
        "parameters": catalogue.parameters(live.parameters_id),
        "policies": [PolicyName.ENGINE],
        "for_events": True,
    }


def _walk(lives: list[Live], plan: YearPlan, jobs: int, seen: Callable[[], None]) -> None:
    diary = Diary(plan, lives)
    for person, walks in all_walks(plan, jobs):
        diary.add(person, walks[PolicyName.ENGINE])
        seen()
    diary.close()


def _note_occasions(guide: Guide, year: Year) -> None:
    first, last = year.day(max(OUTAGE)), year.day(min(OUTAGE))
    Occasion.objects.bulk_create(
        [
            Occasion(
                kind=OccasionKind.RELEASE, day=year.day(RELEASE), words=f"Version {NEW_VERSION}"
            ),
            Occasion(
                kind=OccasionKind.OUTAGE,
                day=first,
                until=last,
                words="iCloud was down",
                guide=guide,
            ),
        ]
    )
