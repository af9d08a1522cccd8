"""Bringing the tables by what a tally says, by day and by month alike."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import connection

from .cells import OPEN, Cell, Kind
from .kinds import numbers_of
from .spans import DAY, MONTH
from .tables import TABLES, Table
from .tally import Tally

Key = tuple[object, ...]
Rows = dict[Key, dict[str, int]]


def write(tally: Tally, *, grains: tuple[str, ...] = (DAY, MONTH)) -> None:
    """Add every cell to its row of the day and of the month. Rows that come to nothing are deleted.

    Within a transaction that holds the mark.
    """
    counted = list(tally)
    numbers = numbers_of(kind for kind, *_ in counted)
    for name, rows in _by_table(counted, numbers, grains).items():
        _write_rows(TABLES[name], rows)


def _by_table(
    counted: Iterable[tuple[Kind, date, Cell, int]],
    numbers: Mapping[Kind, int],
    grains: tuple[str, ...],
) -> dict[str, Rows]:
    """For each table the changes of its rows, by day and, added up, by month."""
    found: dict[str, Rows] = {name: defaultdict(dict) for name in TABLES}
    for kind, day, (name, *columns, measure), number in counted:
        rows, of_slice = found[name], numbers[kind]
        if name == OPEN:
            heard = connection.ops.adapt_datetimefield_value(columns[0])
            _raise(rows[of_slice, _as_column(day), heard, *columns[1:]], measure, number)
            continue
        for grain in grains:
            start = _as_column(day if grain == DAY else day.replace(day=1))
            _raise(rows[of_slice, grain, start, *columns], measure, number)
    return found


def _as_column(day: date) -> object:
    """A day as the database takes it."""
    return connection.ops.adapt_datefield_value(day)


def _raise(row: dict[str, int], measure: str, by: int) -> None:
    row[measure] = row.get(measure, 0) + by


def _write_rows(table: Table, rows: Rows) -> None:
    """Rows that only grow may be new; one that shrinks is there, and the database refuses a number
    below zero even where it would be added to another."""
    grown, shrunk = [], []
    for key, changes in rows.items():
        numbers = [changes.get(measure, 0) for measure in table.measures]
        if min(numbers) >= 0:
            if any(numbers):
                grown.append((*key, *numbers))
        else:
            shrunk.append((*numbers, *key))
    width = len(table.measures)
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
