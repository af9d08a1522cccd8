"""Working out the slow figures of the statistics ahead of whoever looks, for cron."""

from django.core.management.base import BaseCommand

from troubleshooter.management.database import require_tables
from troubleshooter.statistics.effects.estimates import update_estimates


class Command(BaseCommand):
    help = (
        "Work out the adjusted effects of the last 90 days for every published guide, where visits "
        "have moved by more than 5 in 100 since. Pages work out what is missing when somebody asks."
    )

    def handle(self, *, verbosity: int, **options: object) -> None:
        require_tables()
        made = update_estimates()
        if verbosity:
            self.stdout.write(f"{made} worked out afresh.")
