"""Whether the web addresses in guides still answer."""

import sys
from argparse import ArgumentParser, ArgumentTypeError

from django.core.management.base import BaseCommand

from troubleshooter.editing.links.checking import Manners, addresses_of_all, check_links
from troubleshooter.management.database import require_tables
from troubleshooter.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Ask for every web address that a draft names, and keep the answers for the editors. "
        "One address after the other; each host is given a pause."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--limit", type=_count, help="Ask for so many at most, those asked longest ago first."
        )
        parser.add_argument(
            "--delay", type=_seconds, default=2.0, help="Seconds between two requests to one host."
        )
        parser.add_argument(
            "--timeout", type=_seconds, default=10.0, help="Seconds without an answer to give up."
        )

    def handle(self, *, limit: int | None, delay: float, timeout: float, **options: object) -> None:
        require_tables()
        whole = len(addresses_of_all())
        progress, dead = Progress(sys.stderr, min(whole, limit or whole)), 0
        for row in check_links(limit=limit, manners=Manners(delay=delay, seconds=timeout)):
            progress.step()
            dead += not row.alive
            if not row.alive or options["verbosity"] > 1:
                self.stdout.write(f"{row.status or '---'} {row.address} {row.reason}".rstrip())
        progress.end()
        self.stdout.write(f"Asked for {progress.done} addresses. {dead} do not answer.")


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ArgumentTypeError(f"{text!r} is not a whole number above 0.")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= 600:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds, 0 to 600.")
    return seconds
