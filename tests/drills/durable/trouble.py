"""`make drill-trouble`: the database is in trouble for a while, of each kind, while people answer.

Nothing that was acknowledged is lost, nobody sees a 500, who reads can read, no answer takes long,
and all goes on by itself once the trouble is over.
"""

import os
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.drills.deploy.postgres import Server, primary

from .judging import Verdict, judged
from .line import Line
from .people import Crowd
from .portal import Portal
from .readers import Reader

PORT, POSTGRES, LINE = 8744, 8745, 8746
PEOPLE, BEFORE, SECONDS = 6, 4, 10
# Seconds: the longest answer in trouble, and until a post is recorded once it is over.
MOST_WAIT, MOST_RECOVERY = 5.0, 2.0
CONTROL = "tests.drills.durable.without_limits"


@dataclass(frozen=True, kw_only=True)
class Found:
    verdict: Verdict
    statuses: dict[int, int]
    unread: int
    longest: float
    recovery: float
    told: bool

    def missed(self, *, away: bool) -> list[str]:
        figures = {
            "what was acknowledged": not self.verdict.good,
            "a 500": any(status != 503 for status in self.statuses),
            "a page that could not be read": self.unread > 0,
            "the longest wait": self.longest > MOST_WAIT,
            "recovery": self.recovery > MOST_RECOVERY,
            "/readyz": away and not self.told,
        }
        return [name for name, missed in figures.items() if missed]

    def __str__(self) -> str:
        refused = ", ".join(f"{many} x {status}" for status, many in self.statuses.items())
        return (
            f"{self.verdict}; refused: {refused or 'none'}; {self.unread} unread; longest "
            f"{self.longest:.1f} s; recorded again after {self.recovery:.2f} s"
        )


def main(parts: tuple[str, ...] = ()) -> int:
    failed = False
    for name, part, away in PARTS:
        if parts and name.split(",")[0] not in parts:
            continue
        found = part()
        missed = found.missed(away=away)
        right = bool(missed) == name.startswith("control")
        said = f" (missed: {', '.join(missed)})" if missed else ""
        print(f"{'ok  ' if right else 'NOT '} {name}: {found}{said}", flush=True)
        failed |= not right
    return int(failed)


def during(portal: Portal, begin: Callable[[], object], end: Callable[[], object]) -> Found:
    with (
        portal.running(),
        Crowd(portal.port, PEOPLE) as crowd,
        Reader(portal=portal) as reader,
    ):
        # Each process has read each page by now. One that has not cannot show it in trouble.
        time.sleep(BEFORE)
        reader.seen.clear()
        crowd.longest_since_now()
        begin()
        time.sleep(SECONDS)
        end()
        over, had = time.monotonic(), crowd.heard
        while crowd.heard == had and time.monotonic() < over + 60:
            time.sleep(0.01)
        recovery = time.monotonic() - over
        time.sleep(2)
    return Found(
        verdict=judged(crowd.visits, portal.judged_by),
        statuses={status: crowd.refused.count(status) for status in set(crowd.refused)},
        unread=reader.unread,
        longest=max(reader.longest, crowd.longest),
        recovery=recovery,
        told=503 in reader.ready,
    )


def locked() -> Found:
    """Somebody else, who knows of no queue, writes for ten seconds."""
    with embedded() as portal, closing(_other(portal)) as other:
        return during(
            portal, lambda: other.execute("BEGIN IMMEDIATE"), lambda: other.execute("COMMIT")
        )


def _other(portal: Portal) -> sqlite3.Connection:
    return sqlite3.connect(
        portal.judged_by, isolation_level=None, timeout=20, check_same_thread=False
    )


def full() -> Found:
    """Not one byte more fits on the disk."""
    with small_disk(64) as folder:
        portal = Portal(folder=folder, port=PORT).made()
        return during(portal, lambda: fill(folder), (folder / "filler").unlink)


def full_postgresql() -> Found:
    """PostgreSQL ends itself when its log finds no room; whoever makes room starts it again."""
    with small_disk(400) as disk, embedded_folder() as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = str(disk)
        try:
            with primary(POSTGRES) as postgres:
                portal = Portal(folder=folder, port=PORT, database=postgres.url()).made()
                return during(portal, lambda: fill(disk), lambda: _room(disk, postgres))
        finally:
            tempfile.tempdir = None
            os.environ.pop("TMPDIR")


def _room(disk: Path, postgres: Server) -> None:
    (disk / "filler").unlink()
    try:
        postgres.stop("immediate")
    except subprocess.CalledProcessError:
        (postgres.folder / "postmaster.pid").unlink(missing_ok=True)
    postgres.start()


def line(state: str, settings: str = "helpdesk.settings") -> Found:
    with ExitStack() as stack:
        postgres = stack.enter_context(primary(POSTGRES))
        folder = stack.enter_context(embedded_folder())
        between = stack.enter_context(Line(LINE, POSTGRES).running())
        database = postgres.url().replace(str(POSTGRES), str(LINE))
        portal = Portal(folder=folder, port=PORT, database=database, settings=settings).made()
        return during(portal, lambda: between.spoil(state), between.mend)


def fill(folder: Path) -> None:
    with (folder / "filler").open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                continue
        except OSError:
            return


@contextmanager
def embedded_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="drill-trouble-", dir="/var/tmp") as name:
        yield Path(name)


@contextmanager
def embedded() -> Iterator[Portal]:
    with embedded_folder() as folder:
        yield Portal(folder=folder, port=PORT).made()


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """Only root may mount one."""
    with embedded_folder() as folder:
        size = f"size={megabytes}m,mode=755"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", str(folder)], check=True)
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=True)


PARTS = (
    ("locked, by another process for 10 s", locked, False),
    ("full, the disk of the embedded database", full, False),
    ("full-postgresql, the disk of PostgreSQL", full_postgresql, True),
    *(
        (state, lambda state=state: line(state), state != "slow")
        for state in ("refused", "reset", "hole", "slow")
    ),
    ("control, a black hole without limits", lambda: line("hole", CONTROL), True),
)
