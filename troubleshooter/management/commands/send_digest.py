"""The week's figures to those who may see them."""

from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from troubleshooter.management.database import require_tables
from troubleshooter.management.mail.digest import digest_letter
from troubleshooter.management.mail.letters import Letter
from troubleshooter.management.mail.sending import Sent, send
from troubleshooter.models import Guide
from troubleshooter.statistics.digest import Digest, digest_of, week_before
from troubleshooter.statistics.queries import look
from troubleshooter.statistics.told import News

KIND = "digest"


class Command(BaseCommand):
    help = (
        "Mail the figures of last week, Monday to Sunday, to every account that was given the "
        "right to see the statistics and has an address. Nobody gets a week twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="Also to those who have it.")
        parser.add_argument("--dry-run", action="store_true", help="Print it, and send nothing.")

    def handle(self, *, again: bool, dry_run: bool, verbosity: int, **options: object) -> None:
        require_tables()
        since, until = week_before(timezone.localdate())
        digests = digests_of(since)
        if not digests:
            self._say(verbosity, f"No visits from {since} to {until}: there is nothing to tell.")
        elif dry_run:
            printed = digest_letter(list(digests.values()))
            self.stdout.write(f"Subject: {printed.subject}\n\n{printed.text}")
        else:
            self._send(digests, since, again=again, verbosity=verbosity)

    def _send(
        self, digests: dict[int, Digest], since: date, *, again: bool, verbosity: int
    ) -> None:
        def write(news: Sequence[News]) -> Letter:
            return digest_letter([digests[one.guide] for one in news])

        news = [News(guide=guide, kind=KIND, name=f"week {since}") for guide in digests]
        sent = send(news, write, again=again)
        self._say(verbosity, f"Sent: {sent.letters}")
        refuse_in_part(self, sent)

    def _say(self, verbosity: int, words: str) -> None:
        if verbosity > 0:
            self.stdout.write(words)


def digests_of(since: date) -> dict[int, Digest]:
    """By guide, of all guides that anything can be told of, in the editors' order. One snapshot."""
    guides = Guide.objects.filter(live_revision__isnull=False)
    with look() as seen:
        found = {
            guide.pk: digest_of(seen, guide, since=since, simulated=settings.DEMO)
            for guide in guides
        }
    return {pk: digest for pk, digest in found.items() if digest is not None}


def refuse_in_part(command: BaseCommand, sent: Sent) -> None:
    """Say what could not be sent, and end with status 1."""
    for name, reason in sent.failed:
        command.stderr.write(f"{name}: {reason}")
    if not sent.whole:
        more = f", and {sent.left} were not tried" if sent.left else ""
        raise CommandError(
            f"{len(sent.failed)} could not be sent{more}. Run it again: it goes on there."
        )
