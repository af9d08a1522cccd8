"""What is looked at, in order: while the visit stands, once its answers were deleted, once it is old."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
from django.db import connection, connections
from django.utils import timezone

from tests.drills.deploy.postgres import HOMES
from tests.journeys.test_planted_personal_data import KEPT, columns_with_marks, forget
from troubleshooter.models import Visit

from . import staff
from .marks import BROUGHT, TYPED, Found, files_with, marks_in
from .person import Person, RealWalker
from .serving import TOKEN, VARIABLES, Logged
from .trouble import _token, provoked

PORT = 8964
EVERY = (*BROUGHT, *TYPED)
LEAST_TYPED_IN, MORE_THAN_KEPT_DAYS = 6, 100
STATUSES = {200, 400, 403, 404, 405, 429, 500, 503}
LOGS = ("log", "access.log")
Verdicts = Iterator[tuple[str, bool]]


def whole(folder: Path, database: str, cluster: Path | None) -> Verdicts:
    portal = _portal(folder, database, application="tests.drills.canary.broken")
    portal.made()
    staff.account()
    try:
        yield from _walked(portal)
        yield from _troubled(portal)
        yield from _kept(portal)
        yield from _forgotten(portal)
        yield from _old(portal)
    finally:
        portal.stop()
    yield from _written(portal, cluster)


def _portal(folder: Path, database: str = "", **more: str) -> Logged:
    variables = dict(VARIABLES)
    return Logged(folder=folder, port=PORT, database=database, variables=variables, **more)


def _walked(portal: Logged) -> Verdicts:
    portal.start()
    walker = RealWalker(PORT)
    walker.walk()
    told = f"{len(walker.seen)} pages and forms, typed in {len(walker.typed_in)} places"
    yield told, len(walker.typed_in) >= LEAST_TYPED_IN
    portal.manage("send_handovers")
    portal.stop()


def _troubled(portal: Logged) -> Verdicts:
    """The same log as for people, and then as JSON."""
    statuses = set()
    for form in ("plain", "json"):
        portal.form = form
        portal.start()
        person = Person(PORT)
        _writes(person)
        statuses |= set(provoked(person, portal.judged_by))
        if form == "plain":
            portal.stop()
    yield f"errors provoked: {sorted(statuses)}", statuses >= STATUSES


def _writes(person: Person, wrote: str = "since mia.kent@canary-mail.example, 170 5550199") -> None:
    """A visit, and a text for support that is kept."""
    person.post("/guides/lamp/start/", _token(person))
    person.post("/guides/lamp/support/", {"since": wrote, "hand_over": "1", **_token(person)})


def _kept(portal: Logged) -> Verdicts:
    """While visits stand: what was typed is in the text for support, and nowhere else."""
    connections.close_all()
    columns = columns_with_marks()
    yield f"columns with a mark: {sorted(columns)}", columns == KEPT
    yield from _nothing("brought by the browser", files_with(portal.folder, BROUGHT))
    backup = _backup(portal, "while-they-stand")
    brought = marks_in(backup.read_bytes(), BROUGHT)
    yield f"of it in a backup: {sorted(brought)}", not brought
    typed = marks_in(backup.read_bytes(), TYPED)
    yield f"the text for support is in a backup, and is found: {len(typed)} marks", bool(typed)
    backup.unlink()
    yield from _shown()


def _shown() -> Verdicts:
    """To staff who may not read visits, and to monitoring."""
    editor, looked, found = staff.signed_in(Person(PORT)), 0, set()
    for address, answer in staff.pages(editor):
        looked += 1
        found |= {(address, mark) for mark in marks_in(answer.content, EVERY)}
    yield f"{looked} pages and files of staff: {sorted(found)}", not found and looked > 60
    inside = {"Authorization": f"Bearer {TOKEN}"}
    figures = httpx.get(f"http://127.0.0.1:{PORT}/metrics", headers=inside)
    found = marks_in(figures.content, EVERY)
    yield (
        f"metrics ({figures.status_code}): {sorted(found)}",
        figures.status_code == 200 and not found,
    )


def _forgotten(portal: Logged) -> Verdicts:
    """All visits, each by its own button."""
    visits = list(Visit.objects.exclude(outcome="forgotten"))
    _forget_all(visits)
    yield from _nothing(
        f"at once after {len(visits)} were deleted", files_with(portal.folder, EVERY)
    )


def _forget_all(visits: list[Visit]) -> None:
    person = Person(PORT)
    token = _token(person)

    class Asking:
        cookies = person.cookies

        def post(self, where: str, sent: dict[str, str]) -> None:
            person.post(where, {**sent, **token})

    for visit in visits:
        forget(Asking(), visit)
    connections.close_all()


def _old(portal: Logged) -> Verdicts:
    """One that nobody deletes."""
    _writes(Person(PORT))
    long_ago = timezone.now() - timedelta(days=MORE_THAN_KEPT_DAYS)
    old = Visit.objects.exclude(outcome="forgotten").update(started_at=long_ago)
    yield f"{old} old visit, and its text is found", bool(old and columns_with_marks())
    portal.manage("prune", "--days", "61")
    columns = columns_with_marks()
    yield f"columns after deleting and pruning: {sorted(columns)}", not columns
    connections.close_all()
    yield from _nothing("in any file, -wal and -shm among them", files_with(portal.folder, EVERY))
    backup = _backup(portal, "afterwards")
    yield from _nothing("in a new backup", files_with(backup.parent, EVERY))


def _written(portal: Logged, cluster: Path | None) -> Verdicts:
    lines = sum((portal.folder / name).read_bytes().count(b"\n") for name in LOGS)
    yield from _nothing(
        f"in {lines} lines of logs, once it has ended", files_with(portal.folder, EVERY)
    )
    if cluster is not None:
        log = marks_in((cluster / "log").read_bytes(), EVERY)
        yield f"in PostgreSQL's own log: {sorted(log)}", not log
        segments = files_with(cluster / "pg_wal", EVERY)
        print(
            f"     {len(segments)} marks in PostgreSQL's write-ahead log, which it keeps for a while"
        )


def _nothing(where: str, found: Found) -> Verdicts:
    yield f"{where}: {len(found)} found {sorted(found)[:8]}", not found


def _backup(portal: Logged, name: str) -> Path:
    folder = portal.folder / "backups"
    folder.mkdir(exist_ok=True)
    file = folder / name
    if connection.vendor == "sqlite":
        portal.manage("backup", str(file))
    else:
        dump = shutil.which("pg_dump") or str(HOMES[-1] / "pg_dump")
        subprocess.run([dump, "--dbname", portal.database, "--file", str(file)], check=True)
    return file


def controls(folder: Path) -> Verdicts:
    """One leak planted at a time, each in a folder of its own, after one visit."""
    portal = _portal(folder, application="tests.drills.canary.talkative")
    portal.made()
    portal.start()
    _writes(Person(PORT))
    portal.stop()
    found = files_with(folder, BROUGHT)
    yield (
        f"planted and seen, a log of the address: {sorted(found)}",
        ("log", "203.0.113.77") in found,
    )
    yield from _deleted_stays(portal)


def _deleted_stays(portal: Logged) -> Verdicts:
    portal.application, portal.settings = "helpdesk.wsgi", "tests.drills.canary.keeping_bytes"
    portal.start()
    _writes(Person(PORT), wrote="mia.kent@canary-mail.example " * 200)
    _forget_all(list(Visit.objects.exclude(outcome="forgotten")))
    portal.stop()
    found = files_with(portal.folder, TYPED)
    seen = [file for file, _ in found if file.startswith("helpdesk.sqlite3")]
    yield f"planted and seen, deleted bytes stay: {sorted(set(seen))}", bool(seen)
