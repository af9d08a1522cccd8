"""Reading several tables as they were at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .replica import read_from

FROZEN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"


@contextmanager
def snapshot() -> Iterator[None]:
    """Within it every query sees the same moment, and nobody waits for it. Nothing may be written.

    Inside a transaction that is open already, that one decides what is seen.
    """
    place = read_from()
    there = connections[place]
    if there.in_atomic_block:
        yield
    elif there.vendor == "postgresql":
        with transaction.atomic(using=place):
            _execute(there, f"{FROZEN} READ ONLY")
            yield
    else:
        with _reading_only_begins(there), transaction.atomic(using=place):
            yield


@contextmanager
def frozen_atomic() -> Iterator[None]:
    """A transaction that writes, all of whose queries see the same moment."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            _execute(connection, FROZEN)
        yield


@contextmanager
def _reading_only_begins(there: BaseDatabaseWrapper) -> Iterator[None]:
    """SQLite begins every transaction as a writer, by our settings; a look must not queue."""
    kept = getattr(there, "transaction_mode", None)
    there.ensure_connection()
    there.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        there.transaction_mode = kept


def _execute(there: BaseDatabaseWrapper, sql: str) -> None:
    with there.cursor() as cursor:
        cursor.execute(sql)
