"""What one visit adds to the counts: a list of cells, each of which it raises by one.

A cell is a tuple: the table, the columns that tell its row from others, and the column that is
raised. So two ways of counting can be compared cell by cell, and a visit of which more is known by
now is counted anew by taking off what it added before.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import NamedTuple

from troubleshooter.engine import Result
from troubleshooter.models import Clock, Detail, End, Outcome

from .clocks import Took, took
from .machines import exclusion_of
from .transitions import transitions
from .visit_facts import (
    FIXED,
    PATH,
    STEP,
    SUPPORT,
    UNKNOWN,
    WAITING,
    Happened,
    Known,
    Replayed,
    Visited,
    page,
    replay,
    told,
)

VISIT, NODE, DETAIL, TIME, OPEN = "visit", "node", "detail", "time", "open"
PLACE, CAUSE, ANSWER, NEXT, NOT_FOUND_PATH = (
    by.value for by in (Detail.PLACE, Detail.CAUSE, Detail.ANSWER, Detail.NEXT, Detail.PATH)
)
ELAPSED, HANDS_ON, WAITED = Clock.ELAPSED.value, Clock.HANDS_ON.value, Clock.WAITING.value
LEFT, NO_HELP = End.LEFT.value, "no_help"
FORGOTTEN, UNENDED = Outcome.FORGOTTEN.value, Outcome.OPEN.value
TRIED = frozenset({FIXED, NO_HELP})
RESULTS = frozenset(result.value for result in Result)

Cell = tuple[object, ...]


class Kind(NamedTuple):
    """A slice before it has a number: what visits can be told apart by."""

    guide: int
    revision: int
    platform: str
    version: str
    simulated: bool
    exclusion: str


class Standing(NamedTuple):
    """Where an unended visit stands: the columns of `OpenCount` after slice and start."""

    heard: datetime
    node: str
    key: str
    place: int
    cause: str
    elapsed: int
    hands_on: int
    waiting: int


class Contribution(NamedTuple):
    """A visit's cells, and the slice and the day that they belong to."""

    kind: Kind
    day: date
    cells: list[Cell]


def contribution(
    visit: Visited, events: Sequence[Happened], known: Known, *, cut: datetime, zone: tzinfo
) -> Contribution | None:
    """What a visit with these events adds; None without any. `cut` is a full hour: unended visits
    that were last heard of before it have left. Days are those of `zone`."""
    own = told(events)
    if not own:
        return None
    kind = Kind(*visit[1:6], exclusion_of(visit, own, known))
    day = visit.started_at.astimezone(zone).date()
    done = replay(own, known)
    cells: list[Cell] = [(VISIT, "visits")]
    if done.outcome == FORGOTTEN:
        cells.append((VISIT, FORGOTTEN))
        return Contribution(kind, day, cells)
    clocks = took(visit.started_at, own, done.ended)
    _add_nodes(cells, done)
    _add_paths(cells, done, known)
    cells += [
        (DETAIL, node, key, NEXT, value, to_node, to_key, "shown")
        for node, key, value, to_node, to_key in transitions(own, known)
    ]
    if done.outcome != UNENDED:
        cells.append((VISIT, done.outcome))
        cells += _time_cells(done.outcome, clocks.elapsed, clocks.hands_on, clocks.waiting)
        return Contribution(kind, day, cells)
    standing = _standing(own[-1], done, clocks)
    if standing.heard < cut:
        cells += cells_of_leaving(standing)
    else:
        cells.append((OPEN, *standing, "visits"))
    return Contribution(kind, day, cells)


def cells_of_leaving(at: Standing) -> Iterator[Cell]:
    """What an unended visit adds once it has left."""
    yield (VISIT, LEFT)
    yield from _time_cells(LEFT, at.elapsed, at.hands_on, at.waiting)
    if (at.node, at.key) != UNKNOWN:
        yield (NODE, at.node, at.key, LEFT)
        yield (DETAIL, at.node, at.key, PLACE, str(at.place), "", "", LEFT)
        if at.cause:
            yield (DETAIL, at.node, at.key, CAUSE, at.cause, "", "", LEFT)


def _time_cells(end: str, elapsed: int, hands_on: int, waiting: int) -> tuple[Cell, Cell, Cell]:
    return (
        (TIME, ELAPSED, end, elapsed, "visits"),
        (TIME, HANDS_ON, end, hands_on, "visits"),
        (TIME, WAITED, end, waiting, "visits"),
    )


def _add_nodes(cells: list[Cell], done: Replayed) -> None:
    for at, place in done.places.items():
        node, key = at
        cells.append((NODE, node, key, "shown"))
        rows: list[Cell] = [(DETAIL, node, key, PLACE, str(place), "", "")]
        cause = done.causes.get(at)
        if cause:
            rows.append((DETAIL, node, key, CAUSE, cause, "", ""))
        value = done.given.get(at)
        tried = value in TRIED and node == STEP
        if value is not None:
            cells.append((NODE, node, key, "answered"))
            rows.append((DETAIL, node, key, ANSWER, value, "", ""))
            if node == STEP and value in RESULTS:
                cells.append((NODE, node, key, value))
        elif at == SUPPORT and done.handed_over:
            cells.append((NODE, node, key, "answered"))
        for row in rows:
            cells.append((*row, "shown"))
            if tried:
                cells.append((*row, "tried"))
                if value == FIXED:
                    cells.append((*row, FIXED))


def _add_paths(cells: list[Cell], done: Replayed, known: Known) -> None:
    """Settings paths that a visit was shown, those that it did not find, and on which page."""
    missing = {path for path, _ in done.missing}
    shown = {path for at in done.places if at in known.paths for path in known.paths[at]}
    cells += [(NODE, PATH, path, "shown") for path in shown | missing]
    cells += [(NODE, PATH, path, "not_found") for path in missing]
    cells += [
        (DETAIL, node, key, NOT_FOUND_PATH, path, "", "", "shown")
        for path, (node, key) in done.missing
    ]


def _standing(last: Happened, done: Replayed, clocks: Took) -> Standing:
    """The page after the last event. Events from before that was recorded tell it only where
    their own page stays."""
    at = page(last.next_move, last.next_key)
    if at is None:
        stays = last.value == WAITING or last.kind == "confirmed"
        at = (STEP, last.key) if last.node == STEP and stays else UNKNOWN
    return Standing(
        heard=last.at.astimezone(UTC).replace(minute=0, second=0, microsecond=0),
        node=at[0],
        key=at[1],
        place=done.places.get(at, 0),
        cause=done.causes.get(at, ""),
        elapsed=clocks.elapsed,
        hands_on=clocks.hands_on,
        waiting=clocks.waiting,
    )
