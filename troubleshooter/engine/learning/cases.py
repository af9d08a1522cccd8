"""Histories laid out by position: what they have in common is held once, and worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass

from troubleshooter.engine.guide import Guide
from troubleshooter.engine.learning.history import History
from troubleshooter.engine.parameters import Parameters

NOBODY_SAID = -1


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """Positions of the steps that failed, of those that ended it, and of the cause that support
    named; and how much each step counts, where that is less than whole."""

    failed: tuple[int, ...] = ()
    fixed: tuple[int, ...] = ()
    cause: int = NOBODY_SAID
    weights: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One history: the places of its answers and of what was tried in `Cases`, and how many visits
    went this way."""

    answers: int
    tried: int
    count: float


Answers = tuple[tuple[int, int], ...]
"""(question, option) positions, in the order of the questions."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cases:
    """Distinct answers, distinct steps tried, and the histories that combine them: those in which
    the same was tried stand together."""

    answers: tuple[Answers, ...]
    tried: tuple[Tried, ...]
    cases: tuple[Case, ...]

    def alone(self, place: int) -> "Cases":
        """One case of them, once, as cases of its own."""
        case = self.cases[place]
        return Cases(
            answers=(self.answers[case.answers],),
            tried=(self.tried[case.tried],),
            cases=(Case(answers=0, tried=0, count=1.0),),
        )


def lay_out(guide: Guide, parameters: Parameters, histories: Mapping[History, int]) -> Cases:
    """The histories by position in the guide. Keys that the guide does not have are left out, and
    so are steps that act on no cause: what they did says nothing."""
    place = _Places(guide, parameters)
    answers: dict[Answers, int] = {}
    tried: dict[Tried, int] = {}
    cases: dict[tuple[int, int], float] = {}
    for history, count in histories.items():
        name = (
            answers.setdefault(place.answers(history), len(answers)),
            tried.setdefault(place.tried(history), len(tried)),
        )
        cases[name] = cases.get(name, 0.0) + count
    return Cases(
        answers=tuple(answers),
        tried=tuple(tried),
        cases=tuple(
            Case(answers=a, tried=t, count=count)
            for (a, t), count in sorted(cases.items(), key=lambda case: case[0][1])
        ),
    )


class _Places:
    """Where the keys of a guide stand."""

    def __init__(self, guide: Guide, parameters: Parameters) -> None:
        self.causes = {key: place for place, key in enumerate(guide.causes)}
        self.steps = {
            step.key: place
            for place, step in enumerate(guide.steps)
            if any(parameters.effects.get(step.key, {}).get(cause) for cause in guide.causes)
        }
        self.options = {
            (question.key, option): (place, number)
            for place, question in enumerate(guide.questions)
            for number, option in enumerate(question.options)
        }

    def answers(self, history: History) -> Answers:
        options = self.options
        return tuple(sorted(options[told] for told in history.answers if told in options))

    def tried(self, history: History) -> Tried:
        steps = self.steps
        failed = sorted(steps[key] for key in history.failed if key in steps)
        fixed = sorted(steps[key] for key in history.fixed if key in steps)
        known = {*failed, *fixed}
        weights = sorted(
            (steps[key], weight)
            for key, weight in history.faded
            if steps.get(key) in known and weight != 1.0
        )
        return Tried(
            failed=tuple(failed),
            fixed=tuple(fixed),
            cause=self.causes.get(history.cause, NOBODY_SAID),
            weights=tuple(weights),
        )
