"""Guide files into the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from troubleshooter.content.importing import import_guide
from troubleshooter.content.picture_store import NotAPicture, missing_pictures
from troubleshooter.content.publishing import publish
from troubleshooter.content.reader import read_guide
from troubleshooter.content.references import look_ahead
from troubleshooter.content.schema import GuideContent
from troubleshooter.content.translating import stale_lines
from troubleshooter.management.database import require_tables
from troubleshooter.management.guide_files import guide_bytes, problem_line, take_pictures
from troubleshooter.models import Guide


class Command(BaseCommand):
    help = (
        "Import guide files. A file with any problem is refused whole, with all its problems on "
        "standard error. Importing a file again changes nothing."
    )
    requires_system_checks = []  # --check needs no database and no settings of a server

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--publish", action="store_true", help="Publish what was imported.")
        parser.add_argument("--note", default="", help="What the revision's note says.")
        parser.add_argument(
            "--check", action="store_true", help="Only read and check; no database is touched."
        )
        parser.add_argument(
            "--pictures",
            type=Path,
            metavar="FOLDER",
            help="Where the pictures lie that the files name, as export_guide wrote them.",
        )
        parser.add_argument(
            "--only-new",
            action="store_true",
            help="Leave guides alone that are in the database already.",
        )

    def handle(self, *, files: list[Path], **options: Any) -> None:
        if not options["check"]:
            require_tables()
        refused = [str(file) for file in files if not self._take(file, options)]
        if refused:
            raise CommandError(f"Refused, and nothing of it imported: {', '.join(refused)}")

    def _take(self, file: Path, options: dict[str, Any]) -> bool:
        """Whether the file was good."""
        try:
            content, problems = read_guide(guide_bytes(file))
        except OSError as error:
            self.stderr.write(f"{file}: cannot be read: {error.strerror}")
            return False
        for problem in problems:
            self.stderr.write(problem_line(file, problem))
        if content is None or not self._has_pictures(file, content, options):
            return False
        done = self._done(content, options)
        if options["verbosity"] > 0:
            self.stdout.writelines(f"{content.key}: {line}\n" for line in done)
        return True

    def _has_pictures(self, file: Path, content: GuideContent, options: dict[str, Any]) -> bool:
        """Take over the pictures from the folder, and refuse a guide that names others."""
        if options["check"]:
            return True
        try:
            take_pictures(content, options["pictures"])
        except (NotAPicture, OSError) as error:
            self.stderr.write(f"{options['pictures']}: {error}")
            return False
        missing = missing_pictures(content)
        for problem in missing:
            self.stderr.write(problem_line(file, problem))
        return not missing

    def _done(self, content: GuideContent, options: dict[str, Any]) -> list[str]:
        if options["check"]:
            return ["no problems", *stale_lines(content)]
        if options["only_new"] and Guide.objects.filter(key=content.key).exists():
            return ["left alone: it is in the database already"]
        look_ahead(Guide.objects.filter(key=content.key))
        return _imported(content, publishing=options["publish"], note=options["note"])


@transaction.atomic
def _imported(content: GuideContent, *, publishing: bool, note: str) -> list[str]:
    report = import_guide(content)
    lines = list(report.lines) or ["nothing changed"]
    if publishing:
        publication = publish(report.guide, note=note)
        done = "published as" if publication.created else "live already:"
        lines.append(f"{done} revision {publication.revision.number}")
    return [*lines, *stale_lines(content)]
