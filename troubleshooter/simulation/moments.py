"""Where visits can stand. What the rules say there is worked out once, for all who come that way.

Most people say what others have said before them, so that most of a visit is looked up.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.engine import Parameters
from troubleshooter.visits.entries import Entry
from troubleshooter.visits.offering import Offered
from troubleshooter.visits.recording import believed_before
from troubleshooter.visits.showing import NOTHING_SHOWN, Shown, shown_after
from troubleshooter.visits.state import Standing, VisitState

from .rows import Columns, columns_of

Found = TypeVar("Found")
Rule = Callable[..., Entry | None]
"""Takes a `Standing` and what is said, and gives what is to be recorded."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What was said at a moment, and the event that keeps it, for the database (empty if nothing
    is to be recorded)."""

    entry: Entry
    columns: Columns


@dataclass(kw_only=True, slots=True)
class Room:
    """How many more moments may be kept; ways may share it."""

    left: int


class Way:
    """An order as visits walk it. Moments are kept by what led to them as long as there is room."""

    def __init__(
        self,
        guide: PublishedGuide,
        decide: Callable[[VisitState], Offered],
        *,
        numbers: Parameters,
        for_events: bool,
        room: Room,
    ) -> None:
        self.guide, self.decide, self.numbers = guide, decide, numbers
        self.for_events, self.room = for_events, room
        self.steps = {step.key: step for step in guide.engine.steps}
        self.start = Moment(self, VisitState(), None)


class Moment:
    """A visit at one point: what it has established, what it is offered, and what can follow."""

    __slots__ = ("_known", "_leads", "_offered", "_way", "here")

    def __init__(self, way: Way, state: VisitState, offered: Offered | None) -> None:
        self.here = Standing(guide=way.guide, state=state)
        self._way, self._offered = way, offered
        self._known: dict[Hashable, object] = {}
        self._leads: dict[Hashable, Lead | None] = {}

    @property
    def offered(self) -> Offered:
        """What is offered here; the engine is asked only where somebody wants to know."""
        if self._offered is None:
            self._offered = self._way.decide(self.here.state)
        return self._offered

    def known(self, rule: Callable[..., Found], *about: Hashable) -> Found:
        """What a rule of a visit says here."""
        key = (rule, *about)
        if key not in self._known:
            self._known[key] = rule(self.here, *about)
        return self._known[key]

    def lead(self, rule: Rule, *about: Hashable, more: bool = False) -> "Lead | None":
        """What is told by this rule of a visit, and the moment after it; None if nothing is. With
        `more` to be told at once, nothing is shown in between."""
        key = (rule, more, *about)
        if key in self._leads:
            return self._leads[key]
        entry = rule(self.here, *about)
        lead = None if entry is None else self._lead(entry, more)
        if self._way.room.left > 0:
            self._way.room.left -= 1
            self._leads[key] = lead
        return lead

    def _lead(self, entry: Entry, more: bool) -> "Lead":
        way, state = self._way, self.here.state
        after = state.after(entry)
        # Where nothing was added to the evidence, the offer stands.
        offered = self.offered if after.given is state.given else None
        moment = Moment(way, after, offered)
        columns = self._columns(entry, moment, more) if way.for_events else ()
        return Told(entry=entry, columns=columns), moment

    def _columns(self, entry: Entry, after: "Moment", more: bool) -> Columns:
        return columns_of(
            entry,
            self.offered,
            place=self.here.state.place,
            believed=believed_before(entry, self.here, self._way.numbers),
            shown=NOTHING_SHOWN if more else self._shown(entry, after),
        )

    def _shown(self, entry: Entry, after: "Moment") -> Shown:
        return shown_after(entry, after.here, lambda: after.offered, before=self.offered)


Lead = tuple[Told, Moment]
