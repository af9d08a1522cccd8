"""A guide out of the database, as a guide file."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from troubleshooter.content.publishing import live_content
from troubleshooter.content.rows import content_from_rows
from troubleshooter.content.writer import write_guide
from troubleshooter.management.database import require_tables
from troubleshooter.management.guide_files import write_pictures
from troubleshooter.models import Guide


class Command(BaseCommand):
    help = "Write a guide's draft as a guide file to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", metavar="KEY")
        parser.add_argument(
            "--live", action="store_true", help="Write what visitors see, not the draft."
        )

        parser.add_argument(
            "--pictures", type=Path, metavar="FOLDER", help="Write its pictures into this folder."
        )

    def handle(
        self, *, key: str, live: bool, pictures: Path | None = None, **options: object
    ) -> None:
        require_tables()
        guide = Guide.objects.filter(key=key).first()
        if guide is None:
            known = ", ".join(Guide.objects.values_list("key", flat=True)) or "none"
            raise CommandError(f"There is no guide {key}. There are: {known}.")
        content = live_content(guide) if live else content_from_rows(guide)
        if content is None:
            raise CommandError(f"The guide {key} has not been published.")
        if pictures is not None:
            write_pictures(content, pictures)
        self.stdout.write(write_guide(content), ending="")
