"""One made-up person on one visit: the visit's own rules, without a row in the database."""

from contextlib import suppress
from dataclasses import dataclass

from troubleshooter.content.catalogue import PublishedGuide
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
    entry_of_result,
)
from troubleshooter.visits.gates import open_gate
from troubleshooter.visits.offering import Offered
from troubleshooter.visits.state import Standing, VisitState

from .clock import Clock, OutOfPatience
from .person import Person
from .policies import Policy


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """An entry, what was on offer when it was said, its place, and minutes since the start."""

    entry: Entry
    offered: Offered
    place: int
    minutes: float


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


def walk(guide: PublishedGuide, policy: Policy, person: Person) -> Walked:
    """Follow the moves until the problem is fixed, support has it, or the person leaves."""
    going = _Going(guide, policy, person)
    with suppress(OutOfPatience):
        going.to_the_end()
    return going.walked()


class _Going:
    """A visit under way. `left` are the causes that no step has cleared yet."""

    def __init__(self, guide: PublishedGuide, policy: Policy, person: Person) -> None:
        self.guide, self.policy, self.person = guide, policy, person
        self.here = Standing(guide=guide, state=VisitState())
        self.clock = Clock(guide=guide.engine, patience=person.patience)
        self.left = person.causes
        self.said: list[Said] = []

    def walked(self) -> Walked:
        given = self.here.state.given
        questions = sum(node == Node.QUESTION for node, _ in given)
        return Walked(
            outcome=self.here.outcome,
            hands_on=self.clock.hands_on,
            waiting=self.clock.waiting,
            disruption=self.clock.disruption,
            steps=len(given) - questions,
            questions=questions,
            said=tuple(self.said),
        )

    def to_the_end(self) -> None:
        for entry in entries_at_start(self.here, ""):
            self.say(entry)
        while self.here.fixing_step is None and not self.here.state.handed_over:
            move = self.policy(self.here.state).move
            if move.kind is MoveKind.HAND_OVER or not self.follow(move):
                self.hand_over()

    def follow(self, move: Move) -> bool:
        """Do what is on offer; false if that says nothing new, so that going on leads nowhere."""
        if move.kind is MoveKind.ASK:
            self.clock.work(self.guide.questions[move.key].minutes)
            option = self.person.answer(move.key)
            return self.say(entry_of_answer(self.here, move.key, option))
        step = self.guide.steps[move.key]
        gate = open_gate(self.here, step)
        if self.here.state.steps.get(step.key) is Result.WAITING:
            return self.find_out(step)
        return self.try_step(step if gate is None else self.guide.steps[gate], move)

    def try_step(self, step: StepContent, move: Move) -> bool:
        if self.person.turns_down(step.key):
            self.clock.work(TURNED_DOWN_MINUTES)
            return self.say(entry_of_result(self.here, step.key, Result.COULD_NOT))
        self.say(entry_of_confirmation(self.here, step.key))
        self.clock.do(step.key)
        self.left -= self.person.cleared(step.key, self.left)
        if move.postpone or step.wait_minutes:
            return self.say(entry_of_result(self.here, step.key, Result.WAITING))
        return self.find_out(step)

    def find_out(self, step: StepContent) -> bool:
        """See what came of a step that is done, and with it of all that its test tells about."""
        result = self.result_of(step)
        entry = entry_of_result(self.here, step.key, result)
        sharing = tuple(entries_sharing(self.here, step.key, result)) if entry else ()
        self.clock.find_out([step.key, *(other.key for other in sharing)])
        for other in (entry, *sharing):
            self.say(other)
        return entry is not None

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
        self.say(entry_of_hand_over(self.here))
        cause = self.person.cause_named_by_support(self.left)
        if cause is not None:
            self.say(Entry(kind=EventKind.DIAGNOSED, node=Node.CAUSE, key=cause))

    def say(self, entry: Entry | None) -> bool:
        """Have it recorded, if there is anything to record."""
        if entry is None:
            return False
        state = self.here.state
        self.said.append(
            Said(
                entry=entry,
                offered=self.policy(state),
                place=state.place,
                minutes=self.clock.minutes,
            )
        )
        self.here = Standing(guide=self.guide, state=state.after(entry))
        return True
