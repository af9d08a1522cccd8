"""What is asked of the database, and written into it, at every step.

Django writes the SQL of a query anew each time that it is asked, which takes ten times as long as
the database takes to answer. That of these is written once, from what the models say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model, QuerySet
from django.db.models.expressions import BaseExpression


@dataclass(frozen=True, kw_only=True)
class Written:
    """The SQL of a query on one kind of database, and by their places the columns whose values the
    database gives in another shape than Python has them."""

    sql: str
    odd: tuple[tuple[int, BaseExpression], ...]


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A query with holes for values. It gives its columns as tuples, in Django's order.

    `query` is called once for each kind of database, with a value of the right type for each hole.
    Its SQL must have the holes in the same order, and nothing else that varies. The values are
    text, numbers or bytes: what every driver takes as it is.
    """

    query: Callable[..., QuerySet]
    holes: tuple[str | int | bytes, ...]
    _written: dict[str, Written] = field(default_factory=dict)

    def rows(self, *values: str | int | bytes) -> list[tuple]:
        """What the query gives for these values: one statement."""
        written = self._written.get(connection.vendor) or self._write()
        with connection.cursor() as cursor:
            cursor.execute(written.sql, values)
            rows = cursor.fetchall()
        if not written.odd:
            return rows
        converters = [(place, one, _converters(one)) for place, one in written.odd]
        return [_converted(row, converters) for row in rows]

    def _write(self) -> Written:
        compiler = self.query(*self.holes).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        if len(parameters) != len(self.holes):
            raise ValueError(f"{len(self.holes)} holes, but {len(parameters)} parameters: {sql}")
        columns = enumerate(column for column, _, _ in compiler.select)
        odd = tuple((place, column) for place, column in columns if _converters(column))
        written = Written(sql=sql, odd=odd)
        self._written[connection.vendor] = written
        return written


Converter = Callable[[object, BaseExpression, BaseDatabaseWrapper], object]


def _converters(column: BaseExpression) -> list[Converter]:
    """Asked of the connection at hand: they hold on to it."""
    return [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]


def _converted(row: tuple, converters: list[tuple[int, BaseExpression, list[Converter]]]) -> tuple:
    values = list(row)
    for place, column, found in converters:
        for convert in found:
            values[place] = convert(values[place], column, connection)
    return tuple(values)


def insert(rows: Sequence[Model]) -> None:
    """Add rows of one kind that nobody else has seen: a statement each. No signal is sent, and
    they do not learn their numbers."""
    for row in rows:
        columns = [column for column in row._meta.concrete_fields if not column.primary_key]
        _run(_inserting(connection.vendor, type(row)), row, columns)


def update(row: Model, *names: str) -> None:
    """Write these columns of a row that is there: one statement, no signal."""
    columns = [row._meta.get_field(name) for name in (*names, row._meta.pk.name)]
    _run(_updating(connection.vendor, type(row), names), row, columns)


def _run(sql: str, row: Model, columns: list[Field]) -> None:
    values = [
        column.get_db_prep_save(getattr(row, column.attname), connection) for column in columns
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@cache
def _inserting(vendor: str, kind: type[Model]) -> str:
    quote = connection.ops.quote_name
    names = [
        quote(column.column) for column in kind._meta.concrete_fields if not column.primary_key
    ]
    marks = ", ".join(["%s"] * len(names))
    return f"INSERT INTO {quote(kind._meta.db_table)} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608  our names


@cache
def _updating(vendor: str, kind: type[Model], names: tuple[str, ...]) -> str:
    quote, meta = connection.ops.quote_name, kind._meta
    written = ", ".join(f"{quote(meta.get_field(name).column)} = %s" for name in names)
    return f"UPDATE {quote(meta.db_table)} SET {written} WHERE {quote(meta.pk.column)} = %s"  # noqa: S608  our names
