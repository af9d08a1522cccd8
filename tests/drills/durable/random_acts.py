"""`make drill-random`: 150 visitors do 30 things each, as chance would have it, five at a time.

On the server that ships, on SQLite and on PostgreSQL. After each act the database is held against
rules that share no code with the portal: exactly that was recorded which had to be, in this visit
and no other. Sometimes one does the same thing in three tabs at once.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from threading import Event as Signal

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.drills.deploy.postgres import primary

from .acts import ACTS, Act, standing, wrong_with
from .people import HIDDEN, PAUSE, Person
from .portal import Portal
from .rows import Row, Rows

PORT, POSTGRES = 8759, 8760
# Hypothesis counts coming as a thing to do, and its first round is always the simplest.
AT_ONCE, ACTS_OF_EACH, ROUNDS, FEW, TABS = 5, 30, 31, 11, 3
LAMP = Path(__file__).parents[2] / "guides" / "lamp.yaml"
TOKEN = "csrfmiddlewaretoken"
LIMITS = "starts=10000000/minute,answers=10000000/minute,support=10000000/minute"


class Visitor:
    """`seen`: the visit's row after the last act."""

    def __init__(self, port: int, rows: Rows) -> None:
        self.rows = rows
        self.begun = 0
        self.tabs = [Person(port=port, seed=0, stop=Signal()) for _ in range(TABS)]
        self.cookies: dict[str, str] = {}
        for tab in self.tabs:
            tab.cookies = self.cookies
        self.begin()

    def begin(self) -> None:
        _, page = _heard(self.tabs[0], "GET", "/guides/lamp/", None)
        self.hidden = dict(HIDDEN.findall(page))
        device = {"platform": "desk", "version": "2"}
        form = self.hidden | device
        status, page = _heard(self.tabs[0], "POST", "/guides/lamp/start/", form)
        assert status == 302, f"a start is answered with {status}: {page[:300]}"
        self.begun += 1
        self.seen = self.rows.of_token(self.token)
        assert self.seen is not None, "a visit that was begun is not there"
        assert self.seen.entries == [("started", "", "", "")], f"begun: {self.seen}"

    @property
    def token(self) -> str:
        return self.cookies["visit-lamp"]

    def does(self, act: Act, *, tabs: int) -> list[str]:
        """What is wrong after it."""
        if act.kind == "move_on":
            self.begin()
            return []
        token, before = self.token, self.seen
        form = None if act.kind == "look" else {TOKEN: self.hidden[TOKEN], **act.form}
        with ThreadPoolExecutor(tabs) as pool:
            asked = [pool.submit(_asked, tab, act, form) for tab in self.tabs[:tabs]]
            statuses = [one.result() for one in asked]
        wrong = [f"{act}: status {status}" for status in statuses if status >= 500]
        if act.kind == "forget":
            return wrong + self._forgotten(token, before)
        self.seen = self.rows.of_token(token)
        return wrong + list(_wrong_after(act, before, self.seen))

    def _forgotten(self, token: str, before: Row) -> list[str]:
        row, wrong = self.rows.of_id(before.id), []
        if self.rows.of_token(token) is not None:
            wrong.append("a forgotten visit still opens")
        kinds = [entry for entry in row.entries if entry[0] != "forgotten"]
        if kinds != [("started", "", "", "")] or row.handoff or row.message:
            wrong.append(f"of a forgotten visit this is left: {row}")
        if row.outcome != "forgotten":
            wrong.append(f"a forgotten visit is {row.outcome}")
        self.begin()
        return wrong


def _asked(tab: Person, act: Act, form: dict[str, str] | None) -> int:
    method = "POST" if form else "GET"
    return _heard(tab, method, f"/guides/lamp/{act.address}", form)[0]


def _heard(tab: Person, method: str, address: str, form: dict[str, str] | None) -> tuple[int, str]:
    """Status and page. A line that was let go is taken up again, and on a busy machine some are told
    to send it again."""
    while True:
        try:
            status, page, _ = tab.once(method, address, form)
        except (OSError, HTTPException):
            tab.leave()
            continue
        if status != 503:
            return status, page
        time.sleep(PAUSE)


