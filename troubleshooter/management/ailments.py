"""What can be wrong with a portal that runs: each as a sentence, with what to do about it."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import Tags, run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from troubleshooter.models import (
    Delivery,
    DeliveryState,
    Event,
    Guide,
    PlannedPublication,
    PublicationState,
    Visit,
)
from troubleshooter.statistics.mark import current_mark

LEAST_FREE = 1_000_000_000  # bytes
UNFOLDED = 50_000  # events: folding them takes whoever looks next some seconds
LATE = timedelta(hours=1)
RECENTLY = timedelta(days=14)

Look = Callable[[], Iterator[str]]


def of_settings() -> Iterator[str]:
    deploy = bool(settings.SECURE_SSL_REDIRECT)
    found = run_checks(include_deployment_checks=deploy)
    found += run_checks(tags=[Tags.database], databases=["default"])
    yield from (f"{one.msg} {one.hint or ''}".strip() for one in found if not one.is_silenced())


def of_tables() -> Iterator[str]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield f"{len(missing)} changes of the tables were not made yet. Run: manage.py migrate"


def of_files() -> Iterator[str]:
    try:
        staticfiles_storage.url("troubleshooter/portal.css")
    except ValueError:
        yield "Styles and scripts were not collected. Run: manage.py collectstatic --noinput"
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < LEAST_FREE:
        yield f"Only {free // 1_000_000} MB are free where {settings.DATA_DIR} lies. Make room."
    for folder in (settings.DATA_DIR, settings.MEDIA_ROOT):
        if not _can_be_written(Path(folder)):
            yield f"Nothing can be written to {folder}. Give it to the user that runs the portal."


def _can_be_written(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mark = folder / ".doctor"
        mark.touch()
        mark.unlink()
    except OSError:
        return False
    return True


def of_guides() -> Iterator[str]:
    if not Guide.objects.filter(live_revision__isnull=False, withdrawn=False).exists():
        yield "No guide is live: visitors find nothing. Publish one."
    now = timezone.now()
    plans = PlannedPublication.objects.select_related("guide")
    failed = plans.filter(state=PublicationState.FAILED, ended_at__gte=now - RECENTLY)
    for plan in failed:
        yield f"A planned publication of “{plan.guide}” failed: {plan.problem} See its page."
    for plan in plans.filter(state=PublicationState.PLANNED, publish_at__lt=now - LATE):
        yield f"A planned publication of “{plan.guide}” is late. Let cron run publish_planned."


def of_figures() -> Iterator[str]:
    waiting = Event.objects.filter(pk__gt=current_mark().event).count()
    if waiting > UNFOLDED:
        yield (
            f"{waiting} events are not in the counts of the statistics yet, so the next look is "
            "slow. Run: manage.py update_statistics, and let cron do it."
        )


def of_hand_overs() -> Iterator[str]:
    now = timezone.now()
    late = Delivery.objects.filter(state=DeliveryState.WAITING, made_at__lt=now - LATE)
    for number, words in (
        (late.count(), "have waited for over an hour. Let cron run send_handovers"),
        (
            Delivery.objects.filter(state=DeliveryState.GIVEN_UP).count(),
            "were given up. See them in the admin",
        ),
    ):
        if number:
            yield f"{number} hand-overs to the help desk {words}."


def of_old_visits() -> Iterator[str]:
    days = settings.VISIT_DAYS
    if not days:
        return
    # A night or two may be missed.
    before = timezone.now() - timedelta(days=days + 3)
    if Visit.objects.filter(started_at__lt=before).exists():
        yield f"There are visits of more than {days} days ago. Let cron run prune."


ALL: tuple[Look, ...] = (
    of_settings,
    of_tables,
    of_files,
    of_guides,
    of_figures,
    of_hand_overs,
    of_old_visits,
)
