"""A table as a file: CSV for spreadsheets, JSON for programs. Both hold the same fields."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..figures.names import Named
from ..figures.sheets import Cell, Column, Kind, Sheet
from ..measures.change import Change
from ..measures.interval import Estimate, Interval
from ..measures.rate import Rate
from .safe import safe_text

Value = str | int | float | bool | None
DIGITS = 6
# Excel reads UTF-8 as such only where a file begins with this.
BOM = "\ufeff"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of a file. `type`: text, integer, number, boolean or day."""

    name: str
    type: str


ESTIMATED = (("", "number"), ("_low", "number"), ("_high", "number"))
# Kind of column -> the ends of its fields' names, with their types.
FIELDS: Mapping[Kind, tuple[tuple[str, str], ...]] = {
    Kind.TEXT: (("", "text"),),
    Kind.COUNT: (("", "integer"),),
    Kind.NUMBER: (("", "number"),),
    Kind.SHARE: (("", "number"),),
    Kind.DAY: (("", "day"),),
    Kind.NODE: (("", "text"), ("_key", "text"), ("_title", "text")),
    Kind.RATE: (
        ("_times", "integer"),
        ("_of", "integer"),
        ("_share", "number"),
        ("_low", "number"),
        ("_high", "number"),
    ),
    Kind.ESTIMATE: ESTIMATED,
    Kind.MINUTES: ESTIMATED,
    Kind.POINTS: ESTIMATED,
    Kind.CHANGE: (
        ("", "number"),
        ("_low", "number"),
        ("_high", "number"),
        ("_probability", "number"),
        ("_arrow", "text"),
        ("_changed", "boolean"),
    ),
}


def fields_of(sheet: Sheet) -> list[Field]:
    """A rate, an estimate or a change takes several fields, each named after its column."""
    return [
        Field(name=f"{column.name}{end}", type=type_)
        for column in sheet.columns
        for end, type_ in FIELDS[column.kind]
    ]


def rows_of(sheet: Sheet) -> Iterator[list[Value]]:
    """What may not be shown on a page is empty here as well."""
    for row in sheet.rows:
        yield [
            value
            for column, cell in zip(sheet.columns, row, strict=True)
            for value in _values(column, cell)
        ]


def as_csv(sheet: Sheet) -> str:
    return BOM + "".join(
        csv_line(row) for row in ([field.name for field in fields_of(sheet)], *rows_of(sheet))
    )


def as_json(sheet: Sheet, asked: Mapping[str, object]) -> str:
    """`asked` says which visits the table is about."""
    fields = fields_of(sheet)
    names = [field.name for field in fields]
    told = {
        "table": sheet.name,
        "title": sheet.title,
        "asked": asked,
        "columns": [{"name": field.name, "type": field.type} for field in fields],
        "rows": [dict(zip(names, row, strict=True)) for row in rows_of(sheet)],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def csv_line(values: list[Value]) -> str:
    """One line, with the line end that the format wants (RFC 4180)."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_written(value) for value in values])
    return line.getvalue()


def _written(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return safe_text(value) if isinstance(value, str) else value


def _values(column: Column, cell: Cell) -> list[Value]:
    if cell is None:
        return [None] * len(FIELDS[column.kind])
    write = WRITTEN.get(column.kind)
    return write(cell) if write else [cell]


def _day(cell: date) -> list[Value]:
    return [cell.isoformat()]


def _node(cell: Named) -> list[Value]:
    return [cell.node, cell.key, cell.title]


def _rate(cell: Rate) -> list[Value]:
    return [cell.times, cell.of, _short(cell.share), *_ends(cell.interval)]


def _estimate(cell: Estimate) -> list[Value]:
    return [_short(cell.value), *_ends(cell.interval)]


def _change(cell: Change) -> list[Value]:
    told = cell.difference is not None
    return [
        _short(cell.difference),
        *_ends(cell.interval),
        _short(cell.probability) if told else None,
        cell.arrow.value,
        cell.changed,
    ]


def _number(cell: float) -> list[Value]:
    return [_short(cell)]


def _ends(interval: Interval | None) -> list[Value]:
    return [_short(interval.low), _short(interval.high)] if interval else [None, None]


def _short(number: float | None) -> float | None:
    return None if number is None else round(number, DIGITS)


WRITTEN: Mapping[Kind, Callable[..., list[Value]]] = {
    Kind.DAY: _day,
    Kind.NODE: _node,
    Kind.NUMBER: _number,
    Kind.SHARE: _number,
    Kind.RATE: _rate,
    Kind.ESTIMATE: _estimate,
    Kind.MINUTES: _estimate,
    Kind.POINTS: _estimate,
    Kind.CHANGE: _change,
}
