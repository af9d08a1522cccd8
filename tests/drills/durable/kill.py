"""`make drill-kill`: processes are killed while people answer. Nothing acknowledged may be missing."""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.drills.deploy.postgres import Server, primary

from .judging import Verdict, judged
from .people import Crowd
from .portal import Portal

PEOPLE, LEAST_ACKNOWLEDGED = 16, 1500
WORKERS, SERVERS, DATABASES = 25, 10, 5
EARLY = "tests.drills.durable.controls:application"


def main(parts: tuple[str, ...] = ()) -> int:
    failed = False
    for name, must_fail, part in PARTS:
        if parts and name.split(",")[0] not in parts:
            continue
        verdict = part()
        enough = verdict.acknowledged >= LEAST_ACKNOWLEDGED
        right = (verdict.lost > 0) if must_fail else (verdict.good and enough)
        print(f"{'ok  ' if right else 'NOT '} {name}: {verdict}", flush=True)
        failed |= not right
    return int(failed)


def workers() -> Verdict:
    with embedded() as portal:
        return during(portal, WORKERS, portal.kill_worker)


def server() -> Verdict:
    with embedded() as portal:
        return during(portal, SERVERS, lambda number: again(portal))


def early() -> Verdict:
    """The control: an answer is acknowledged first and recorded afterwards."""
    with embedded(EARLY) as portal:
        return during(portal, SERVERS, lambda number: again(portal))


def database() -> Verdict:
    with primary(8743) as postgres, tempfile.TemporaryDirectory(prefix="drill-kill-") as name:
        portal = Portal(folder=Path(name), port=8742, database=postgres.url())
        portal.made()
        with serving(portal):
            return during(portal, DATABASES, lambda number: killed(postgres))


def unsafe() -> Verdict:
    """The control: PostgreSQL answers before it has written."""
    with primary(8743) as postgres, tempfile.TemporaryDirectory(prefix="drill-kill-") as name:
        portal = Portal(folder=Path(name), port=8742, database=postgres.url())
        portal.made()
        with serving(portal):
            conf = postgres.folder / "postgresql.auto.conf"
            conf.write_text(conf.read_text() + "synchronous_commit = off\n")
            postgres.stop()
            postgres.start()
            return during(portal, DATABASES, lambda number: killed(postgres))


def during(portal: Portal, times: int, act: Callable[[int], object]) -> Verdict:
    with Crowd(portal.port, PEOPLE) as crowd:
        for number in range(times):
            time.sleep(1.5)
            act(number)
        until = time.monotonic() + 120
        while crowd.acknowledged < LEAST_ACKNOWLEDGED and time.monotonic() < until:
            time.sleep(0.2)
        time.sleep(2)
    return judged(crowd.visits, portal.judged_by)


def again(portal: Portal) -> None:
    portal.kill()
    portal.start()


def killed(postgres: Server) -> None:
    kill_all(postgres)
    postgres.start()


def kill_all(postgres: Server) -> None:
    """Every process of it, at one moment."""
    pid = int((postgres.folder / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for one in (pid, *map(int, children)):
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            continue
    time.sleep(0.3)
    (postgres.folder / "postmaster.pid").unlink(missing_ok=True)


@contextmanager
def embedded(application: str = "helpdesk.wsgi") -> Iterator[Portal]:
    with tempfile.TemporaryDirectory(prefix="drill-kill-") as name:
        portal = Portal(folder=Path(name), port=8742, application=application)
        with serving(portal.made()):
            yield portal


@contextmanager
def serving(portal: Portal) -> Iterator[None]:
    portal.start()
    try:
        yield
    finally:
        portal.kill()


PARTS = (
    ("workers, 25 times", False, workers),
    ("server, 10 times", False, server),
    ("database, 5 times", False, database),
    ("control early, acknowledged before it is recorded", True, early),
    ("control unsafe, PostgreSQL with synchronous_commit off", True, unsafe),
)
