"""Bringing the tables by what a tally says, by day and by month alike."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.db import connection
from django.utils import timezone

from troubleshooter.models import FoldedMonth

from .cells import OPEN, Cell, Kind
from .kinds import numbers_of, of_all_devices
from .spans import DAY, MONTH
from .staging import add_staged
from .tables import TABLES, Table
from .tally import Tally

Key = tuple[object, ...]
Head = tuple[Kind, str, date]  # what a row is of: slice, grain, start
Rows = dict[Key, dict[str, int]]


def write(tally: Tally) -> None:
    """Add every cell to its row of the day, and to those of the month. Rows that come to nothing
    are deleted, and the months say that they were changed.

    Within a transaction that holds the mark.
    """
    _write(tally, lambda kind, day: ((kind, DAY, day), *_months_of(kind, day)))


def write_months(tally: Tally) -> None:
    """As `write`, but to rows of the month alone: those of the slice that the tally names."""
    _write(tally, lambda kind, day: ((kind, MONTH, day.replace(day=1)),))


def _months_of(kind: Kind, day: date) -> Iterator[Head]:
    for one in (kind, of_all_devices(kind)):
        yield one, MONTH, day.replace(day=1)


def _write(tally: Tally, heads_of: Callable[[Kind, date], Iterable[Head]]) -> None:
    by_table: dict[str, Rows] = {name: defaultdict(dict) for name in TABLES}
    found = [
        (tuple(heads_of(kind, day)), (kind, day), counted)
        for kind, day, counted in tally.groups()
        if any(counted.values())
    ]
    numbers = numbers_of(kind for heads, *_ in found for kind, *_ in heads)
    as_column = connection.ops.adapt_datefield_value
    for heads, (kind, day), counted in found:
        starts = [(numbers[of], grain, as_column(start)) for of, grain, start in heads]
        _into_rows(by_table, starts, (numbers[kind], as_column(day)), counted)
    for name, rows in by_table.items():
        _write_rows(TABLES[name], rows)
    _write_months({(kind.guide, day.replace(day=1)) for _, (kind, day), _ in found})


def _into_rows(
    by_table: dict[str, Rows],
    heads: Sequence[Key],
    day: Key,
    counted: Mapping[Cell, int],
) -> None:
    """Bring what each row changes by up to date; rows of unended visits are kept by day alone."""
    for (name, *columns, measure), number in counted.items():
        if not number:
            continue
        rows = by_table[name]
        if name == OPEN:
            heard = connection.ops.adapt_datetimefield_value(columns[0])
            keys = [(*day, heard, *columns[1:])]
        else:
            tail = tuple(columns)
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
    if connection.vendor == "postgresql":
        add_staged(table, grown, [row[width:] + row[:width] for row in shrunk])
        return
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
