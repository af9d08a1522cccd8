"""Answers from what the tables do not have yet."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from .asking import Ask, Found, Value
from .cells import NODE, OPEN, TIME, Cell, Kind, Standing, cells_of_leaving
from .standing import OPEN as STILL_OPEN
from .tables import TABLES
from .visit_facts import UNKNOWN


class Extra(NamedTuple):
    """A cell by the names of its columns; `number` may be below zero."""

    kind: Kind
    day: date
    values: dict[str, Value]
    measure: str
    number: int


Counted = Iterable[tuple[Kind, date, Cell, int]]


def extras(counted: Counted, line: datetime) -> dict[str, list[Extra]]:
    """By table, ready to be asked; unended visits are told apart by the line."""
    found: dict[str, list[Extra]] = {name: [] for name in TABLES}
    for kind, day, cell, number in counted:
        for table, *values, measure in _told(cell, line):
            named = dict(zip(TABLES[table].columns, values, strict=True))
            found[table].append(Extra(kind, day, named, measure, number))
    return found


def _told(cell: Cell, line: datetime) -> Iterator[Cell]:
    if cell[0] != OPEN:
        yield cell
        return
    at = Standing(*cell[1:-1])
    if at.heard < line:
        yield from cells_of_leaving(at)
        return
    for clock in ("elapsed", "hands_on", "waiting"):
        yield (TIME, clock, STILL_OPEN, getattr(at, clock), "visits")
    if (at.node, at.key) != UNKNOWN:
        yield (NODE, at.node, at.key, STILL_OPEN)


def found_in_extras(ask: Ask, extra: Iterable[Extra]) -> Iterator[Found]:
    """What is to be added to the tables' numbers."""
    first, last = ask.filters.since, ask.filters.until
    for one in extra:
        if first <= one.day <= last and ask.wants(one.kind) and _has(one.values, ask):
            values = {**one.values, "start": one.day}
            own = tuple([values[name] for name in ask.own_columns])
            yield Found(one.kind, own, {one.measure: one.number})


def _has(values: dict[str, Value], ask: Ask) -> bool:
    return all(values[name] in wanted for name, wanted in ask.only.items())
