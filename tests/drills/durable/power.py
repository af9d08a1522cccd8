"""`make drill-power`: the power fails at any moment of a busy evening, 2,000 times, on SQLite.

The server that ships records people's answers, and `recorder.c` writes down what it does to the
disk. Then the disk is built up as it would be found after a cut, and held against what people had
been told by then. Controls: PRAGMA synchronous at NORMAL and at OFF, which lose.
"""

import random
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .disk import WAYS, Disk, read
from .judging import judged, told_by
from .people import Crowd, Noted
from .portal import Portal

PORT, PEOPLE, CUTS, CUTS_OF_CONTROL = 8747, 12, 2000, 200
LEAST_ACKNOWLEDGED = 600
SOURCE = Path(__file__).parent / "recorder.c"


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """The database file before it all, what was done to the disk since, what people noted."""

    before: dict[str, bytearray]
    log: Path
    visits: list[Noted]


def main(parts: tuple[str, ...] = ()) -> int:
    """`parts`: how many cuts, for fewer or more."""
    cuts = int(parts[0]) if parts else CUTS
    failed = False
    for synchronous, many in (
        ("FULL", cuts),
        ("NORMAL", CUTS_OF_CONTROL),
        ("OFF", CUTS_OF_CONTROL),
    ):
        with tempfile.TemporaryDirectory(prefix="drill-power-") as name:
            recorded = record(Path(name), synchronous)
            told = Counter(dict.fromkeys(("acknowledged", "corrupt", "lost", "twice", "gaps"), 0))
            told.update(cut(recorded, many, Path(name) / "after"))
        harm = told["corrupt"] + told["lost"] + told["twice"] + told["gaps"]
        right = harm == 0 if synchronous == "FULL" else harm > 0
        figures = ", ".join(f"{value} {key}" for key, value in told.items())
        control = "" if synchronous == "FULL" else "control "
        print(f"{'ok  ' if right else 'NOT '} {control}{synchronous}: {figures}", flush=True)
        failed |= not right
    return int(failed)


def record(folder: Path, synchronous: str) -> Recorded:
    data = folder / "data"
    data.mkdir()
    portal = Portal(folder=data, port=PORT, workers=1, threads=8).made()
    file = Path(portal.judged_by)
    sqlite3.connect(file).execute("PRAGMA wal_checkpoint(TRUNCATE)").connection.close()
    before = {str(file): bytearray(file.read_bytes())}
    library, log = folder / "recorder.so", folder / "log"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, SOURCE, "-ldl"], check=True)
    portal.variables = {"LD_PRELOAD": str(library), "DRILL_FOLDER": str(data)}
    portal.variables |= {"DRILL_LOG": str(log), "DRILL_SYNCHRONOUS": synchronous}
    if synchronous != "FULL":
        portal.settings, portal.application = f"{__package__}.less_durable", f"{__package__}.bare"
    with portal.running(), Crowd(portal.port, PEOPLE) as crowd:
        until = time.monotonic() + 90
        while crowd.heard < LEAST_ACKNOWLEDGED and time.monotonic() < until:
            time.sleep(0.1)
    return Recorded(before=before, log=log, visits=crowd.visits)


def cut(recorded: Recorded, many: int, folder: Path) -> Iterator[str]:
    """Of each cut: one word for each event that was acknowledged, and for each harm."""
    rnd = random.Random(many)
    log = list(read(recorded.log))
    disk = Disk(there=recorded.before, sure=set(recorded.before))
    points = sorted(rnd.randrange(len(log)) for _ in range(many))
    done = 0
    for number, point in enumerate(points):
        for entry in log[done:point]:
            disk.take(entry)
        done = point
        way = WAYS[number % len(WAYS)]
        database = _built(disk.after_a_cut(way, rnd), folder)
        yield from _harm(told_by(recorded.visits, log[point].nanoseconds), database)


def _built(files: dict[str, bytearray], folder: Path) -> str:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path, data in files.items():
        (folder / Path(path).name).write_bytes(data)
    return str(folder / Path(min(files, key=len)).name)


def _harm(visits: list[Noted], database: str) -> Iterator[str]:
    try:
        verdict = judged(visits, database)
    except (sqlite3.DatabaseError, AssertionError):
        yield "corrupt"
        return
    for word in ("acknowledged", "lost", "twice", "gaps"):
        yield from [word] * getattr(verdict, word)
