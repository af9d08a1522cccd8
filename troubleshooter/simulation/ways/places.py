"""Where visits can stand, and what follows there.

The same rules as for one made-up person (`walk`), for a whole crowd: all branches, and no draw.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from math import inf

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.content.schema import StepContent
from troubleshooter.engine import UNSURE, Evidence, Move, MoveKind, Result
from troubleshooter.engine.numbers import TURNED_DOWN_MINUTES
from troubleshooter.models import Node, Outcome
from troubleshooter.simulation.clock import Clock
from troubleshooter.visits.entries import (
    Entry,
    entries_sharing,
    entry_of_answer,
    entry_of_confirmation,
    entry_of_hand_over,
    entry_of_result,
)
from troubleshooter.visits.gates import open_gate
from troubleshooter.visits.state import Standing, VisitState

from .crowd import Crowd
from .population import Population

Decide = Callable[[Evidence], Move]


class Took(StrEnum):
    """What a branch stands for where it is not an option of a question."""

    UNSURE = UNSURE
    WORKED = Result.FIXED
    NO_HELP = Result.NO_HELP
    COULD_NOT = Result.COULD_NOT
    WAITING = Result.WAITING


@dataclass(frozen=True, kw_only=True)
class Place:
    """One point of a visit, with everybody who comes there. `clock` is to be copied, not moved."""

    here: Standing
    clock: Clock
    crowd: Crowd
    decide: Decide

    @cached_property
    def share(self) -> float:
        return self.crowd.share

    @cached_property
    def move(self) -> Move:
        """What is offered. The engine is asked only where somebody wants to know."""
        return self.decide(self.here.state.evidence)

    @property
    def outcome(self) -> Outcome:
        return self.here.outcome

    @property
    def is_over(self) -> bool:
        return self.here.fixing_step is not None or self.here.state.handed_over

    def saying(self, *entries: Entry, **changed: object) -> "Place":
        """After these have been recorded."""
        state = self.here.state
        for entry in entries:
            state = state.after(entry)
        return replace(self, here=replace(self.here, state=state), **changed)


@dataclass(frozen=True, kw_only=True, slots=True)
class Branch:
    """An answer or a result, and where it leads: its share is the part of all people."""

    said: str
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Fork:
    """What happens at a place: the question or step that people really meet there ("" for support:
    then nothing branches), whether its test is put off, and every branch that anybody takes."""

    kind: MoveKind
    key: str
    postponed: bool
    branches: tuple[Branch, ...]


def start(guide: PublishedGuide, people: Population, decide: Decide) -> Place:
    """The beginning of every visit, without a picked message."""
    steps = {step.key: step for step in guide.engine.steps}
    return Place(
        here=Standing(guide=guide, state=VisitState()),
        clock=Clock(guide=guide.engine, steps=steps, patience=inf),
        crowd=Crowd(people=people, parts=people.parts),
        decide=decide,
    )


def fork(place: Place) -> Fork:
    """What follows at a place that is not over. Takes one of the engine's decisions, or two where a
    step shows only after a while whether it helped."""
    move = place.move
    if move.kind is MoveKind.ASK:
        return _fork(move, move.key, _asked(place, move.key))
    if move.kind is MoveKind.TRY:
        step = place.here.guide.steps[move.key]
        if place.here.state.given.get((Node.STEP, step.key)) == Result.WAITING:
            return _fork(move, step.key, _found_out(place, step))
        gate = open_gate(place.here, step)
        met = step if gate is None else place.here.guide.steps[gate]
        return _fork(move, met.key, _tried(place, met, move))
    return Fork(kind=MoveKind.HAND_OVER, key="", postponed=False, branches=(_handed_over(place),))


def _fork(move: Move, key: str, branches: Iterator[Branch]) -> Fork:
    taken = tuple(branch for branch in branches if branch.place.share > 0.0)
    return Fork(kind=move.kind, key=key, postponed=move.postpone, branches=taken)


def _handed_over(place: Place, said: str = "") -> Branch:
    entry = entry_of_hand_over(place.here)
    return Branch(said=said, place=place.saying(*([entry] if entry else [])))


def _after(place: Place, said: str, entry: Entry | None, *more: Entry) -> Branch:
    """Where saying so leads; where it says nothing new, going on leads nowhere, so to support."""
    if entry is None:
        return _handed_over(place, said)
    return Branch(said=said, place=place.saying(entry, *more))


def _asked(place: Place, key: str) -> Iterator[Branch]:
    question, crowd = place.here.guide.questions[key], place.crowd
    clock = copy_of(place.clock)
    clock.work(question.minutes)
    for at, option in enumerate(question.options):
        some = replace(place, clock=clock, crowd=crowd.answering(key, at))
        yield _after(some, option.key, entry_of_answer(place.here, key, option.key))
    some = replace(place, clock=clock, crowd=crowd.part(crowd.people.truth.unsure[key]))
    yield _after(some, Took.UNSURE, entry_of_answer(place.here, key, UNSURE))


def _tried(place: Place, step: StepContent, move: Move) -> Iterator[Branch]:
    skip = place.crowd.people.truth.skip[step.key]
    clock = copy_of(place.clock)
    clock.work(TURNED_DOWN_MINUTES)
    declining = replace(place, clock=clock, crowd=place.crowd.part(skip))
    entry = entry_of_result(place.here, step.key, Result.COULD_NOT)
    yield _after(declining, Took.COULD_NOT, entry)
    yield from _done(_doing(place, step, 1.0 - skip), step, move)


def _doing(place: Place, step: StepContent, part: float) -> Place:
    clock = copy_of(place.clock)
    clock.do(step.key)
    confirmed = entry_of_confirmation(place.here, step.key)
    crowd = place.crowd.part(part).doing(step.key)
    return place.saying(*([confirmed] if confirmed else []), clock=clock, crowd=crowd)


def _done(place: Place, step: StepContent, move: Move) -> Iterator[Branch]:
    """What came of it; at once as well where people wait for this step and for nothing else."""
    if not (move.postpone or step.wait_minutes):
        yield from _found_out(place, step)
        return
    waiting = _after(place, Took.WAITING, entry_of_result(place.here, step.key, Result.WAITING))
    then = waiting.place
    if not then.is_over and (then.move.kind, then.move.key) == (MoveKind.TRY, step.key):
        yield from _found_out(then, step)
    else:
        yield waiting


def _found_out(place: Place, step: StepContent) -> Iterator[Branch]:
    """See what came of a step that is done, and with it of all that its test tells about."""
    for result, crowd in _results(place.crowd, step):
        entry = entry_of_result(place.here, step.key, result)
        sharing = tuple(entries_sharing(place.here, step.key, result)) if entry else ()
        clock = copy_of(place.clock)
        clock.find_out([step.key, *(other.key for other in sharing)])
        yield _after(replace(place, clock=clock, crowd=crowd), result.value, entry, *sharing)


def _results(crowd: Crowd, step: StepContent) -> Iterator[tuple[Result, Crowd]]:
    match step.kind:
        case "safety":
            yield Result.NO_HELP, crowd  # its button says "done, go on"
        case "workaround":
            enough = crowd.people.truth.enough.get(step.key, 1.0)
            yield Result.FIXED, crowd.part(enough)
            yield Result.NO_HELP, crowd.part(1.0 - enough)
        case _:
            yield Result.FIXED, crowd.fixed()
            yield Result.NO_HELP, crowd.still_broken()


def copy_of(clock: Clock) -> Clock:
    """A clock for those who take another branch."""
    return replace(clock, ready=dict(clock.ready), places=set(clock.places))
