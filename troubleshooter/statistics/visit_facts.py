"""What one visit says, replayed from its events: nothing of tables, nothing of other visits.

The definitions are those of docs/statistics.md. That support named a cause is no step of a visit:
such events are left out before anything is looked at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.models import EventKind, Node, Outcome

# Plain strings: the events of a million visits are compared with them.
STARTED, ANSWERED, RESULT, CHANGED, CONFIRMED, PATH_NOT_FOUND, HANDED_OVER = (
    kind.value
    for kind in (
        EventKind.STARTED,
        EventKind.ANSWERED,
        EventKind.RESULT,
        EventKind.CHANGED,
        EventKind.CONFIRMED,
        EventKind.PATH_NOT_FOUND,
        EventKind.HANDED_OVER,
    )
)
PICKED, TAKEN_BACK, FORGOTTEN, DIAGNOSED = (
    kind.value
    for kind in (
        EventKind.PICKED,
        EventKind.TAKEN_BACK,
        EventKind.FORGOTTEN,
        EventKind.DIAGNOSED,
    )
)
SAYING = frozenset({ANSWERED, RESULT, CHANGED})
QUESTION, STEP, PATH = Node.QUESTION.value, Node.STEP.value, Node.PATH.value
FIXED, WAITING = "fixed", "waiting"

Place = tuple[str, str]
"""A question, a step, or one of the pages below: what a visitor stands at."""
SUPPORT: Place = ("", "")
UNKNOWN: Place = ("", "unknown")
PAGES = {"ask": QUESTION, "try": STEP, "hand_over": ""}


class Visited(NamedTuple):
    """A visit's row, as far as figures look at it."""

    pk: int
    guide: int
    revision: int
    platform: str
    version: str
    simulated: bool
    preview: bool
    begun_by: str
    outage: bool
    started_at: datetime


class Happened(NamedTuple):
    """An event's row, as far as figures look at it."""

    visit: int
    pk: int
    kind: str
    node: str
    key: str
    value: str
    move: str
    move_key: str
    next_move: str
    next_key: str
    believed: list[int] | None
    page_seconds: float | None
    unread: bool
    place: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a revision says about its nodes, as far as figures look at it."""

    causes: tuple[str, ...]
    steps: frozenset[str]
    workarounds: frozenset[str]
    paths: dict[Place, tuple[str, ...]]
    brought: dict[str, frozenset[str]]
    """The questions that a picked message answers, by message."""


def known_of(guide: PublishedGuide) -> Known:
    """The same for every visit of a revision: build it once for many."""
    content = guide.content
    questions = {(QUESTION, one.key): tuple(one.paths) for one in content.questions if one.paths}
    steps = {(STEP, one.key): tuple(one.paths) for one in content.steps if one.paths}
    return Known(
        causes=tuple(guide.causes),
        steps=frozenset(guide.steps),
        workarounds=frozenset(step.key for step in guide.workarounds),
        paths={**questions, **steps},
        brought={one.key: frozenset(one.answers) for one in content.messages},
    )


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What a visit had come to after its last event.

    `given` is the last value of each node, in the order in which they were first answered, but for
    what was taken back; `said` the position of the event that gave it. `places` says of every node
    that was shown how many had been answered before; `causes` which cause was believed most when
    the node was first answered; `missing` which settings paths were not found, and on which page.
    """

    given: dict[Place, str]
    said: dict[Place, int]
    places: dict[Place, int]
    causes: dict[Place, str]
    missing: tuple[tuple[str, Place], ...]
    handed_over: bool
    outcome: str
    ended: int
    """The position of the event that ended it; without an end that of the last event."""


def told(events: Iterable[Happened]) -> list[Happened]:
    """The events that are the visit's own."""
    return [event for event in events if event.kind != DIAGNOSED]


def page(move: str, key: str) -> Place | None:
    """The page of a move; None for none."""
    node = PAGES.get(move)
    return None if node is None else (node, key)


def replay(events: Sequence[Happened], known: Known) -> Replayed:
    """The visit after these events, at least one, which must come in their sequence."""
    walk = _Walk(known=known)
    for position, event in enumerate(events):
        walk.see(position, event)
    return walk.result(len(events) - 1)


@dataclass
class _Walk:
    known: Known
    given: dict[Place, str] = field(default_factory=dict)
    said: dict[Place, int] = field(default_factory=dict)
    about: dict[Place, int] = field(default_factory=dict)
    shown: dict[Place, int] = field(default_factory=dict)
    causes: dict[Place, str] = field(default_factory=dict)
    missing: dict[tuple[str, Place], None] = field(default_factory=dict)
    handed_over: int | None = None
    forgotten: bool = False

    def see(self, position: int, event: Happened) -> None:
        kind = event.kind
        if kind in SAYING:
            place = (event.node, event.key)
            self.about.setdefault(place, event.place)
            self.given[place] = event.value
            self.said[place] = position
            if event.believed is not None and place not in self.causes:
                self._believed(place, event.believed)
        elif kind == CONFIRMED:
            self.about.setdefault((event.node, event.key), event.place)
        elif kind != STARTED:
            self._see_rare(position, event)
        if event.next_move:
            shown = page(event.next_move, event.next_key)
            if shown is not None and shown not in self.shown:
                self.shown[shown] = len(self.given)

    def _believed(self, place: Place, believed: list[int]) -> None:
        """Of equals the first counts. A list that is not of this revision's causes says nothing."""
        most = max(believed, default=0)
        if most > 0 and len(believed) == len(self.known.causes):
            self.causes[place] = self.known.causes[believed.index(most)]

    def _see_rare(self, position: int, event: Happened) -> None:
        if event.kind == PATH_NOT_FOUND:
            self.missing[event.key, page(event.move, event.move_key) or UNKNOWN] = None
        elif event.kind == TAKEN_BACK:
            self.given.pop((event.node, event.key), None)
            self.said.pop((event.node, event.key), None)
        elif event.kind == HANDED_OVER:
            self.about.setdefault(SUPPORT, event.place)
            if self.handed_over is None:
                self.handed_over = position
        elif event.kind == FORGOTTEN:
            self.forgotten = True

    def result(self, last: int) -> Replayed:
        outcome, ended = self._end(last)
        return Replayed(
            given=self.given,
            said=self.said,
            places={**self.shown, **self.about},
            causes=self.causes,
            missing=tuple(self.missing),
            handed_over=self.handed_over is not None,
            outcome=outcome,
            ended=ended,
        )

    def _end(self, last: int) -> tuple[str, int]:
        """The outcome, by the rule of the visit itself: a fix counts before a workaround, and both
        before a hand-over."""
        if self.forgotten:
            return Outcome.FORGOTTEN.value, last
        fixed = [
            place
            for place, value in self.given.items()
            if value == FIXED and place[0] == STEP and place[1] in self.known.steps
        ]
        for place in fixed:
            if place[1] not in self.known.workarounds:
                return Outcome.RESOLVED.value, self.said[place]
        if fixed:
            return Outcome.WORKED_AROUND.value, self.said[fixed[0]]
        if self.handed_over is not None:
            return Outcome.HANDED_OVER.value, self.handed_over
        return Outcome.OPEN.value, last
