"""Planned publications whose time has come, for a timer such as cron."""

from django.core.management.base import BaseCommand, CommandError

from troubleshooter.editing.plans import carry_out_due
from troubleshooter.management.database import require_tables
from troubleshooter.models import PublicationState


class Command(BaseCommand):
    help = (
        "Publish what editors planned, once its time has come. Running it again, or twice at once, "
        "publishes nothing twice."
    )

    def handle(self, **options: object) -> None:
        require_tables()
        done = carry_out_due()
        if not done and options["verbosity"] > 0:
            self.stdout.write("Nothing was due.")
        for planned in done:
            if planned.state == PublicationState.PUBLISHED:
                if options["verbosity"] == 0:
                    continue
                number = planned.revision.number
                self.stdout.write(f"{planned.guide.key}: published as revision {number}")
            else:
                self.stderr.write(f"{planned.guide.key}: not published: {planned.problem}")
        if any(planned.state == PublicationState.FAILED for planned in done):
            raise CommandError("Not everything could be published. Visitors see what they saw.")
