"""The sites side by side: a database of its own for each, made new, on the same server software."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from .server import Started, start

PORTAL = "helpdesk.wsgi"
RIVALS = "tests.bench_speed.rivals.wsgi"
SITES = {
    "floor": RIVALS,
    "floor with a session": RIVALS,
    "wizard": RIVALS,
    "portal": PORTAL,
    "portal, known": PORTAL,
    "portal, known, htmx": PORTAL,
}
FIRST = {PORTAL: "/guides/icloud-backup/", RIVALS: "/floor/"}
SETTINGS = {PORTAL: "helpdesk.settings", RIVALS: "tests.bench_speed.rivals.settings"}
GUIDES = sorted(Path("troubleshooter/guides").glob("*.yaml"))


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the databases are: a folder for embedded ones, or the address of an empty PostgreSQL
    database whose name the others' names begin with."""

    folder: Path
    postgresql: str | None = None
    port: int = 8790

    def env(self, application: str) -> dict[str, str]:
        name = "portal" if application == PORTAL else "rivals"
        data = self.folder / name
        data.mkdir(parents=True, exist_ok=True)
        env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        env |= {"DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": SETTINGS[application]}
        # All who are measured come from one address. The limit is asked all the same.
        env["RATE_LIMITS"] = "starts=10000000/minute"
        if self.postgresql:
            url = urlsplit(self.postgresql)
            env["DATABASE_URL"] = urlunsplit(url._replace(path=f"{url.path}_{name}"))
        return env


def made(place: Place) -> None:
    """All databases, with their tables, and the guides that ship."""
    if place.postgresql:
        _manage(place, PORTAL, "-m", "tests.bench_speed.filling", "databases", place.postgresql)
    _manage(place, RIVALS, "-m", "django", "migrate", "--run-syncdb", "--verbosity", "0")
    _manage(place, PORTAL, "-m", "django", "migrate", "--verbosity", "0")
    _manage(
        place, PORTAL, "-m", "django", "import_guide", "--publish", "--only-new", *map(str, GUIDES)
    )
    _manage(place, PORTAL, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0")


def filled(place: Place, what: str, number: int) -> None:
    """So many guides, steps in a guide, or visits, straight into the portal's tables."""
    _manage(place, PORTAL, "-m", "tests.bench_speed.filling", what, str(number))


def _manage(place: Place, application: str, *command: str) -> None:
    subprocess.run(
        [sys.executable, *command],
        env=place.env(application),
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextmanager
def running(place: Place, *applications: str) -> Iterator[dict[str, Started]]:
    """The sites' servers, by application."""
    servers: dict[str, Started] = {}
    try:
        for number, application in enumerate(applications):
            env, port = place.env(application), place.port + number
            servers[application] = start(application, port, env, FIRST[application])
        yield servers
    finally:
        for server in servers.values():
            server.stop()
