"""Events in parts, once a month, for cron: so that `prune` lets go of old ones at once."""

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from troubleshooter.management.database import require_tables
from troubleshooter.management.partitions.cutting import cut
from troubleshooter.management.partitions.known import parts


class Command(BaseCommand):
    help = (
        "Close the part of the events that grows, and begin the next; the first time make the "
        "table the first part. Only on PostgreSQL. Visitors go on meanwhile."
    )

    def handle(self, *, verbosity: int, **options: object) -> None:
        require_tables()
        if connection.vendor != "postgresql":
            raise CommandError(
                "The embedded database has no parts, and needs none. This is for PostgreSQL."
            )
        try:
            closed = cut()
        except OperationalError as error:
            raise CommandError(
                "It was never its turn: somebody holds the events for long. Nothing was changed; "
                "try again at a quiet hour."
            ) from error
        if verbosity:
            self.stdout.write(
                f"{closed.table} is closed: events of visits up to number {closed.end - 1}. "
                f"There are {len(parts())} parts."
            )
