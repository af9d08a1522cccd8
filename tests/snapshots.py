"""What a fixture writes, written once in a process and then put back row by row: the same, sooner.

Publishing a small guide takes a tenth of a second, and a thousand tests begin with it. Its rows
alone take some milliseconds. They are put back only where the tables hold just what they held when
the rows were written. Anywhere else the fixture does its real work.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import cache

from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, models, transaction

from troubleshooter.models import Guide

Table = type[models.Model]
Rows = list[tuple]


@dataclass(frozen=True)
class Snapshot:
    """`write` adds rows to our tables and to the audit trail, and changes none that are there."""

    write: Callable[[], object]
    kept: dict[Hashable, dict[Table, Rows]] = field(default_factory=dict)
    kinds: dict[int, tuple[str, str]] = field(default_factory=dict)

    @transaction.atomic
    def put(self) -> None:
        before = state()
        if before in self.kept:
            for table, rows in self.kept[before].items():
                insert(table, self.renumbered(rows) if table is LogEntry else rows)
            count_on(self.kept[before])
            return
        tables = [*ours(), LogEntry]
        there = {table: rows_of(table) for table in tables}
        self.write()
        now = {table: rows_of(table) for table in tables}
        if all(set(there[table]) <= set(now[table]) for table in tables):
            new = {table: [r for r in now[table] if r not in set(there[table])] for table in tables}
            self.kept[before] = {table: rows for table, rows in new.items() if rows}
            self.kinds.update((one.pk, one.natural_key()) for one in ContentType.objects.all())

    def renumbered(self, rows: Rows) -> Rows:
        """The audit trail refers to content types, which come anew, with other numbers, whenever a
        test has emptied all tables."""
        at = [f.column for f in LogEntry._meta.local_concrete_fields].index("content_type_id")
        number = {
            old: ContentType.objects.get_by_natural_key(*kind).pk
            for old, kind in self.kinds.items()
            if old in {row[at] for row in rows}
        }
        return [(*row[:at], number[row[at]], *row[at + 1 :]) for row in rows]


@cache
def ours() -> list[Table]:
    return list(apps.get_app_config("troubleshooter").get_models(include_auto_created=True))


def state() -> Hashable:
    """What stands in our tables, as far as what is written next can depend on it: the guides, and
    the newest row of each table."""
    with connection.cursor() as cursor:
        cursor.execute(newest())
        found = cursor.fetchone()
    return found, tuple(rows_of(Guide))


@cache
def newest() -> str:
    each = ", ".join(f"(SELECT MAX({pk(table)}) FROM {name(table)})" for table in ours())
    return f"SELECT {each}"


def rows_of(table: Table) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns(table))} FROM {name(table)} ORDER BY {pk(table)}"
        )
        return cursor.fetchall()


def insert(table: Table, rows: Rows) -> None:
    """Links are checked at the end of a transaction, so the order of the tables does not matter.
    Nothing refers to an entry of the trail, which others have entries in: it gets a new number."""
    statement, chosen = inserting(table)
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[row[at] for at in chosen] for row in rows])


def count_on(tables: Iterable[Table]) -> None:
    """The next new row gets a number after theirs. PostgreSQL counts beside its tables, and some
    tests let it begin anew."""
    numbered = [table for table in tables if table is not LogEntry]
    statements = connection.ops.sequence_reset_sql(no_style(), numbered)
    if statements:
        with connection.cursor() as cursor:
            cursor.execute(" ".join(statements))


@cache
def inserting(table: Table) -> tuple[str, list[int]]:
    """The statement, and which columns of a row it takes."""
    named = columns(table)
    skip = named.index(pk(table)) if table is LogEntry else None
    chosen = [at for at in range(len(named)) if at != skip]
    into = ", ".join(named[at] for at in chosen)
    places = ", ".join(["%s"] * len(chosen))
    return f"INSERT INTO {name(table)} ({into}) VALUES ({places})", chosen


@cache
def columns(table: Table) -> list[str]:
    return [connection.ops.quote_name(f.column) for f in table._meta.local_concrete_fields]


def name(table: Table) -> str:
    return connection.ops.quote_name(table._meta.db_table)


def pk(table: Table) -> str:
    return connection.ops.quote_name(table._meta.pk.column)
