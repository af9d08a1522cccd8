"""Counting all visits again, to put the counts right or to see whether they are."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator

from django.core.management.base import BaseCommand

from troubleshooter.management.database import require_tables
from troubleshooter.models import Guide
from troubleshooter.statistics.rebuilding import Difference, differences, rebuild

MOST_NAMED = 100


class Command(BaseCommand):
    help = (
        "Count all visits again from their events and put the counts of the statistics right. "
        "Visitors, looks and folds go on meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--verify",
            action="store_true",
            help="Change nothing; name every count that is wrong, and end with status 1 if one is.",
        )

    def handle(self, *, verify: bool, verbosity: int, **options: object) -> None:
        require_tables()
        if verify:
            self._verify()
            return
        days = sum(1 for _ in rebuild())
        if verbosity:
            self.stdout.write(f"Counted again: {days} {'day' if days == 1 else 'days'}.")

    def _verify(self) -> None:
        wrong = 0
        for line in _lines():
            wrong += 1
            if wrong <= MOST_NAMED:
                self.stdout.write(line)
        if wrong > MOST_NAMED:
            self.stdout.write(f"And {wrong - MOST_NAMED} more.")
        if wrong:
            self.stdout.write("Put them right with: manage.py rebuild_statistics")
            sys.exit(1)
        self.stdout.write("Every count equals the recount.")


def _lines() -> Iterator[str]:
    keys = dict(Guide.objects.values_list("pk", "key"))
    for one in differences():
        yield _line(one, keys.get(one.kind.guide, str(one.kind.guide)))


def _line(one: Difference, guide: str) -> str:
    """For example: lamp, day 2026-03-01, desk 2, node step plug-in fixed: kept 3, counted 4."""
    kind = one.kind
    of = [kind.platform, kind.version, kind.exclusion, "simulated" if kind.simulated else ""]
    where = " ".join(filter(None, [f"revision {kind.revision}", *of]))
    cell = " ".join(str(part) for part in one.cell if part != "")
    return (
        f"{guide}, {one.grain} {one.start}, {where}, {cell}: "
        f"kept {one.kept}, counted {one.kept + one.missing}"
    )
