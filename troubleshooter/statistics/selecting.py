"""Sums over rows of counts, in one statement that every database answers from its unique index.

Written as SQL: an “or” between ranges would make SQLite read all rows of a slice, and the ORM knows
no sum over a union.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, connections

from .replica import read_from

Row = tuple[tuple, list[int]]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows of these slices that start from `first` to `last`, whose columns have one of these
    values. `starts`, if there are any, are all days from which such rows can start: named one by
    one, they let an index go on to what comes after the day. With the sign -1 rows are taken off.
    `also` is one more condition, with its parameters."""

    slices: tuple[int, ...]
    values: Mapping[str, tuple[object, ...]]
    first: date
    last: date
    starts: tuple[date, ...] = ()
    sign: int = 1
    also: tuple[str, tuple[object, ...]] = ("", ())


def summed(
    table: str,
    columns: Sequence[str],
    measures: Sequence[str],
    parts: Sequence[Part],
    *,
    computed: tuple[str, str, tuple[object, ...]] | None = None,
) -> Iterator[Row]:
    """(values of the columns, sums of the measures), grouped by the columns; those are the table's
    own, but for `computed`: (its name, its SQL, parameters)."""
    quoted = connection.ops.quote_name
    inner, parameters = [], []
    for part in parts:
        sql, given = _select(table, columns, measures, part, computed)
        inner.append(sql)
        parameters += given
    sums = [f"SUM({quoted(measure)})" for measure in measures]
    apart = [quoted(column) for column in columns]
    group = f" GROUP BY {', '.join(apart)}" if apart else ""
    union = " UNION ALL ".join(inner)
    sql = f"SELECT {', '.join([*apart, *sums])} FROM ({union}) AS counted{group}"  # noqa: S608 - names are the model's
    with connections[read_from()].cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = _as_days(columns, cursor.fetchall())
    width = len(columns)
    for row in rows:
        # A sum over no rows is no number, and PostgreSQL's sums are decimals.
        yield row[:width], [int(number or 0) for number in row[width:]]


def _select(
    table: str,
    columns: Sequence[str],
    measures: Sequence[str],
    part: Part,
    computed: tuple[str, str, tuple[object, ...]] | None,
) -> tuple[str, list[object]]:
    quoted = connection.ops.quote_name
    name, how, given = computed or ("", "", ())
    shown = [f"{how} AS {quoted(name)}" if column == name else quoted(column) for column in columns]
    shown += [
        quoted(measure) if part.sign > 0 else f"-{quoted(measure)} AS {quoted(measure)}"
        for measure in measures
    ]
    conditions, parameters = _conditions(part)
    sql = f"SELECT {', '.join(shown)} FROM {quoted(table)} WHERE {' AND '.join(conditions)}"  # noqa: S608 - as above
    return sql, [*given, *parameters]


def _conditions(part: Part) -> tuple[list[str], list[object]]:
    day = connection.ops.adapt_datefield_value
    conditions, parameters = [f"slice_id IN ({', '.join(map(str, part.slices))})"], []
    for column, values in part.values.items():
        conditions.append(f"{connection.ops.quote_name(column)} IN ({_marks(values)})")
        parameters += values
    if part.starts:
        conditions.append(f"start IN ({_marks(part.starts)})")
        parameters += map(day, part.starts)
    else:
        conditions.append("start BETWEEN %s AND %s")
        parameters += [day(part.first), day(part.last)]
    also, more = part.also
    return [*conditions, *([also] if also else [])], [*parameters, *more]


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _as_days(columns: Sequence[str], rows: list[tuple]) -> list[tuple]:
    """SQLite gives days as text."""
    at = columns.index("start") if "start" in columns else None
    if at is None or not rows or isinstance(rows[0][at], date):
        return rows
    return [(*row[:at], date.fromisoformat(row[at]), *row[at + 1 :]) for row in rows]
