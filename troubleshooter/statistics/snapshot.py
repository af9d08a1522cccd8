"""Reading several tables as they were at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

FROZEN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"


@contextmanager
def snapshot() -> Iterator[None]:
    """Within it every query sees the same moment, and nobody waits for it. Nothing may be written.

    Inside a transaction that is open already, that one decides what is seen.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            _execute(f"{FROZEN} READ ONLY")
            yield
    else:
        with _reading_only_begins(), transaction.atomic():
            yield


@contextmanager
def frozen_atomic() -> Iterator[None]:
    """A transaction that writes, all of whose queries see the same moment."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            _execute(FROZEN)
        yield


@contextmanager
def _reading_only_begins() -> Iterator[None]:
    """SQLite begins every transaction as a writer, by our settings; a look must not queue."""
    kept = getattr(connection, "transaction_mode", None)
    connection.ensure_connection()
    connection.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = kept


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
