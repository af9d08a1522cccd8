"""What is wrong with the portal, in sentences."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from troubleshooter.management import ailments


class Command(BaseCommand):
    help = (
        "Look at the whole portal and say in sentences what is wrong and what to do. Changes "
        "nothing. Ends with status 1 where something is wrong."
    )
    requires_system_checks: list[str] = []

    def handle(self, *, verbosity: int, **options: object) -> None:
        found = [sentence for look in ailments.ALL for sentence in _said(look)]
        for sentence in dict.fromkeys(found):
            self.stdout.write(f"- {sentence}")
        if found:
            raise CommandError(f"{len(set(found))} things are wrong.")
        if verbosity:
            self.stdout.write("Nothing is wrong.")


def _said(look: ailments.Look) -> list[str]:
    """What cannot be looked at, because the database is away or has no tables, is wrong too."""
    try:
        return list(look())
    except DatabaseError as error:
        return [f"The database does not answer as it should: {str(error).strip()}."]
