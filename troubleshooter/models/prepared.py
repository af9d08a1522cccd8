"""Queries that are asked at every step.

Django writes the SQL of a query anew each time that it is asked, which takes ten times as long as
the database takes to answer. That of these is written once, by Django all the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.expressions import BaseExpression


@dataclass(frozen=True, kw_only=True)
class Written:
    """The SQL of a query on one kind of database, and what stands in its columns."""

    sql: str
    columns: tuple[BaseExpression, ...]


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
        converters = tuple(_converters(written, connection))
        return [_converted(row, converters) for row in rows] if converters else rows

    def _write(self) -> Written:
        compiler = self.query(*self.holes).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        if len(parameters) != len(self.holes):
            raise ValueError(f"{len(self.holes)} holes, but {len(parameters)} parameters: {sql}")
        written = Written(sql=sql, columns=tuple(column for column, _, _ in compiler.select))
        self._written[connection.vendor] = written
        return written


Converter = Callable[[object, BaseExpression, BaseDatabaseWrapper], object]
Column = tuple[int, BaseExpression, list[Converter]]


def _converters(written: Written, on: BaseDatabaseWrapper) -> Iterator[Column]:
    """Those columns whose values the database gives in another shape than Python has them."""
    for place, column in enumerate(written.columns):
        found = [*on.ops.get_db_converters(column), *column.get_db_converters(on)]
        if found:
            yield place, column, found


def _converted(row: tuple, converters: tuple[Column, ...]) -> tuple:
    values = list(row)
    for place, column, found in converters:
        for convert in found:
            values[place] = convert(values[place], column, connection)
    return tuple(values)
