"""Bringing the tables by what a tally says, by day and by month alike."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db import connection
from django.utils import timezone

from troubleshooter.models import FoldedMonth

from .cells import OPEN, Cell
from .kinds import numbers_of
from .spans import DAY, MONTH
from .tables import TABLES, Table
from .tally import Tally

Key = tuple[object, ...]
Rows = dict[Key, dict[str, int]]


def write(tally: Tally, *, grains: tuple[str, ...] = (DAY, MONTH)) -> None:
    """Add every cell to its row of the day and of the month. Rows that come to nothing are deleted,
    and the months say that they were changed.

    Within a transaction that holds the mark.
    """
    by_table: dict[str, Rows] = {name: defaultdict(dict) for name in TABLES}
    numbers = numbers_of(kind for kind, _, counted in tally.groups() if any(counted.values()))
    for kind, day, counted in tally.groups():
        if kind in numbers:
            _into_rows(by_table, numbers[kind], day, counted, grains)
    for name, rows in by_table.items():
        _write_rows(TABLES[name], rows)
    _write_months({(kind.guide, day.replace(day=1)) for kind, day, _ in tally.groups()})


def _into_rows(
    by_table: dict[str, Rows],
    of_slice: int,
    day: date,
    counted: Mapping[Cell, int],
    grains: tuple[str, ...],
) -> None:
    """Bring what each row changes by up to date, by day and, added up, by month."""
    as_column = connection.ops.adapt_datefield_value
    starts = {DAY: as_column(day), MONTH: as_column(day.replace(day=1))}
    heads = [(of_slice, grain, starts[grain]) for grain in grains]
    for (name, *columns, measure), number in counted.items():
        if not number:
            continue
        rows, tail = by_table[name], tuple(columns)
        if name == OPEN:
            heard = connection.ops.adapt_datetimefield_value(columns[0])
            keys = [(of_slice, starts[DAY], heard, *columns[1:])]
        else:
            keys = [head + tail for head in heads]
        for key in keys:
            row = rows[key]
            row[measure] = row.get(measure, 0) + number


def _write_months(changed: set[tuple[int, date]]) -> None:
    now = timezone.now()
    FoldedMonth.objects.bulk_create(
        [FoldedMonth(guide_id=g, month=month, changed_at=now) for g, month in sorted(changed)],
        update_conflicts=True,
        unique_fields=["guide", "month"],
        update_fields=["changed_at"],
    )


def _write_rows(table: Table, rows: Rows) -> None:
    """Rows that only grow may be new; one that shrinks is there, and the database refuses a number
    below zero even where it would be added to another."""
    grown, shrunk = [], []
    for key, changes in rows.items():
        numbers = tuple(changes.get(measure, 0) for measure in table.measures)
        if min(numbers) < 0:
            shrunk.append(numbers + key)
        elif any(numbers):
            grown.append(key + numbers)
    width = len(table.measures)
    grown.sort()
    _many(_sql_of_growing(table), grown)
    _many(_sql_of_shrinking(table), shrunk)
    _many(_sql_of_emptied(table), [row[width:] for row in shrunk])


def _many(sql: str, rows: list[Key]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def _sql_of_growing(table: Table) -> str:
    quoted = connection.ops.quote_name
    name = quoted(table.name)
    columns = [quoted(column) for column in (*table.key, *table.measures)]
    key = ", ".join(columns[: len(table.key)])
    adding = ", ".join(f"{m} = {name}.{m} + excluded.{m}" for m in columns[len(table.key) :])
    marks = ", ".join(["%s"] * len(columns))
    return (
        f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks}) "  # noqa: S608 - names are the model's
        f"ON CONFLICT ({key}) DO UPDATE SET {adding}"
    )


def _sql_of_shrinking(table: Table) -> str:
    quoted = connection.ops.quote_name
    adding = ", ".join(f"{quoted(m)} = {quoted(m)} + %s" for m in table.measures)
    return f"UPDATE {quoted(table.name)} SET {adding} WHERE {_key_is(table)}"  # noqa: S608 - as above


def _sql_of_emptied(table: Table) -> str:
    quoted = connection.ops.quote_name
    empty = " AND ".join(f"{quoted(m)} = 0" for m in table.measures)
    return f"DELETE FROM {quoted(table.name)} WHERE {_key_is(table)} AND {empty}"  # noqa: S608 - as above


def _key_is(table: Table) -> str:
    return " AND ".join(f"{connection.ops.quote_name(column)} = %s" for column in table.key)
