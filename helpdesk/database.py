"""The database, from the environment, set up so that nothing that was acknowledged is lost."""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from .variables import env_text


def env_database(data_dir: Path, *, demo: bool) -> dict[str, object]:
    """The database that DATABASE_URL names; embedded SQLite without it."""
    name = "demo.sqlite3" if demo else "helpdesk.sqlite3"
    url = env_text("DATABASE_URL", f"sqlite:///{data_dir / name}")
    try:
        database = parsed(url)
    except (ValueError, dj_database_url.ParseError) as error:
        raise ImproperlyConfigured(f"DATABASE_URL is not a database address: {error}") from error
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # Writers queue (in_turn) before they begin (IMMEDIATE), readers never wait (WAL), and what
        # was acknowledged survives a power cut (FULL). What is deleted is written over.
        database["ENGINE"] = "helpdesk.in_turn"
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA secure_delete=ON;",
        }
        # A file, as in real life: tests with many threads need its locks. One for each process,
        # so that two test runs do not meet.
        test_file = Path(tempfile.gettempdir()) / f"helpdesk-test-{os.getpid()}.sqlite3"
        database["TEST"] = {"NAME": str(test_file)}
    if database["ENGINE"] == "django.db.backends.postgresql":
        database["ENGINE"] = "helpdesk.in_time"
        # A server that does not answer is given up in seconds, not in minutes.
        waits = {"connect_timeout": 3, "tcp_user_timeout": 4_000, "keepalives_idle": 30}
        database["OPTIONS"] = {**waits, **database.get("OPTIONS", {})}
    return database


def parsed(url: str) -> dict[str, object]:
    """What an address of a database says. It may name several hosts, as libpq's do: the one that
    can be written to is taken, again at each new connection. ValueError and ParseError."""
    place = urlsplit(url).netloc
    account, at, hosts = place.rpartition("@")
    if "," not in hosts:
        return dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    names, ports = zip(*(_host_and_port(host) for host in hosts.split(",")), strict=True)
    one = url.replace(place, f"{account}{at}{names[0]}", 1)
    several: dict[str, object] = {"HOST": ",".join(names), "PORT": ",".join(ports)}
    database = dict(dj_database_url.parse(one, conn_max_age=60, conn_health_checks=True))
    options = {"target_session_attrs": "read-write", **database.get("OPTIONS", {})}
    return {**database, **several, "OPTIONS": options}


def _host_and_port(host: str) -> tuple[str, str]:
    name, _, port = host.partition(":")
    if not name or (port and not port.isdecimal()):
        raise ValueError(f"{host or 'an empty host'} among its hosts")
    return name, port or "5432"
