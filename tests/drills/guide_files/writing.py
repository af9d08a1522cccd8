"""A refused file leaves no trace in the database: a second connection is told of every write."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from troubleshooter.content.importing import import_guide
from troubleshooter.content.publishing import publish
from troubleshooter.content.schema import GuideContent


class Watcher:
    """Looks at the file of the database from outside, as SQLite itself does: by its data version."""

    def __init__(self) -> None:
        self._sqlite = sqlite3.connect(str(connection.settings_dict["NAME"]))
        self._seen = self._version()

    def _version(self) -> int:
        return int(self._sqlite.execute("PRAGMA data_version").fetchone()[0])

    def written(self) -> bool:
        """Whether anything at all was written since the last time that it was asked."""
        before, self._seen = self._seen, self._version()
        return before != self._seen


def wrote_something(files: Iterable[tuple[str, bytes]], folder: Path) -> tuple[int, list[str]]:
    """How many were imported one after the other, and the names of those that were not refused in
    the command's own way or wrote anything."""
    watcher, wrong, count = Watcher(), [], 0
    file = folder / "guide.yaml"
    with (folder / "said.txt").open("w") as said:
        for name, data in files:
            file.write_bytes(data)
            count += 1
            try:
                call_command("import_guide", str(file), publish=True, stderr=said, verbosity=0)
                wrong.append(f"accepted: {name}")
            except CommandError:
                if watcher.written():
                    wrong.append(f"written: {name}")
            except Exception as error:
                wrong.append(f"{type(error).__name__}: {name}: {error}")
    return count, wrong


def not_taken(contents: Iterable[GuideContent]) -> tuple[int, list[str]]:
    """How many guides, made by chance and accepted, were imported and published and put back, and
    what went wrong with which."""
    count, wrong = 0, []
    for content in contents:
        count += 1
        try:
            with transaction.atomic():
                publish(import_guide(content).guide)
                transaction.set_rollback(True)
        except Exception as error:
            wrong.append(f"{content.key}: {type(error).__name__}: {error}")
    return count, wrong
