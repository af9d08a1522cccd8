"""Which parts the events have on PostgreSQL, and how a part is changed without anybody waiting."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from troubleshooter.models import Event

TABLE = Event._meta.db_table
# Whoever waits for a lock makes all others wait behind it: give up soon, and try again.
PATIENCE, TRIES, PAUSE = "2s", 30, 1.0
# The CHECK that spares PostgreSQL from looking through a part, while it is attached.
HOLD = "within"


@dataclass(frozen=True, kw_only=True)
class Part:
    """The events of visits from number `first` up to before `end`; None: no such border."""

    table: str
    first: int | None
    end: int | None


def parts() -> list[Part]:
    """In their order. Empty where the events are one table."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT part.relname, pg_get_expr(part.relpartbound, part.oid) "
            "FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid "
            "WHERE inhparent = to_regclass(%s)",
            [TABLE],
        )
        found = [as_part(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda part: part.first or 0)


def as_part(table: str, bound: str) -> Part:
    """`bound` is as PostgreSQL says it: FOR VALUES FROM (MINVALUE) TO ('20001')."""
    first, end = (
        part.strip("()' ") for part in bound.removeprefix("FOR VALUES FROM ").split(" TO ")
    )
    return Part(table=table, first=_border(first), end=_border(end))


def _border(text: str) -> int | None:
    return None if text in ("MINVALUE", "MAXVALUE") else int(text)


def let_go(table: str) -> None:
    """Without the CHECK, if somebody was ended who had made it: it would refuse visits one day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_constraint WHERE conname = %s AND conrelid = to_regclass(%s)",
            [HOLD, table],
        )
        held = cursor.fetchone()
    if held:
        when_free(lambda cursor: cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {HOLD}"))


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def when_free(work: Callable[[CursorWrapper], object]) -> None:
    """In a transaction that waits for its locks a short time only, again and again."""
    for left in reversed(range(TRIES)):
        try:
            with _patient() as cursor:
                work(cursor)
            return
        except OperationalError:
            if not left:
                raise
            time.sleep(PAUSE)


@contextmanager
def _patient() -> Iterator[CursorWrapper]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        yield cursor
