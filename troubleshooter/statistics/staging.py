"""Many changed rows at once on PostgreSQL: copied beside the table, then brought in together.

A statement for each row costs its planning and its way there and back; a few for all of them take
a tenth of the time. An embedded database has neither, and takes them row by row.
"""

from collections.abc import Sequence

from django.db import connection

from .tables import Table

Row = tuple[object, ...]
BESIDE = "changed_counts"  # a temporary table, seen by this connection alone


def add_staged(table: Table, grown: Sequence[Row], shrunk: Sequence[Row]) -> None:
    """Add rows of key and measures: to what is there, or as new ones. Of those that shrink each is
    there, and is deleted where it comes to nothing. No key twice in either. In a transaction."""
    if grown:
        _stage(table, grown)
        _run(f"{_inserting(table)} ON CONFLICT ({_list(table.key)}) DO UPDATE SET {_adding(table)}")
        _run(f"DROP TABLE {BESIDE}")
    if shrunk:
        _stage(table, shrunk)
        name, beside, same = _name(table), BESIDE, _same_key(table)
        sums = ", ".join(f"{m} = {name}.{m} + {beside}.{m}" for m in _quoted(table.measures))
        empty = " AND ".join(f"{name}.{m} = 0" for m in _quoted(table.measures))
        _run(f"UPDATE {name} SET {sums} FROM {beside} WHERE {same}")  # noqa: S608  the model's names
        _run(f"DELETE FROM {name} USING {beside} WHERE {same} AND {empty}")  # noqa: S608  as above
        _run(f"DROP TABLE {beside}")


def _stage(table: Table, rows: Sequence[Row]) -> None:
    columns = _list((*table.key, *table.measures))
    empty = f"SELECT {columns} FROM {_name(table)} WITH NO DATA"  # noqa: S608  as above
    _run(f"CREATE TEMPORARY TABLE {BESIDE} ON COMMIT DROP AS {empty}")
    with connection.cursor() as cursor, cursor.copy(f"COPY {BESIDE} FROM STDIN") as into:
        for row in rows:
            into.write_row(row)
    _run(f"ANALYZE {BESIDE}")


def _inserting(table: Table) -> str:
    columns = _list((*table.key, *table.measures))
    return f"INSERT INTO {_name(table)} ({columns}) SELECT {columns} FROM {BESIDE}"  # noqa: S608  as above


def _adding(table: Table) -> str:
    name = _name(table)
    return ", ".join(f"{m} = {name}.{m} + excluded.{m}" for m in _quoted(table.measures))


def _same_key(table: Table) -> str:
    return " AND ".join(f"{_name(table)}.{k} = {BESIDE}.{k}" for k in _quoted(table.key))


def _name(table: Table) -> str:
    return connection.ops.quote_name(table.name)


def _list(columns: Sequence[str]) -> str:
    return ", ".join(_quoted(columns))


def _quoted(columns: Sequence[str]) -> list[str]:
    return [connection.ops.quote_name(column) for column in columns]


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