def _wrong_after(act: Act, before: Row, row: Row | None) -> Iterator[str]:
    if row is None:
        yield f"{act}: the visit is gone"
        return
    many = len(before.entries)
    if row.sequences != list(range(1, len(row.entries) + 1)):
        yield f"numbers {row.sequences}"
    if row.last_sequence != len(row.entries) or row.entries[:many] != before.entries:
        yield f"{act}: {row.entries} does not go on from {before.entries}"
    if wrong := wrong_with(act, standing(before.entries), row.entries[many:]):
        yield wrong
    now = standing(row.entries)
    if (row.outcome, row.message) != (now.outcome, now.message):
        yield f"{act}: the row says {row.outcome}, {row.message!r}; its events {now}"
    if act.kind in ("keep", "hand_over"):
        kept = row.handoff.get("since")
        if kept != act.value.strip():
            yield f"{act}: kept {kept!r}"
    elif row.handoff != before.handoff:
        yield f"{act}: other words for support"


def machine_for(
    portal: Portal, told: Counter, found_wrong: list[str]
) -> type[RuleBasedStateMachine]:
    rows = Rows(database=portal.judged_by)

    class Visits(RuleBasedStateMachine):
        @initialize()
        def come(self) -> None:
            self.before = rows.count()
            self.visitors = [Visitor(portal.port, rows) for _ in range(AT_ONCE)]
            told["visitors"] += AT_ONCE

        @rule(
            acts=st.lists(ACTS, min_size=AT_ONCE, max_size=AT_ONCE),
            tabs=st.lists(st.sampled_from((1, 1, 1, TABS)), min_size=AT_ONCE, max_size=AT_ONCE),
        )
        def everybody_acts(self, acts: list[Act], tabs: list[int]) -> None:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                found = pool.map(_does, self.visitors, acts, tabs)
            told["acts"] += AT_ONCE
            told.update(act.kind for act in acts)
            wrong = [line for lines in found for line in lines]
            begun = sum(one.begun for one in self.visitors)
            if rows.count() != self.before + begun or rows.strays():
                wrong.append(f"not {begun} visits were begun, or events are of none")
            found_wrong.extend(wrong)
            assert not wrong

    return Visits


def _does(visitor: Visitor, act: Act, tabs: int) -> list[str]:
    return visitor.does(act, tabs=tabs)


def main(parts: tuple[str, ...] = ()) -> int:
    failed = False
    for name, must_fail, part in PARTS:
        if parts and not set(name.split(",")[0].split()) & set(parts):
            continue
        began = time.monotonic()
        wrong, told = part()
        right = bool(wrong) == must_fail
        kinds = ", ".join(f"{many} {kind}" for kind, many in told.items())
        said = f"{kinds}; {time.monotonic() - began:.0f} s; wrong: {wrong or 'nothing'}"
        print(f"{'ok  ' if right else 'NOT '} {name}: {said}", flush=True)
        failed |= not right
    return int(failed)


def walked(portal: Portal, rounds: int) -> tuple[str, Counter]:
    """The first thing that was wrong, and what was done."""
    told: Counter = Counter()
    wrong: list[str] = []
    portal.made()
    portal.manage("import_guide", "--publish", "--verbosity", "0", str(LAMP))
    chosen = settings(
        max_examples=rounds,
        stateful_step_count=ACTS_OF_EACH + 1,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    with portal.running():
        try:
            run_state_machine_as_test(machine_for(portal, told, wrong), settings=chosen)
        except (AssertionError, Flaky) as error:
            sys.stderr.write((portal.folder / "log").read_text()[-3000:])
            return wrong[0] if wrong else _said(error), told
    portal.manage("update_statistics", "--verbosity", "0")
    portal.manage("rebuild_statistics", "--verify", "--verbosity", "0")
    return "", told


def _said(error: BaseException) -> str:
    """Of an error that did not come again: what it was at first."""
    return "; ".join(map(str, getattr(error, "exceptions", (error,))))[:600]


def sqlite(application: str = "helpdesk.wsgi", rounds: int = ROUNDS) -> tuple[str, Counter]:
    with folder() as place:
        variables = {"RATE_LIMITS": LIMITS}
        portal = Portal(folder=place, port=PORT, application=application, variables=variables)
        return walked(portal, rounds)


def postgresql(application: str = "helpdesk.wsgi", rounds: int = ROUNDS) -> tuple[str, Counter]:
    with primary(POSTGRES) as server, folder() as place:
        portal = Portal(
            folder=place,
            port=PORT,
            database=server.url(),
            application=application,
            variables={"RATE_LIMITS": LIMITS},
        )
        return walked(portal, rounds)


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="drill-random-") as name:
        yield Path(name)


def without(fault: str) -> str:
    return f"{__package__}.faulty_{fault}:application"


PARTS = (
    ("sqlite, 150 visitors", False, sqlite),
    ("postgresql, 150 visitors", False, postgresql),
    ("control gate, risky steps open at once", True, lambda: sqlite(without("gate"), FEW)),
    ("control lock, nobody holds a visit", True, lambda: postgresql(without("lock"), FEW)),
)
