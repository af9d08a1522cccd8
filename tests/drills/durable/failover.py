"""`make drill-failover`: the primary is killed while people answer, and its replica takes over.

For a moment before, the line to the replica stands still. Where the replica is synchronous nothing
is acknowledged meanwhile; the control's is not, and loses what was.
"""

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psycopg

from tests.drills.deploy.postgres import Server, primary, replica

from .judging import Verdict, judged
from .kill import LEAST_ACKNOWLEDGED, kill_all
from .line import Line
from .people import Crowd
from .portal import Portal

PORT, FIRST, SECOND, LINE, PEOPLE = 8752, 8753, 8754, 8755, 12
# Seconds: from the kill until somebody is served again, and how long the line stands still before.
MOST_AWAY, STILL = 15.0, 1.5


def main(parts: tuple[str, ...] = ()) -> int:
    failed = False
    for name, synchronous in (("synchronous", True), ("control asynchronous", False)):
        if parts and name.split()[0] not in parts:
            continue
        verdict, away, statuses = fail_over(synchronous=synchronous)
        good = verdict.good and away <= MOST_AWAY and set(statuses) <= {503}
        good &= verdict.acknowledged >= LEAST_ACKNOWLEDGED
        right = good if synchronous else verdict.lost > 0
        said = f"{verdict}; served again after {away:.1f} s; refused: {len(statuses)} x 503"
        print(f"{'ok  ' if right else 'NOT '} {name}: {said}", flush=True)
        failed |= not right
    return int(failed)


def fail_over(*, synchronous: bool) -> tuple[Verdict, float, list[int]]:
    with ExitStack() as stack:
        first = stack.enter_context(primary(FIRST))
        line = stack.enter_context(Line(LINE, FIRST).running())
        second = stack.enter_context(replica(Server(first.folder, LINE), SECOND))
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="drill-failover-"))
        if synchronous:
            _run(first, "ALTER SYSTEM SET synchronous_standby_names = '*'")
            _run(first, "SELECT pg_reload_conf()")
        both = f"postgres://postgres@127.0.0.1:{FIRST},127.0.0.1:{SECOND}/postgres"
        portal = Portal(folder=Path(folder), port=PORT, database=both).made()
        portal.start()
        stack.callback(portal.kill)
        with Crowd(portal.port, PEOPLE) as crowd:
            until = time.monotonic() + 150
            while crowd.acknowledged < LEAST_ACKNOWLEDGED and time.monotonic() < until:
                time.sleep(0.1)
            line.spoil("hole")
            time.sleep(STILL)
            kill_all(first)
            began, had = time.monotonic(), crowd.heard
            second.promote()
            while crowd.heard == had and time.monotonic() < began + 60:
                time.sleep(0.01)
            away = time.monotonic() - began
            time.sleep(3)
        return judged(crowd.visits, second.url()), away, crowd.refused


def _run(server: Server, sql: str) -> None:
    url = server.url().replace("postgres://", "postgresql://")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql)
