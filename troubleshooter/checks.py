"""What must hold before the portal serves anyone: else it would promise what it does not keep.

Settings say how durable a database should be; only the database knows how durable it is.
"""

from collections.abc import Sequence

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, run_checks
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connections

# SQLite's synchronous: 2 is FULL, 3 is EXTRA. With less a power cut takes what was acknowledged.
FULL = 2
# PostgreSQL's synchronous_commit: off answers before anything is written.
WRITTEN = {"on", "local", "remote_write", "remote_apply"}


def keeps_what_it_acknowledges(
    *, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Ask each database how it is set, now and for this very connection."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        known = {"sqlite": _sqlite, "postgresql": _postgresql}.get(connection.vendor)
        if known is not None:
            with connection.cursor() as cursor:
                found += known(cursor)
    return found


def _sqlite(cursor: object) -> list[CheckMessage]:
    found = []
    if _asked(cursor, "PRAGMA journal_mode") not in ("wal", "memory"):
        found.append(
            Error(
                "The database file is not in WAL mode: readers and writers would wait for each "
                "other.",
                hint="Some network drives cannot do it. Put DATA_DIR on a disk of this machine.",
                id="troubleshooter.E001",
            )
        )
    if int(_asked(cursor, "PRAGMA synchronous")) < FULL:
        found.append(
            Error(
                "The database answers before what was said is on the disk: a power cut would take "
                "it.",
                hint="Leave PRAGMA synchronous at FULL.",
                id="troubleshooter.E002",
            )
        )
    return found


def _postgresql(cursor: object) -> list[CheckMessage]:
    wanted = {"fsync": {"on"}, "full_page_writes": {"on"}, "synchronous_commit": WRITTEN}
    return [
        Error(
            f"PostgreSQL runs with {name} = {value}: a power cut could take or break what was "
            "acknowledged.",
            hint=f"Set {name} to on.",
            id="troubleshooter.E003",
        )
        for name, good in wanted.items()
        if (value := _asked(cursor, f"SHOW {name}")) not in good
    ]


def _asked(cursor: object, sql: str) -> str:
    cursor.execute(sql)
    return str(cursor.fetchone()[0]).casefold()


def refuse_to_start() -> None:
    """Raise SystemCheckError, with all that is wrong, before a request is served: in production
    also what `check --deploy` finds. A database that is away is not wrong: the portal starts, says
    so, and serves once it is back."""
    found = run_checks(include_deployment_checks=True) if settings.SECURE_SSL_REDIRECT else []
    try:
        found += run_checks(tags=[Tags.database], databases=["default"])
    except DatabaseError:
        pass
    finally:
        connections.close_all()
    heard = (one for one in found if not one.is_silenced())
    wrong = [one for one in heard if one.is_serious() or settings.SECURE_SSL_REDIRECT]
    if wrong:
        lines = "\n".join(str(one) for one in wrong)
        raise SystemCheckError(f"The portal does not start:\n{lines}")
