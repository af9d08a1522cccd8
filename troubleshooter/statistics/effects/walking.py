"""Where visits stand, and where each move leads: the visit's own rules, for a whole crowd."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from troubleshooter.engine import (
    UNSURE,
    Evidence,
    Guide,
    Move,
    MoveKind,
    Result,
    Step,
    StepKind,
    tested_together,
)
from troubleshooter.engine.numbers import TURNED_DOWN_MINUTES

from .layout import Floats
from .people import Crowd


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Minutes of work, and of waiting, of everybody who came this way; when each step under way can
    be judged, and which places in the settings are open."""

    work: float = 0.0
    waited: float = 0.0
    ready: Mapping[str, float] = field(default_factory=dict)
    places: frozenset[str] = frozenset()

    def working(self, minutes: float) -> "Clock":
        return replace(self, work=self.work + minutes)

    def doing(self, guide: Guide, step: Step) -> "Clock":
        saved = min(guide.trip_minutes, step.minutes) if step.place in self.places else 0.0
        work = self.work + step.minutes - saved
        ready = work + self.waited + step.wait_minutes
        places = self.places | ({step.place} if step.place else frozenset())
        return replace(self, work=work, ready={**self.ready, step.key: ready}, places=places)

    def finding_out(self, steps: list[Step]) -> "Clock":
        now = self.work + self.waited
        ready = max(self.ready.get(step.key, 0.0) for step in steps)
        test = max(step.check_minutes for step in steps)
        return replace(self, waited=self.waited + max(0.0, ready - now), work=self.work + test)


@dataclass(frozen=True, kw_only=True, eq=False)
class Place:
    """People with the same visit so far, who still have the problem."""

    evidence: Evidence
    crowd: Crowd
    clock: Clock


@dataclass(frozen=True, kw_only=True, eq=False)
class Ended:
    """People whose visit is over: their parts of all, by draw."""

    parts: Floats
    clock: Clock
    workaround: bool = False


def follow(
    guide: Guide, steps: Mapping[str, Step], place: Place, move: Move
) -> Iterator[Place | Ended]:
    """Where a move other than handing over leads."""
    if move.kind is MoveKind.ASK:
        yield from _asked(guide, place, move.key)
    elif place.evidence.steps.get(move.key) is Result.WAITING:
        yield from found_out(guide, steps, place, steps[move.key])
    else:
        yield from _tried(guide, steps, place, steps[move.key], postpone=move.postpone)


def _asked(guide: Guide, place: Place, key: str) -> Iterator[Place]:
    question = next(each for each in guide.questions if each.key == key)
    clock = place.clock.working(question.minutes)
    for at, option in enumerate(question.options):
        crowd = place.crowd.answering(key, at)
        yield Place(evidence=_answered(place, key, option), crowd=crowd, clock=clock)
    crowd = place.crowd.not_sure(key)
    yield Place(evidence=_answered(place, key, UNSURE), crowd=crowd, clock=clock)


def _tried(
    guide: Guide, steps: Mapping[str, Step], place: Place, step: Step, *, postpone: bool
) -> Iterator[Place | Ended]:
    yield Place(
        evidence=_with(place.evidence, step.key, Result.COULD_NOT),
        crowd=place.crowd.turning_down(step.key),
        clock=place.clock.working(TURNED_DOWN_MINUTES),
    )
    clock, crowd = place.clock.doing(guide, step), place.crowd.doing(step.key)
    done = Place(evidence=place.evidence, crowd=crowd, clock=clock)
    if postpone or step.wait_minutes:
        waiting = _with(place.evidence, step.key, Result.WAITING)
        yield replace(done, evidence=waiting)
    else:
        yield from found_out(guide, steps, done, step)


def found_out(
    guide: Guide, steps: Mapping[str, Step], place: Place, step: Step
) -> Iterator[Place | Ended]:
    """What came of a step that is done, and of all that its test tells about."""
    shared = [steps[key] for key in tested_together(guide, place.evidence, step.key)]
    clock = place.clock.finding_out([step, *shared])
    evidence = place.evidence
    for each in (step, *shared):
        evidence = _with(evidence, each.key, Result.NO_HELP)
    then = replace(place, evidence=evidence, clock=clock)
    if step.kind is StepKind.SAFETY:
        yield then
    elif step.kind is StepKind.WORKAROUND:
        enough = place.crowd.people.enough.get(step.key, 1.0)
        yield Ended(parts=place.crowd.share * enough, clock=clock, workaround=True)
        yield replace(then, crowd=place.crowd.part(1.0 - enough))
    else:
        broken = place.crowd.still_broken()
        yield Ended(parts=np.maximum(place.crowd.share - broken.share, 0.0), clock=clock)
        yield replace(then, crowd=broken)


def _answered(place: Place, key: str, value: str) -> Evidence:
    questions = {**place.evidence.questions, key: value}
    return Evidence(questions=questions, steps=place.evidence.steps)


def _with(evidence: Evidence, step: str, result: Result) -> Evidence:
    return Evidence(questions=evidence.questions, steps={**evidence.steps, step: result})


def mean(parts: Floats) -> float:
    return float(np.mean(parts))
