"""One made-up person on one visit: the visit's own rules, without a row in the database."""

from collections.abc import Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from troubleshooter.content.schema import StepContent
from troubleshooter.engine import Move, MoveKind, Result
from troubleshooter.engine.numbers import TURNED_DOWN_MINUTES
from troubleshooter.models import EventKind, Node, Outcome
from troubleshooter.visits.entries import (
    Entry,
    entries_at_start,
    entries_sharing,
    entry_of_answer,
    entry_of_confirmation,
    entry_of_hand_over,
    entry_of_missing_path,
    entry_of_result,
)
from troubleshooter.visits.gates import open_gate
from troubleshooter.visits.state import Standing

from .clock import Clock, OutOfPatience
from .moments import Rule, Told, Way
from .person import Person

# Nobody sends a page in less time after it came.
LEAST_SECONDS = 2.0
# These come without a page of the visit: at its start, and from support.
WITHOUT_PAGE = {EventKind.STARTED, EventKind.DIAGNOSED}


@dataclass(frozen=True, slots=True)
class Said:
    """What was told, minutes since the start, and for how many seconds its page was open (None:
    there is none). Who waits comes back to a page of their own, and has not had it open meanwhile.
    """

    told: Told
    minutes: float
    page_seconds: float | None

    @property
    def entry(self) -> Entry:
        return self.told.entry


@dataclass(frozen=True, kw_only=True, slots=True)
class Walked:
    """A visit that is over. `outcome` is OPEN for a person who left; minutes are without support's;
    `disruption` is what steps cost beyond their minutes, in minutes."""

    outcome: Outcome
    hands_on: float
    waiting: float
    disruption: float
    steps: int
    questions: int
    said: tuple[Said, ...]


def walk(way: Way, person: Person) -> Walked:
    """Follow the moves until the problem is fixed, support has it, or the person leaves."""
    going = _Going(way, person)
    with suppress(OutOfPatience):
        going.to_the_end()
    return going.walked()


class _Going:
    """A visit under way. `left` are the causes that no step has cleared yet."""

    def __init__(self, way: Way, person: Person) -> None:
        self.guide, self.person = way.guide, person
        self.moment = way.start
        self.clock = Clock(guide=way.guide.engine, steps=way.steps, patience=person.patience)
        self.left = person.causes
        self.said: list[Said] = []
        self.worked = 0.0  # on pages before this one, in minutes

    def walked(self) -> Walked:
        outcome, steps, questions = self.moment.known(_standing)
        return Walked(
            outcome=outcome,
            hands_on=self.clock.hands_on,
            waiting=self.clock.waiting,
            disruption=self.clock.disruption,
            steps=steps,
            questions=questions,
            said=tuple(self.said),
        )

    def to_the_end(self) -> None:
        self.say_at_once(self.moment.known(_entries_at_start))
        while not self.moment.known(_is_over):
            move = self.moment.offered.move
            if move.kind is MoveKind.HAND_OVER or not self.follow(move):
                self.hand_over()

    def follow(self, move: Move) -> bool:
        """Do what is on offer; false if that says nothing new, so that going on leads nowhere."""
        if move.kind is MoveKind.ASK:
            self.clock.work(self.guide.questions[move.key].minutes)
            return self.say(entry_of_answer, move.key, self.person.answer(move.key))
        step = self.guide.steps[move.key]
        if self.moment.here.state.given.get((Node.STEP, step.key)) == Result.WAITING:
            return self.find_out(step)
        gate = self.moment.known(_gate, step.key)
        return self.try_step(step if gate is None else self.guide.steps[gate], move)

    def try_step(self, step: StepContent, move: Move) -> bool:
        if self.person.turns_down(step.key):
            self.clock.work(TURNED_DOWN_MINUTES)
            return self.say(entry_of_result, step.key, Result.COULD_NOT)
        self.say(entry_of_confirmation, step.key)
        missing = self.person.path_not_found(step.paths)
        if missing is not None:
            return self.miss(step.key, missing)
        self.clock.do(step.key)
        self.left -= self.person.cleared(step.key, self.left)
        if move.postpone or step.wait_minutes:
            return self.say(entry_of_result, step.key, Result.WAITING)
        return self.find_out(step)

    def miss(self, step: str, path: str) -> bool:
        """Look for a settings path in vain, and say so, of the path and of the step."""
        self.clock.work(self.guide.engine.trip_minutes)
        self.say(entry_of_missing_path, path)
        return self.say(entry_of_result, step, Result.NOT_FOUND)

    def find_out(self, step: StepContent) -> bool:
        """See what came of a step that is done, and with it of all that its test tells about."""
        result = self.result_of(step)
        new, sharing = self.moment.known(_found_out, step.key, result)
        self.clock.find_out([step.key, *(other.key for other in sharing)])
        self.say_at_once((*new, *sharing))
        return bool(new)

    def result_of(self, step: StepContent) -> Result:
        match step.kind:
            case "safety":
                return Result.NO_HELP  # its button says "done, go on"
            case "workaround":
                fixed = self.person.has_enough(step.key)
            case _:
                fixed = not self.left
        return Result.FIXED if fixed else Result.NO_HELP

    def hand_over(self) -> None:
        self.say(entry_of_hand_over)
        cause = self.person.cause_named_by_support(self.left)
        if cause is not None:
            self.say(_as_it_is, Entry(kind=EventKind.DIAGNOSED, node=Node.CAUSE, key=cause))

    def say_at_once(self, entries: Sequence[Entry]) -> None:
        """All of it from one page."""
        for number, entry in enumerate(entries, start=1):
            self.say(_as_it_is, entry, more=number < len(entries))

    def say(self, rule: Rule, *about: Hashable, more: bool = False) -> bool:
        """Have it recorded, if by this rule there is anything to record; with `more` from the same
        page."""
        lead = self.moment.lead(rule, *about, more=more)
        if lead is None:
            return False
        told, self.moment = lead
        self.said.append(Said(told, self.clock.minutes, self.page_seconds(told.entry)))
        if not more:
            self.worked = self.clock.hands_on
        return True

    def page_seconds(self, entry: Entry) -> float | None:
        if entry.kind in WITHOUT_PAGE:
            return None
        return max(LEAST_SECONDS, 60.0 * (self.clock.hands_on - self.worked))


def _as_it_is(here: Standing, entry: Entry) -> Entry:
    return entry


def _entries_at_start(here: Standing) -> tuple[Entry, ...]:
    return tuple(entries_at_start(here, ""))


def _is_over(here: Standing) -> bool:
    return here.fixing_step is not None or here.state.handed_over


def _gate(here: Standing, step: str) -> str | None:
    return open_gate(here, here.guide.steps[step])


def _found_out(here: Standing, step: str, result: Result) -> tuple[tuple[Entry, ...], ...]:
    """What a result adds for the step itself, if anything, and for those that share its test."""
    entry = entry_of_result(here, step, result)
    if entry is None:
        return (), ()
    return (entry,), tuple(entries_sharing(here, step, result))


def _standing(here: Standing) -> tuple[Outcome, int, int]:
    """The outcome, and how many steps and questions were settled."""
    state = here.state
    return here.outcome, len(state.steps), len(state.questions)
