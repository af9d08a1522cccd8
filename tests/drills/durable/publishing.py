"""`make drill-publishing`: 50 editions of a guide are published and 5 backups made while people
answer. Each visit stays with its own edition, and each backup has all that was acknowledged before
it was begun, and can be served from.
"""

import sqlite3
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event as Signal

from tests.drills.deploy.postgres import primary

from .editions import KEY, editions_in, hash_of, write_edition
from .judging import Verdict, judged, told_by
from .keeping import Backup, Dump, Kept, PlainCopy
from .people import EDITION, Crowd, Noted, Person
from .portal import Portal

PORT, POSTGRES, PEOPLE = 8756, 8757, 8
PUBLISHES, BACKUPS = 50, 5
# Of a control; and of visits that were on their way when the next edition came, at least.
FEW, OVERTAKEN = 10, 50
MIXING = f"{__package__}.mixing:application"


@dataclass(frozen=True, kw_only=True)
class Found:
    """`overtaken`: visits that went on after the next edition was out. `bad`: what is wrong with
    backups, a line each."""

    verdict: Verdict
    editions: int
    overtaken: int
    mixed: int
    refused: dict[int, int]
    backups: int
    bad: tuple[str, ...]

    @property
    def good(self) -> bool:
        refused = set(self.refused) - {503}
        return self.verdict.good and not (self.mixed or refused or self.bad)

    def __str__(self) -> str:
        wrong = f" ({'; '.join(self.bad)})" if self.bad else ""
        return (
            f"{self.verdict}; {self.editions} editions, {self.overtaken} visits overtaken, "
            f"{self.mixed} mixed; refused: {dict(self.refused) or 'none'}; {self.backups} backups, "
            f"{len(self.bad)} bad{wrong}"
        )


def main(parts: tuple[str, ...] = ()) -> int:
    failed = False
    for name, must_fail, part in PARTS:
        if parts and not set(name.split(",")[0].split()) & set(parts):
            continue
        found = part()
        good = found.good and found.overtaken >= OVERTAKEN
        right = bool(getattr(found, must_fail)) if must_fail else good
        print(f"{'ok  ' if right else 'NOT '} {name}: {found}", flush=True)
        failed |= not right
    return int(failed)


def sqlite() -> Found:
    with folder() as place:
        return during(Portal(folder=place, port=PORT), Backup(), PUBLISHES, BACKUPS)


def postgresql() -> Found:
    with primary(POSTGRES) as server, folder() as place:
        portal = Portal(folder=place, port=PORT, database=server.url())
        return during(portal, Dump(), PUBLISHES, BACKUPS)


def copied() -> Found:
    with folder() as place:
        return during(Portal(folder=place, port=PORT), PlainCopy(), FEW, 1)


def mixing() -> Found:
    with folder() as place:
        return during(Portal(folder=place, port=PORT, application=MIXING), Backup(), FEW, 0)


def during(portal: Portal, backup: Backup, publishes: int, backups: int) -> Found:
    portal.made()
    publish(portal, 1)
    out: dict[int, int] = {}
    with portal.running(), Crowd(portal.port, PEOPLE, (KEY,)) as crowd:
        with ThreadPoolExecutor(1) as beside:
            keeping = []
            for number in range(2, publishes + 2):
                if backups and (number - 2) % (publishes // backups) == publishes // backups // 2:
                    file = portal.folder / f"backup-{number}"
                    keeping.append(beside.submit(backup.keep, portal, file))
                publish(portal, number)
                out[number] = time.monotonic_ns()
        time.sleep(2)
    editions = editions_in(portal.judged_by, crowd.visits)
    kept = [one.result() for one in keeping]
    return Found(
        verdict=judged(crowd.visits, portal.judged_by),
        editions=len(set(editions.of.values())),
        overtaken=sum(overtaken(one, editions.of, out) for one in crowd.visits),
        mixed=editions.mixed,
        refused=Counter(crowd.refused),
        backups=len(kept),
        bad=tuple(bad for one in kept for bad in wrong(portal, backup, one, crowd.visits)),
    )


def publish(portal: Portal, number: int) -> None:
    file = write_edition(portal.folder, number)
    portal.manage("import_guide", "--publish", "--verbosity", "0", str(file))


def overtaken(visit: Noted, of: dict[bytes, int], out: dict[int, int]) -> bool:
    following = of.get(hash_of(visit), 0) + 1
    return following in out and visit.times[-1] > out[following]


def wrong(portal: Portal, backup: Backup, kept: Kept, visits: list[Noted]) -> Iterator[str]:
    """What is wrong with a backup: read alone, looked over by `doctor`, and served from."""
    told = told_by(visits, kept.began)
    restored = backup.brought_back(portal, kept)
    try:
        verdict = judged(told, restored.judged_by)
    except (sqlite3.DatabaseError, AssertionError) as error:
        yield f"{kept.file.name} is broken: {error}"
        return
    if not verdict.good or not told:
        yield f"{kept.file.name}: {verdict}"
    try:
        restored.manage("doctor", "--verbosity", "0")
    except subprocess.CalledProcessError:
        yield f"{kept.file.name}: doctor is not content"
    yield from misserved(restored, told)


def misserved(portal: Portal, told: list[Noted]) -> Iterator[str]:
    """People come to a portal on the copy, and some who were there before go on."""
    of = editions_in(portal.judged_by, []).of
    with portal.running():
        for visit in [one for one in told if hash_of(one) in of][-5:]:
            shown = set(EDITION.findall(place_of(portal.port, visit)))
            if shown - {str(of[hash_of(visit)])}:
                yield f"{portal.folder.name}: a page of editions {sorted(shown)}"
        with Crowd(portal.port, 2, (KEY,)) as crowd:
            time.sleep(2)
    verdict = judged(crowd.visits, portal.judged_by)
    if not verdict.good or not verdict.acknowledged or crowd.refused:
        yield f"{portal.folder.name} serves badly: {verdict}"


def place_of(port: int, visit: Noted) -> str:
    """The page at which somebody who was there before goes on."""
    person = Person(port=port, seed=0, stop=Signal())
    person.cookies = {f"visit-{KEY}": visit.token}
    return person.page_at(f"/guides/{KEY}/next/")


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="drill-publishing-") as name:
        yield Path(name)


PARTS = (
    ("sqlite, with manage.py backup", "", sqlite),
    ("postgresql, with pg_dump", "", postgresql),
    ("control copied, the file is copied while others write", "bad", copied),
    ("control mixing, steps of the newest edition", "mixed", mixing),
)
