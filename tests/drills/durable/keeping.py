"""Ways to keep a copy of the database while people answer, and to bring it back."""

import shutil
import subprocess
import time
from dataclasses import dataclass, replace
from pathlib import Path

from tests.drills.deploy.postgres import HOMES

from .portal import Portal

RESTORED = 8758


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A copy, and when it was begun: nanoseconds of the monotonic clock."""

    began: int
    file: Path


class Backup:
    """`manage.py backup`, as an operator calls it."""

    def keep(self, portal: Portal, file: Path) -> Kept:
        began = time.monotonic_ns()
        self.copy(portal, file)
        return Kept(began=began, file=file)

    def copy(self, portal: Portal, file: Path) -> None:
        portal.manage("backup", str(file), "--verbosity", "0")

    def brought_back(self, portal: Portal, kept: Kept) -> Portal:
        """A portal that stands on the copy, not started yet."""
        folder = kept.file.with_suffix(".portal")
        folder.mkdir()
        for name in ("static", "script"):
            shutil.copytree(portal.folder / name, folder / name)
        restored = replace(portal, folder=folder, port=RESTORED, process=None)
        self.restore(restored, kept.file)
        return restored

    def restore(self, portal: Portal, file: Path) -> None:
        shutil.copy(file, portal.judged_by)


class PlainCopy(Backup):
    """The control: the file is copied while others write, without what lies beside it."""

    def copy(self, portal: Portal, file: Path) -> None:
        shutil.copy(portal.judged_by, file)


class Dump(Backup):
    """`pg_dump`, and a new database of the same server to bring it back to."""

    def copy(self, portal: Portal, file: Path) -> None:
        run("pg_dump", "--format=custom", f"--file={file}", "--dbname", url(portal))

    def restore(self, portal: Portal, file: Path) -> None:
        name = file.stem.replace("-", "_")
        server = url(portal)
        portal.database = portal.database.rpartition("/")[0] + f"/{name}"
        run("createdb", "--maintenance-db", server, name)
        run("pg_restore", "--exit-on-error", "--no-owner", "--dbname", url(portal), str(file))


def url(portal: Portal) -> str:
    return portal.database.replace("postgres://", "postgresql://")


def run(program: str, *options: str) -> None:
    subprocess.run([HOMES[-1] / program, *options], check=True, stdout=subprocess.DEVNULL)
