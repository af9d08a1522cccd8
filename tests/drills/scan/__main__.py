"""`make drill-scan`: wapiti and sqlmap against the running portal, which must find nothing.

    python -m tests.drills.scan [stranger] [visitor] [editor] [control] [wapiti] [sqlmap]

As somebody without a visit, in the midst of a visit, and as an editor, who must all be let in as
before at the end. The control is a portal with two planted faults, which they must find. Ends with
status 1 if it is not so. Where parts or scanners are named, only those.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from tests.drills.canary.serving import Logged

from .scanners import sqlmap, wapiti

PORT = int(os.environ.get("SCAN_PORT", "8966"))
OPEN = (
    "/",
    "/?q=lamp",
    "/guides/lamp/?message=no-power&platform=desk&version=2",
    "/go-on/",
    "/insights/login/",
)
VISIT = ("questions/others/", "steps/plug-in/", "answers/", "support/", "message/?q=power")
STAFF = (
    "/insights/?guide=lamp&since=2026-01-01&revision=1&platform=desk&version=2&sort=rate",
    "/admin/troubleshooter/step/?q=lamp",
    "/admin/troubleshooter/guide/?q=lamp",
    "/admin/auditlog/logentry/?q=x",
    "/insights/compare/?guide=lamp&with-platform=desk",
)
LIMITS = (
    "starts",
    "searches",
    "strangers",
    "links",
    "causes",
    "answers",
    "support",
    "passes",
    "calendars",
    "held",
)
Found = Iterator[tuple[str, bool]]
PARTS, SCANNERS = {"stranger", "visitor", "editor", "control"}, {"wapiti", "sqlmap"}


@dataclass(frozen=True, kw_only=True)
class Attack:
    """`kept`: a page that is shown to this person and to nobody else; none for a stranger."""

    who: str
    starts: tuple[str, ...]
    cookies: dict[str, str] = field(default_factory=dict)
    kept: str = ""


def main(parts: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="drill-scan-") as name:
        os.environ |= {
            "DATA_DIR": name,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "helpdesk.settings",
        }
        limits = ",".join(f"{kind}=10000000/minute" for kind in LIMITS)
        portal = Logged(folder=Path(name), port=PORT, variables={"RATE_LIMITS": limits}).made()
        found = _found(portal, set(parts) & PARTS or PARTS, set(parts) & SCANNERS or SCANNERS)
        return 1 if [what for what, right in found if not _told(what, right)] else 0


def _told(what: str, right: bool) -> bool:
    print(f"{'ok  ' if right else 'NOT '} {what}", flush=True)
    return right


def _found(portal: Logged, parts: set[str], scanners: set[str]) -> Found:
    import django

    django.setup()
    if parts - {"control"}:
        yield from _clean(portal, parts, scanners)
    if "control" in parts:
        yield from _control(portal, scanners)


def _clean(portal: Logged, parts: set[str], scanners: set[str]) -> Found:
    # Only now is Django set up.
    from tests.drills.canary import staff
    from tests.drills.canary.person import Person
    from tests.drills.canary.trouble import _token

    staff.account()
    portal.start()
    try:
        visitor = Person(portal.port, headers={})
        visitor.post("/guides/lamp/start/", _token(visitor))
        editor = staff.signed_in(Person(portal.port, headers={}))
        of_visit = tuple(f"/guides/lamp/{page}" for page in VISIT)
        for attack in (
            Attack(who="a stranger", starts=OPEN),
            Attack(
                who="a visitor",
                starts=of_visit,
                cookies=visitor.cookies,
                kept="/guides/lamp/answers/",
            ),
            Attack(who="an editor", starts=STAFF, cookies=editor.cookies, kept="/admin/"),
        ):
            if attack.who.split()[-1] in parts:
                yield from _attacked(portal, attack, scanners)
    finally:
        portal.stop()


def _attacked(portal: Logged, attack: Attack, scanners: set[str]) -> Found:
    base = f"http://127.0.0.1:{portal.port}/"
    if "wapiti" in scanners:
        found, pages = wapiti(portal.folder, base, attack.starts, _line(attack))
        yield f"wapiti, {attack.who}, {pages} pages: {len(found)} found {found[:8]}", not found
    if "sqlmap" in scanners:
        for asked, found in _injected(portal, attack):
            status = _status(portal, asked, attack)
            told = f"sqlmap, {attack.who}, {asked} (answers {status}): {len(found)} found"
            yield f"{told} {found[:8]}", not found and status == 200
    if attack.kept:
        status = _status(portal, attack.kept, attack)
        yield f"{attack.who} is still let in: {attack.kept} answers {status}", status == 200


def _control(portal: Logged, scanners: set[str]) -> Found:
    portal.application = "tests.drills.scan.planted"
    attack = Attack(who="a stranger, two faults planted", starts=OPEN)
    portal.start()
    try:
        if "wapiti" in scanners:
            base = f"http://127.0.0.1:{portal.port}/"
            found, _ = wapiti(portal.folder, base, attack.starts, "")
            kinds = sorted({one.partition(":")[0] for one in found})
            seen = all(any(word in kind for kind in kinds) for word in ("Cross Site", "SQL"))
            yield f"wapiti, {attack.who}: {kinds}", seen
        if "sqlmap" in scanners:
            found = [one for _, those in _injected(portal, attack) for one in those]
            yield f"sqlmap, {attack.who}: {found}", bool(found)
    finally:
        portal.stop()


def _injected(portal: Logged, attack: Attack) -> Iterator[tuple[str, list[str]]]:
    """What sqlmap found, address for address; in the cookies it looks at the first only."""
    base, known = f"http://127.0.0.1:{portal.port}", ()
    for start in (one for one in attack.starts if "?" in one):
        yield start, sqlmap(portal.folder, base + start, _line(attack), known)
        known = tuple(attack.cookies)


def _line(attack: Attack) -> str:
    """But for the mark that another drill looks for."""
    kept = ((name, value) for name, value in attack.cookies.items() if name != "canary")
    return "; ".join(f"{name}={value}" for name, value in kept)


def _status(portal: Logged, address: str, attack: Attack) -> int:
    """What this person is answered, without going on to another page."""
    line = HTTPConnection("127.0.0.1", portal.port, timeout=60)
    line.request("GET", address, headers={"Cookie": _line(attack)})
    status = line.getresponse().status
    line.close()
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
