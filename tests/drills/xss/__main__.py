"""`make drill-xss`: every payload in every text, on every kind of page, in a browser.

    python -m tests.drills.xss [--rounds 6] [--only 1] [--after 0] [--chromium /usr/bin/chromium]

A round has its share of the payloads, all of them in every text at once. Prints a line for each
figure, and ends with status 1 where one is missed.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator

from .payloads import FAMILIES, PLANTED, groups, payloads

LEAST, LEAST_KINDS = 200, 100
Found = tuple[str, bool]


def main() -> int:
    options = argparse.ArgumentParser(prog="make drill-xss")
    options.add_argument("--rounds", type=int, default=6)
    options.add_argument("--only", type=int, help="so many of the rounds, and not all")
    options.add_argument("--after", type=int, default=0, help="leave out so many of the rounds")
    options.add_argument("--chromium", default=shutil.which("chromium"))
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="drill-xss-") as folder:
        os.environ |= {"DATA_DIR": folder, "DATABASE_URL": "", "DEBUG": "1"}
        os.environ |= {"RATE_LIMITS": "starts=1000000/minute", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "helpdesk.settings", "ALLOWED_HOSTS": "testserver"}
        import django

        django.setup()
        failed = [what for what, right in _found(chosen) if not _told(what, right)]
    return 1 if failed else 0


def _told(what: str, right: bool) -> bool:
    print(f"{'ok  ' if right else 'NOT '} {what}", flush=True)
    return right


def _found(chosen: argparse.Namespace) -> Iterator[Found]:
    # Only now is Django set up.
    from django.core.management import call_command

    from .round import chromium

    call_command("migrate", verbosity=0)
    forms = sum(map(len, FAMILIES.values()))
    told = f"{len(payloads())} payloads of {forms} forms in {len(FAMILIES)} families"
    yield told, forms >= LEAST
    with chromium(chosen.chromium) as page:
        yield from _rounds(page, chosen)
        yield from _control(page)


def _rounds(page, chosen: argparse.Namespace) -> Iterator[Found]:
    from .round import look_at_all, put

    kinds, loads = set(), 0
    dealt = list(groups(chosen.rounds))[chosen.after :][: chosen.only]
    for number, group in enumerate(dealt, start=1 + chosen.after):
        put(group)
        heard, names = look_at_all(page, group)
        kinds |= names
        loads += heard.loads
        told = (
            f"round {number}, {len(group)} payloads, {heard.loads} pages loaded: {len(heard.ran)} "
            f"ran, {len(heard.stopped)} stopped by the policy, {len(heard.armed)} could run, "
            f"{len(heard.asked)} asked for elsewhere"
        )
        yield told, not heard.faults()
        for fault in heard.faults()[:20]:
            print(f"     {fault}", flush=True)
    yield f"{len(kinds)} kinds of pages and files, {loads} pages loaded", len(kinds) >= LEAST_KINDS


def _control(page) -> Iterator[Found]:
    from .browsing import Browser
    from .round import nothing_escaped
    from .surfaces import typed_in

    with nothing_escaped():
        browser = Browser(page)
        for surface in typed_in(PLANTED):
            browser.look(surface)
    heard = browser.heard
    told = f"planted and seen, templates that escape nothing: {len(heard.ran)} ran, "
    told += f"{len(heard.stopped)} stopped by the policy, {len(heard.armed)} could run, "
    told += f"{len(heard.asked)} asked for elsewhere"
    yield told, all((heard.ran, heard.stopped, heard.armed, heard.asked))


if __name__ == "__main__":
    sys.exit(main())
