"""Picture files that no draft and no revision names."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from troubleshooter.content.sweeping import sweep_picture, unnamed_pictures
from troubleshooter.management.database import require_tables


class Command(BaseCommand):
    help = (
        "List the files of pictures that no draft, no revision and no planned publication names, "
        "and that are a day old or more. --delete deletes them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--delete", action="store_true", help="Delete them, too.")

    def handle(self, *, delete: bool, verbosity: int, **options: object) -> None:
        require_tables()
        found = unnamed_pictures(timezone.now())
        for picture in found:
            if delete:
                sweep_picture(picture)
            if verbosity:
                self.stdout.write(picture.name)
        if verbosity:
            self.stdout.write(_summary(len(found), sum(each.size for each in found), delete))


def _summary(count: int, size: int, delete: bool) -> str:
    if not count:
        return "Every picture is named somewhere. There is nothing to sweep."
    files = f"{count} file{'' if count == 1 else 's'}, {size / 1024:,.0f} KB"
    if delete:
        return f"Deleted: {files}."
    return f"Nobody names these: {files}. Nothing was deleted. Say --delete to delete them."
