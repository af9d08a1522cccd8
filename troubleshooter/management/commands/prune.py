"""Deleting old visits, for cron: what the figures say of them stays."""

import sys
from argparse import ArgumentParser
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from troubleshooter.management.database import require_tables
from troubleshooter.management.partitions.dropping import drop_old
from troubleshooter.management.progress import Progress
from troubleshooter.models import Visit
from troubleshooter.statistics.keeping import keep_for_good
from troubleshooter.statistics.lines import zone_of_days
from troubleshooter.statistics.reading import moments_of
from troubleshooter.visits.erasing import erase_for_good
from troubleshooter.visits.pruning import delete_visits

# A visit can be gone on with for 30 days, and for 30 more on another device.
FEWEST_DAYS = 61


class Command(BaseCommand):
    help = (
        "Delete visits that began more than VISIT_DAYS ago, with everything that was said in them. "
        "They are counted to the end before, and no count changes. Can be stopped at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days",
            type=int,
            metavar="N",
            help=f"Keep visits for so many days, in place of VISIT_DAYS; {FEWEST_DAYS} or more.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Only say how many visits would be deleted."
        )

    def handle(self, *, days: int | None, dry_run: bool, verbosity: int, **options: object) -> None:
        require_tables()
        kept = settings.VISIT_DAYS if days is None else days
        if kept == 0:
            raise CommandError("Say how long visits are kept: set VISIT_DAYS, or give --days N.")
        if kept < FEWEST_DAYS:
            raise CommandError(
                f"Visits can be gone on with for weeks: keep them {FEWEST_DAYS} days or longer."
            )
        before = timezone.now().astimezone(zone_of_days()).date() - timedelta(days=kept)
        if dry_run:
            old = Visit.objects.filter(started_at__lt=moments_of(before, zone_of_days())[0])
            self.stdout.write(f"{old.count()} visits began before {before} and would be deleted.")
            return
        deleted = self._prune(before)
        if verbosity:
            self.stdout.write(f"{deleted} visits that began before {before} were deleted.")

    def _prune(self, before: date) -> int:
        if not keep_for_good(before):
            raise CommandError(
                "Nothing was deleted: these days cannot be counted to the end yet. Somebody else "
                "may be counting, or one of the visits still goes on. Try again later."
            )
        moment, _ = moments_of(before, zone_of_days())
        for _ in drop_old(moment):
            pass
        deleted = self._delete(moment)
        erase_for_good()
        return deleted

    def _delete(self, before: datetime) -> int:
        progress = Progress(sys.stderr, Visit.objects.filter(started_at__lt=before).count())
        for number in delete_visits(before):
            progress.step(number)
        progress.end()
        return progress.done
