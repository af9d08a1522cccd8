"""Working out the slow figures of the statistics ahead of whoever looks, for cron."""

from django.core.management.base import BaseCommand

from troubleshooter.content.references import look_ahead
from troubleshooter.management.database import require_tables
from troubleshooter.models import Guide
from troubleshooter.statistics.effects.estimates import update_estimates


class Command(BaseCommand):
    help = (
        "Work out the adjusted effects of the last 90 days for every published guide, where visits "
        "have moved by more than 5 in 100 since. Pages work out what is missing when somebody "
        "asks. Notes, too, which entries of each guide visits refer to, for when one is taken out."
    )

    def handle(self, *, verbosity: int, **options: object) -> None:
        require_tables()
        look_ahead(Guide.objects.all())
        made = update_estimates()
        if verbosity:
            self.stdout.write(f"{made} worked out afresh.")
