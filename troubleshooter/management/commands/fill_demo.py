"""A year of made-up visits, for looking around."""

import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from troubleshooter.management.cores import cores
from troubleshooter.management.database import require_tables
from troubleshooter.management.demo.alerts import notice_in_hindsight
from troubleshooter.management.demo.filling import fill
from troubleshooter.management.progress import Progress
from troubleshooter.models import Guide, Visit

NOT_A_DEMO = "This is not a demo. Run it with DEMO=1, or run make demo."
REAL_VISITS = (
    "The database {name} has visits of people. A demo is never mixed with them. Name another "
    "database in DATABASE_URL, or none: then DEMO=1 takes one of its own."
)
VISITS = 20_000
FEWEST = 100


class Command(BaseCommand):
    help = (
        "Fill the demo's database with a year of made-up visits: seasons, a release that moves a "
        "settings path, an outage, a step that was rewritten. Leaves alone what is there already."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--visits", type=int, default=VISITS, help=f"How many ({VISITS}).")
        parser.add_argument("--seed", type=int, default=1, help="Which people.")

    def handle(self, *, visits: int, seed: int, **options: object) -> None:
        require_demo()
        if visits < FEWEST:
            raise CommandError(f"--visits must be {FEWEST} or more.")
        found = Visit.objects.order_by("-started_at").first()
        if found is None:
            self._fill(visits, seed)
        else:
            self.stdout.write(
                f"The demo is there already, up to {found.started_at:%Y-%m-%d}. For one up to "
                f"now, remove {settings.DATABASES['default']['NAME']}."
            )
        call_command("update_statistics", verbosity=0)

    def _fill(self, visits: int, seed: int) -> None:
        if Guide.objects.exists():
            raise CommandError("There are guides without visits. A demo begins with nothing.")
        now, progress = timezone.now(), Progress(sys.stderr, visits)
        fill(now=now, visits=visits, seed=seed, jobs=cores(), seen=progress.step)
        progress.end()
        self.stdout.write("Counting them")
        call_command("update_statistics", verbosity=0)
        notice_in_hindsight(now)
        self.stdout.write(f"{Visit.objects.count()} made-up visits of the last twelve months.")


def require_demo() -> None:
    """Raise CommandError unless this is a demo, and nobody's real visits are at stake."""
    if not settings.DEMO:
        raise CommandError(NOT_A_DEMO)
    require_tables()
    if Visit.objects.filter(simulated=False).exists():
        raise CommandError(REAL_VISITS.format(name=settings.DATABASES["default"]["NAME"]))
