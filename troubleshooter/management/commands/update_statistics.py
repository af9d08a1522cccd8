"""Folding what happened into the counts, for cron."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from troubleshooter.management.database import require_tables
from troubleshooter.statistics.folding import fold, usual_batch
from troubleshooter.statistics.mark import current_mark


class Command(BaseCommand):
    help = (
        "Fold new events into the counts by day and month that the statistics are read from. Twice "
        "at once is fine. Figures are exact without it; after many new visits they come sooner."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--batch",
            type=int,
            default=usual_batch(),
            metavar="N",
            help=f"So many events in one transaction ({usual_batch()}). Fewer take less memory.",
        )

    def handle(self, *, batch: int, verbosity: int, **options: object) -> None:
        require_tables()
        done = fold(batch=max(1, batch))
        if verbosity:
            event = current_mark().event
            more = "" if done else " Somebody else is counting on."
            self.stdout.write(f"Counted up to event {event}.{more}")
