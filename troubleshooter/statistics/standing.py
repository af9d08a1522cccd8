"""Visits that have not ended, as the tables keep them: whether they have left is the look's to
say."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import connection

from troubleshooter.models import OpenCount

from .asking import Ask, Found
from .cells import CAUSE, DETAIL, LEFT, NODE, PLACE, TIME, VISIT, Kind
from .selecting import Part, summed
from .visit_facts import UNKNOWN

OPEN = "open"


def found_standing(ask: Ask, kinds: Mapping[int, Kind], line: datetime) -> Iterator[Found]:
    """What unended visits of these slices add to the answer: as `left` those last heard of before
    the line, as `open` the others, where the table tells those."""
    columns = _columns(ask)
    if columns is None:
        return
    apart = [name for name in ask.own_columns if name in columns]
    sliced = ("slice_id",) if ask.needs_slice else ()
    grouped = ("left", *sliced, *(columns[name] for name in apart))
    moment = connection.ops.adapt_datetimefield_value(line)
    left = ("left", "CASE WHEN heard < %s THEN 1 ELSE 0 END", (moment,))
    part = Part(
        slices=tuple(kinds),
        values={columns[name]: value for name, value in ask.only.items() if name in columns},
        first=ask.filters.since,
        last=ask.filters.until,
        also=_known(ask),
    )
    name = OpenCount._meta.db_table
    for (gone, *found), (visits,) in summed(name, grouped, ("visits",), [part], computed=left):
        kind = kinds[found.pop(0)] if sliced else None
        told = _told(ask.table, dict(zip(apart, found, strict=True)), visits, left=bool(gone))
        if told is not None:
            values, counted = told
            yield Found(kind, tuple([values[name] for name in ask.own_columns]), counted)


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
