"""A guide's draft to its visitors."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from troubleshooter.content.publishing import GuideHasProblems, publish
from troubleshooter.management.database import require_tables
from troubleshooter.models import Guide


class Command(BaseCommand):
    help = "Publish a guide's draft as its next revision, unless it is live already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", metavar="KEY")
        parser.add_argument("--note", default="", help="What the revision's note says.")

    def handle(self, *, key: str, note: str, **options: object) -> None:
        require_tables()
        guide = Guide.objects.filter(key=key).first()
        if guide is None:
            raise CommandError(f"There is no guide {key}.")
        try:
            publication = publish(guide, note=note)
        except GuideHasProblems as refusal:
            for p in refusal.problems:
                self.stderr.write(f"{key}: {p.code} {p.place}: {p.message} {p.remedy}")
            raise CommandError(f"Refused, and nothing published: {key}") from refusal
        done = "published as" if publication.created else "live already:"
        self.stdout.write(f"{key}: {done} revision {publication.revision.number}")
