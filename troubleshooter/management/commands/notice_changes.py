"""Alerts: steps that fix less often, and settings paths that are not found any more."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from troubleshooter.content.catalogue import published
from troubleshooter.management.commands.send_digest import refuse_in_part
from troubleshooter.management.database import require_tables
from troubleshooter.management.mail.telling import tell_of_alerts
from troubleshooter.models import Guide
from troubleshooter.statistics.alerts.noticing import Noticed, notice
from troubleshooter.statistics.alerts.series import Series, series_of
from troubleshooter.statistics.queries import look


class Command(BaseCommand):
    help = (
        "Look whether a step fixes less often, or a settings path is missed more often, than it "
        "was. What got worse is an alert while it lasts, and is mailed once. Run it once a day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be new.")

    def handle(self, *, dry_run: bool, verbosity: int, **options: object) -> None:
        require_tables()
        for guide in Guide.objects.filter(live_revision__isnull=False):
            series = _series(guide)
            with transaction.atomic():
                noticed = notice(guide, series, now=timezone.now())
                transaction.set_rollback(dry_run)
            if verbosity > 0 or dry_run:
                self.stdout.writelines(f"{line}\n" for line in _lines(guide, noticed))
        if not dry_run:
            refuse_in_part(self, tell_of_alerts())


def _series(guide: Guide) -> Series:
    """Read before anything is written: a look is of one moment, and holds nobody up."""
    content = published(guide.live_revision_id)
    with look() as seen:
        return series_of(
            seen, guide.pk, content, today=timezone.localdate(), simulated=settings.DEMO
        )


def _lines(guide: Guide, noticed: Noticed) -> list[str]:
    new = [f"{guide.key}: {alert} since {alert.since}" for alert in noticed.new]
    return [*new, *(f"{guide.key}: over: {alert}" for alert in noticed.over)]
