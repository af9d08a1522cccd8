"""What is asked of the database, and written into it, at every step.

Django writes the SQL of a query anew each time that it is asked, which takes ten times as long as
the database takes to answer. That of these is written once, from what the models say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BooleanField,
    CharField,
    Field,
    FloatField,
    ForeignKey,
    IntegerField,
    Model,
    QuerySet,
)
from django.db.models.expressions import BaseExpression


@dataclass(frozen=True, kw_only=True)
class Written:
    """The SQL of a query on one kind of database, and by their places the columns whose values the
    database gives in another shape than Python has them."""

    sql: str
    odd: tuple[tuple[int, BaseExpression], ...]


# Columns whose values every driver takes as Python has them: nothing is to be prepared.
AS_THEY_ARE = (BooleanField, CharField, FloatField, ForeignKey, IntegerField)


@dataclass(frozen=True, kw_only=True)
class Writing:
    """The SQL that writes a row, and in its order the attributes whose values it takes, with their
    columns where those prepare the value."""

    sql: str
    columns: tuple[tuple[str, Field | None], ...]


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A query with holes for values. It gives its columns as tuples, in Django's order.

    `query` is called once for each kind of database, with a value of the right type for each hole.
    Its SQL must have the holes in the same order, and nothing else that varies. The values are
    text, numbers or bytes: what every driver takes as it is. Columns at the places in `raw` are
    given as the database has them, for whoever may want one of many to ask for its `value`.
    """

    query: Callable[..., QuerySet]
    holes: tuple[str | int | bytes, ...]
    raw: tuple[int, ...] = ()
    _written: dict[str, Written] = field(default_factory=dict)

    def rows(self, *values: str | int | bytes, using: str = DEFAULT_DB_ALIAS) -> list[tuple]:
        """What the query gives for these values: one statement, to this database."""
        own = connections[using]
        written = self._written.get(own.vendor) or self._write()
        with own.cursor() as cursor:
            cursor.execute(written.sql, values)
            rows = cursor.fetchall()
        if not written.odd:
            return rows
        odd = [one for one in _kept_converters(own, written) if one[0] not in self.raw]
        return [_converted(row, odd, own) for row in rows] if odd else rows

    def value(self, place: int, given: object) -> object:
        """What a raw column's value is in Python."""
        own = connections[DEFAULT_DB_ALIAS]
        written = self._written.get(own.vendor) or self._write()
        for where, column, found in _kept_converters(own, written):
            for convert in found if where == place else ():
                given = convert(given, column, own)
        return given

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
Converters = list[tuple[int, BaseExpression, list[Converter]]]


def _kept_converters(own: BaseDatabaseWrapper, written: Written) -> Converters:
    """They hold on to their connection, so it is the connection that keeps them."""
    kept = vars(own).setdefault("_converters_of_prepared", {})
    if written.sql not in kept:
        kept[written.sql] = [(place, one, _converters(one)) for place, one in written.odd]
    return kept[written.sql]


def _converters(column: BaseExpression) -> list[Converter]:
    return [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]


def _converted(row: tuple, converters: Converters, own: BaseDatabaseWrapper) -> tuple:
    values = list(row)
    for place, column, found in converters:
        for convert in found:
            values[place] = convert(values[place], column, own)
    return tuple(values)


def insert(rows: Sequence[Model]) -> None:
    """Add rows of one kind that nobody else has seen: a statement each. No signal is sent, and
    they do not learn their numbers."""
    for row in rows:
        _run(_inserting(connection.vendor, type(row)), row)


def update(row: Model, *names: str) -> None:
    """Write these columns of a row that is there: one statement, no signal."""
    _run(_updating(connection.vendor, type(row), names), row)


def _run(writing: Writing, row: Model) -> None:
    own = connections[DEFAULT_DB_ALIAS]
    values = [
        column.get_db_prep_save(getattr(row, name), own) if column else getattr(row, name)
        for name, column in writing.columns
    ]
    with own.cursor() as cursor:
        cursor.execute(writing.sql, values)


@cache
def _inserting(vendor: str, kind: type[Model]) -> Writing:
    quote = connection.ops.quote_name
    columns = [column for column in kind._meta.concrete_fields if not column.primary_key]
    names = ", ".join(quote(column.column) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    table = quote(kind._meta.db_table)
    return _writing(f"INSERT INTO {table} ({names}) VALUES ({marks})", columns)  # noqa: S608  our names


@cache
def _updating(vendor: str, kind: type[Model], names: tuple[str, ...]) -> Writing:
    quote, meta = connection.ops.quote_name, kind._meta
    columns = [meta.get_field(name) for name in names]
    written = ", ".join(f"{quote(column.column)} = %s" for column in columns)
    sql = f"UPDATE {quote(meta.db_table)} SET {written} WHERE {quote(meta.pk.column)} = %s"  # noqa: S608  our names
    return _writing(sql, [*columns, meta.pk])


def _writing(sql: str, columns: Sequence[Field]) -> Writing:
    odd = (None if isinstance(column, AS_THEY_ARE) else column for column in columns)
    return Writing(sql=sql, columns=tuple(zip((c.attname for c in columns), odd, strict=True)))
