"""A copy of the embedded database, of one moment, while visitors go on."""

import os
import sqlite3
from argparse import ArgumentParser
from contextlib import closing
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from troubleshooter.management.database import require_tables

READABLE_BY_OWNER = 0o600


class Command(BaseCommand):
    help = (
        "Write a copy of the embedded database to FILE: whole, of one moment, and looked through "
        "before it gets its name. Visitors go on meanwhile. For PostgreSQL use pg_dump."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="Must not be there yet.")

    def handle(self, *, file: Path, verbosity: int, **options: object) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("This database is backed up by its own tools: use pg_dump.")
        require_tables()
        if file.exists():
            raise CommandError(f"{file} is there already. Name a new file; nothing was written.")
        part = file.with_name(f"{file.name}.part")
        try:
            copy(str(connection.settings_dict["NAME"]), part)
            os.link(part, file)  # unlike a rename, this never takes the place of another file
        except (OSError, sqlite3.Error) as error:
            raise CommandError(f"No backup was made: {error}") from error
        finally:
            part.unlink(missing_ok=True)
        _on_disk(file.parent)
        if verbosity:
            self.stdout.write(f"{file}: {file.stat().st_size:,} bytes, looked through.")


def copy(name: str, file: Path) -> None:
    """A copy of the database to a new file that only its owner may read. Raises OSError and
    sqlite3.Error, also where the copy is not in order."""
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, READABLE_BY_OWNER))
    with closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True, timeout=20)) as source:
        source.execute("VACUUM INTO ?", [str(file)])
    with closing(sqlite3.connect(file)) as made:
        (found,) = made.execute("PRAGMA integrity_check").fetchone()
        lost = made.execute("PRAGMA foreign_key_check").fetchall()
    if found != "ok" or lost:
        raise sqlite3.DatabaseError(f"the copy is not in order ({found}, {len(lost)} lost links)")
    _on_disk(file)


def _on_disk(path: Path) -> None:
    """Wait until a file, or a folder's list of files, would survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
