"""Visits that have not ended, as the tables keep them: whether they have left is the look's to
say."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from troubleshooter.models import OpenCount

from .asking import Ask, Found, Value
from .cells import CAUSE, DETAIL, LEFT, NODE, PLACE, TIME, VISIT, Kind
from .filters import Filters
from .selecting import Part, summed
from .visit_facts import UNKNOWN

OPEN = "open"
TABLE = OpenCount._meta.db_table
WHERE_THEY_STAND = ("start", "node", "key")


@dataclass(frozen=True, kw_only=True)
class Unended:
    """So many unended visits that began on a day and stand at a node; `gone`: they have left."""

    gone: bool
    start: date
    node: str
    key: str
    visits: int


def unended(filters: Filters, kinds: Mapping[int, Kind], line: datetime) -> tuple[Unended, ...]:
    """Unended visits of these slices in a period. Most questions of a page can be answered from
    them, and one pass over a row for each visit of three days is enough."""
    part = Part(slices=tuple(kinds), values={}, first=filters.since, last=filters.until)
    columns = (LEFT, *WHERE_THEY_STAND)
    rows = summed(TABLE, columns, ("visits",), [part], computed=_left_before(line))
    return tuple(
        Unended(gone=bool(gone), start=start, node=node, key=key, visits=visits)
        for (gone, start, node, key), (visits,) in rows
    )


def found_standing(
    ask: Ask,
    kinds: Mapping[int, Kind],
    line: datetime,
    stand: Callable[[], Sequence[Unended]],
) -> Iterator[Found]:
    """What unended visits of these slices add to the answer: as `left` those last heard of before
    the line, as `open` the others, where the table tells those. `stand` gives where they stand."""
    if ask.table in (VISIT, NODE) and not ask.needs_slice:
        yield from _where_they_stand(ask, stand())
    else:
        yield from _asked_for(ask, kinds, line)


def _where_they_stand(ask: Ask, stand: Sequence[Unended]) -> Iterator[Found]:
    """The table of visits knows no open ones; a node needs visits of which it is known where they
    stand."""
    found: Counter[tuple[bool, tuple[Value, ...]]] = Counter()
    for one in stand:
        counts = one.gone if ask.table == VISIT else (one.node, one.key) != UNKNOWN
        if counts and all(getattr(one, name) in some for name, some in ask.only.items()):
            values = tuple([getattr(one, name) for name in ask.own_columns])
            found[one.gone, values] += one.visits
    for (gone, values), visits in found.items():
        yield Found(None, values, {LEFT if gone else OPEN: visits})


def _asked_for(ask: Ask, kinds: Mapping[int, Kind], line: datetime) -> Iterator[Found]:
    columns = _columns(ask)
    if columns is None:
        return
    apart = [name for name in ask.own_columns if name in columns]
    sliced = ("slice_id",) if ask.needs_slice else ()
    grouped = (LEFT, *sliced, *(columns[name] for name in apart))
    part = Part(
        slices=tuple(kinds),
        values={columns[name]: value for name, value in ask.only.items() if name in columns},
        first=ask.filters.since,
        last=ask.filters.until,
        also=_known(ask),
    )
    rows = summed(TABLE, grouped, ("visits",), [part], computed=_left_before(line))
    for (gone, *found), (visits,) in rows:
        kind = kinds[found.pop(0)] if sliced else None
        told = _told(ask.table, dict(zip(apart, found, strict=True)), visits, left=bool(gone))
        if told is not None:
            values, counted = told
            yield Found(kind, tuple([values[name] for name in ask.own_columns]), counted)


def _left_before(line: datetime) -> tuple[str, str, tuple[object, ...]]:
    moment = connection.ops.adapt_datetimefield_value(line)
    return LEFT, "CASE WHEN heard < %s THEN 1 ELSE 0 END", (moment,)


def _known(ask: Ask) -> tuple[str, tuple[str, ...]]:
    """Where a node is asked for, those visits count of which it is known where they stand."""
    if ask.table not in (NODE, DETAIL):
        return "", ()
    known = "NOT (node = %s AND key = %s)"
    if ask.only.get("by") == (CAUSE,):
        return f"{known} AND cause <> %s", (*UNKNOWN, "")
    return known, UNKNOWN


def _columns(ask: Ask) -> dict[str, str] | None:
    """Where the open visits' table has the columns of the table that is asked."""
    if ask.table == VISIT:
        return {"start": "start"}
    if ask.table == TIME:
        return {"start": "start", "minutes": ask.only["clock"][0]}
    at = {"start": "start", "node": "node", "key": "key"}
    if ask.table == NODE:
        return at
    own = {PLACE: "place", CAUSE: "cause"}.get(ask.only["by"][0])
    return {**at, "value": own} if own else None


def _told(table: str, own: dict, number: int, *, left: bool) -> tuple[dict, dict[str, int]] | None:
    """Values and counts as the asked table would have them."""
    now = LEFT if left else OPEN
    if table == TIME:
        return {**own, "end": now}, {"visits": number}
    if table == NODE:
        return own, {now: number}
    if table == DETAIL:
        own = {**own, "to_node": "", "to_key": "", "value": str(own.get("value", ""))}
    return (own, {LEFT: number}) if left else None
