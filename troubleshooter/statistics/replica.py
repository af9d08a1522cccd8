"""Looks read from a replica of the database, where there is one that is well and keeps up.

A replica repeats what the primary has written, a moment later. A look is of one moment, so it is
as exact there as here: it is only of a moment ago. Whoever writes, and every visitor, is with the
primary.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.models import Model

REPLICA = "replica"
# A replica that is further behind is not asked: people expect to see what happened just now.
MOST_SECONDS = 5
# For so many seconds nobody asks a replica that failed.
PAUSE = 10
log = logging.getLogger(__name__)
_reading: ContextVar[str] = ContextVar("where looks read", default=DEFAULT_DB_ALIAS)
_not_before = 0.0


def read_from() -> str:
    """The database that is read from here and now."""
    return _reading.get()


class Router:
    """Reads within a look go to the replica; all else, and every write, to the primary."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return read_from()

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """They are the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == REPLICA else None


@contextmanager
def reading_replica() -> Iterator[None]:
    """Within it rows are read from the replica if there is one that is well, else as always.

    Not inside of a transaction: who has written something sees it."""
    if read_from() == REPLICA or connection.in_atomic_block or not is_well():
        yield
        return
    token = _reading.set(REPLICA)
    try:
        yield
    except DatabaseError:
        away()
        raise
    finally:
        _reading.reset(token)


def has_replica() -> bool:
    return REPLICA in connections.settings


def is_well() -> bool:
    """Whether there is a replica, it answers, and is at most MOST_SECONDS behind."""
    if not has_replica() or time.monotonic() < _not_before:
        return False
    try:
        behind = seconds_behind()
    except DatabaseError as error:
        away(error)
        return False
    return behind <= MOST_SECONDS


def away(error: DatabaseError | None = None) -> None:
    """The primary is asked for a while, and after that the replica over a new connection."""
    global _not_before
    _not_before = time.monotonic() + PAUSE
    connections[REPLICA].close()
    why = f" ({type(error).__name__})" if error else ""
    log.warning("The replica failed%s: statistics are read from the primary.", why)


def seconds_behind() -> float:
    """How far the replica is behind what the primary has written by now.

    0 if it has repeated all of that; else the age of the last transaction that it repeated. (An
    idle primary writes nothing, so that age alone would grow.) Raises DatabaseError.
    """
    if connections[REPLICA].vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        (written,) = cursor.fetchone()
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= %s THEN 0 "
            "ELSE EXTRACT(EPOCH FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END",
            [written],
        )
        (behind,) = cursor.fetchone()
    return float("inf") if behind is None else max(0.0, float(behind))
