"""`make drill-scan`: wapiti and sqlmap against the running portal, which must find nothing.

    python -m tests.drills.scan [portal] [control]

As somebody without a visit, in the midst of a visit, and as an editor. The control is a portal with
two planted faults, which they must find. Ends with status 1 if it is not so.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
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


def main(parts: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="drill-scan-") as name:
        os.environ |= {
            "DATA_DIR": name,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "helpdesk.settings",
        }
        limits = ",".join(f"{kind}=10000000/minute" for kind in LIMITS)
        portal = Logged(folder=Path(name), port=PORT, variables={"RATE_LIMITS": limits}).made()
        found = _found(portal, parts or ["portal", "control"])
        return 1 if [what for what, right in found if not _told(what, right)] else 0


def _told(what: str, right: bool) -> bool:
    print(f"{'ok  ' if right else 'NOT '} {what}", flush=True)
    return right


def _found(portal: Logged, parts: list[str]) -> Found:
    import django

    django.setup()
    if "portal" in parts:
        yield from _clean(portal)
    if "control" in parts:
        yield from _control(portal)


def _clean(portal: Logged) -> Found:
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
        for who, starts, cookies in (
            ("a stranger", OPEN, {}),
            ("a visitor", of_visit, visitor.cookies),
            ("an editor", STAFF, editor.cookies),
        ):
            yield from _scanned(portal, who, starts, _line(cookies), clean=True)
    finally:
        portal.stop()


def _control(portal: Logged) -> Found:
    portal.application = "tests.drills.scan.planted"
    portal.start()
    try:
        yield from _scanned(portal, "a stranger, two faults planted", OPEN, "", clean=False)
    finally:
        portal.stop()


def _line(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items() if name != "canary")


def _scanned(
    portal: Logged, who: str, starts: tuple[str, ...], cookies: str, *, clean: bool
) -> Found:
    base, folder = f"http://127.0.0.1:{portal.port}/", portal.folder
    found, pages = wapiti(folder, base, starts, cookies)
    if clean:
        yield f"wapiti, {who}, {pages} pages: {len(found)} found {found[:8]}", not found
    else:
        kinds = {one.partition(":")[0] for one in found}
        seen = any("Cross" in one or "XSS" in one for one in kinds) and any(
            "SQL" in one for one in kinds
        )
        yield f"wapiti, {who}: {sorted(kinds)}", seen
    asked = tuple(base + start.lstrip("/") for start in starts if "?" in start)
    found = sqlmap(folder, asked, cookies)
    yield f"sqlmap, {who}, {len(asked)} addresses: {found}", bool(found) != clean


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
