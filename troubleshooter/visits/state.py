"""What a visit has established, replayed from its events. Nothing here remembers; it folds."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from typing import Protocol

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.engine import UNSURE, Evidence, Result
from troubleshooter.models import EventKind, Node, Outcome


class Recorded(Protocol):
    """An event, or the entry that will become one: what the state is folded from."""

    kind: str
    node: str
    key: str
    value: str


@dataclass(frozen=True, kw_only=True)
class VisitState:
    """Evidence by node, in the order in which each node was first answered.

    `message` is the one that was picked, if one is. `after_message` are the questions whose present
    answers were said right after it, `before_message` those that were settled by then; None once
    something else was said.
    """

    given: dict[tuple[str, str], str] = field(default_factory=dict)
    message: str = ""
    after_message: frozenset[str] = frozenset()
    before_message: frozenset[str] | None = None
    confirmed: frozenset[str] = frozenset()
    missing_paths: frozenset[str] = frozenset()
    handed_over: bool = False

    @cached_property
    def questions(self) -> dict[str, str]:
        return {key: value for (node, key), value in self.given.items() if node == Node.QUESTION}

    @cached_property
    def steps(self) -> dict[str, Result]:
        return {
            key: Result(value) for (node, key), value in self.given.items() if node == Node.STEP
        }

    @cached_property
    def evidence(self) -> Evidence:
        return Evidence(questions=self.questions, steps=self.steps)

    def after(self, event: Recorded) -> "VisitState":
        """The state once this event has happened."""
        match event.kind:
            case EventKind.ANSWERED | EventKind.RESULT | EventKind.CHANGED:
                return self._saying(event)
            case EventKind.STARTED | EventKind.PICKED:
                return self._picking(event.value)
            case EventKind.TAKEN_BACK:
                return self._taking_back(event)
            case EventKind.CONFIRMED:
                return replace(self, confirmed=self.confirmed | {event.key})
            case EventKind.PATH_NOT_FOUND:
                return replace(self, missing_paths=self.missing_paths | {event.key})
            case EventKind.HANDED_OVER:
                return replace(self, handed_over=True)
        return self

    def _saying(self, event: Recorded) -> "VisitState":
        given = {**self.given, (event.node, event.key): event.value}
        after, before = self.after_message - {event.key}, self.before_message
        if event.node == Node.STEP:
            return replace(self, given=given, before_message=None)
        if before is None or event.key in before | self.after_message:
            return replace(self, given=given, after_message=after, before_message=None)
        return replace(self, given=given, after_message=after | {event.key})

    def _picking(self, message: str) -> "VisitState":
        settled = frozenset(key for key, value in self.questions.items() if value != UNSURE)
        return replace(self, message=message, after_message=frozenset(), before_message=settled)

    def _taking_back(self, event: Recorded) -> "VisitState":
        given = {
            node: value for node, value in self.given.items() if node != (event.node, event.key)
        }
        return replace(self, given=given, after_message=self.after_message - {event.key})

    @property
    def place(self) -> int:
        """How many questions and steps are behind the visitor."""
        return len(self.given)


def replay(events: Iterable[Recorded]) -> VisitState:
    """The state after these events, which must come in their sequence."""
    return reduce(VisitState.after, events, VisitState())


def fixing_step(guide: PublishedGuide, state: VisitState) -> str | None:
    """The step that the visitor says worked; a fix counts before a workaround."""
    fixed = [
        key for key, result in state.steps.items() if result is Result.FIXED and key in guide.steps
    ]
    fixed.sort(key=lambda key: guide.steps[key].kind == "workaround")
    return fixed[0] if fixed else None


def outcome_of(guide: PublishedGuide, state: VisitState) -> Outcome:
    """Open, resolved, worked around or handed over. (“Left” is a matter of time, not of events.)"""
    key = fixing_step(guide, state)
    if key is not None:
        workaround = guide.steps[key].kind == "workaround"
        return Outcome.WORKED_AROUND if workaround else Outcome.RESOLVED
    return Outcome.HANDED_OVER if state.handed_over else Outcome.OPEN


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A guide and what one visit of it has established: all that a visit's rules look at."""

    guide: PublishedGuide
    state: VisitState

    @property
    def outcome(self) -> Outcome:
        return outcome_of(self.guide, self.state)

    @property
    def fixing_step(self) -> str | None:
        return fixing_step(self.guide, self.state)

    @property
    def brought(self) -> tuple[str, ...]:
        """The questions whose present answers came with the picked message: nobody has answered
        them by hand since."""
        message = self.guide.messages.get(self.state.message)
        answers = message.answers if message else {}
        return tuple(key for key in answers if key in self.state.after_message)
