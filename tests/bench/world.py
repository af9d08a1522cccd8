"""A small guide's whole world as one table: how likely each state of knowledge is.

A state is what was answered and what was tried. With q questions of k options and s steps there
are (k + 2)^q · 3^s states, which is why only small guides can be solved exactly.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from . import joint
from .guides import GuideFile

# How a question stands: an option's place, or one of these (places from the end).
UNASKED, UNSURE = -1, -2
# How a step stands.
OPEN, FAILED, SKIPPED = range(3)
# A step that is proposed and turned down still takes this long to read.
TURNED_DOWN_MINUTES = 0.5


class State(NamedTuple):
    """One number for every question, one for every step, in the order of the guide."""

    answers: tuple[int, ...]
    results: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class World:
    """`mass[question state, steps that failed]` is P(these answers, and the problem is still there
    after these steps | somebody came with the problem, and could answer).

    Question states are counted by `strides`, steps that failed as bits. `requires` are the steps
    that are to be settled before a step.
    """

    minutes: np.ndarray
    skip: np.ndarray
    requires: tuple[tuple[int, ...], ...]
    question_minutes: np.ndarray
    unsure: np.ndarray
    options: tuple[int, ...]
    support_minutes: float
    mass: np.ndarray

    @property
    def strides(self) -> tuple[int, ...]:
        sizes = [count + 2 for count in self.options]
        return tuple(int(np.prod(sizes[place + 1 :])) for place in range(len(sizes)))

    @property
    def start(self) -> State:
        return State((UNASKED,) * len(self.options), (OPEN,) * len(self.minutes))

    def broken(self, state: State) -> float:
        """P(these answers, and the problem is still there)."""
        return float(self.mass[self.row(state.answers), failed_bits(state.results)])

    def row(self, answers: tuple[int, ...]) -> int:
        sizes = [count + 2 for count in self.options]
        steps = zip(answers, sizes, self.strides, strict=True)
        return sum((answer % size) * stride for answer, size, stride in steps)


def failed_bits(results: tuple[int, ...]) -> int:
    return sum(1 << place for place, result in enumerate(results) if result == FAILED)


def true_world(file: GuideFile, loadings: np.ndarray | None = None) -> World:
    """The world that a guide's numbers describe. People's answers are exact: nobody slips.

    Where several causes are there an answer's chance is usual · ∏(likelihood / usual), brought to
    1 over the options. With `loadings` causes come together or apart (see `joint.copula`).
    """
    return _build(file, sets_of(file, loadings), slip=0.0)


def believed_world(file: GuideFile, slip: float = 0.02) -> World:
    """The world as the engine has to take it: independent causes, and people who slip."""
    return _build(file, sets_of(file, None), slip=slip)


def sets_of(file: GuideFile, loadings: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """The sets of causes that can be there, and their probabilities."""
    shares = np.array([cause["share"] for cause in file["causes"]])
    if loadings is not None:
        return joint.copula(shares, loadings)
    if shares.sum() <= joint.ONE_CAUSE_SUM:
        return joint.one_at_a_time(shares)
    return joint.independent(shares)


def _build(file: GuideFile, given: tuple[np.ndarray, np.ndarray], slip: float) -> World:
    sets, chances = given
    causes = [cause["key"] for cause in file["causes"]]
    answers = chances
    for question in file["questions"]:
        table = answer_table(question, causes, sets, slip)
        neutral = np.ones((2, len(sets)))
        answers = answers[..., None, :] * np.concatenate([table, neutral])
    effects = _effects(file, causes)
    steps = [step["key"] for step in file["steps"]]
    return World(
        minutes=np.array([effective_minutes(file, step) for step in file["steps"]]),
        skip=np.array([step.get("skip", 0.0) for step in file["steps"]]),
        requires=tuple(
            tuple(steps.index(key) for key in step.get("requires", ())) for step in file["steps"]
        ),
        question_minutes=np.array([question["minutes"] for question in file["questions"]]),
        unsure=np.array([question.get("unsure", 0.05) for question in file["questions"]]),
        options=tuple(len(question["options"]) for question in file["questions"]),
        support_minutes=file["support_minutes"],
        mass=answers.reshape(-1, len(sets)) @ _still_broken(effects, sets),
    )


def effective_minutes(file: GuideFile, step: dict) -> float:
    waiting = file["waiting_weight"] * step.get("wait_minutes", 0)
    return step["minutes"] + waiting + file["disruption_minutes"][str(step["disruption"])]


def answer_table(question: dict, causes: list[str], sets: np.ndarray, slip: float) -> np.ndarray:
    """P(option | set of causes), options × sets."""
    options = question["options"]

    def column(values: list[float]) -> np.ndarray:
        return (1 - slip) * np.array(values) + slip / len(options)

    usual = column([option["usual"] for option in options])
    table = np.repeat(usual[:, None], len(sets), axis=1)
    for cause in options[0].get("likelihood", {}):
        ratio = column([option["likelihood"][cause] for option in options]) / usual
        table[:, sets[:, causes.index(cause)]] *= ratio[:, None]
    return table / table.sum(0)


def _effects(file: GuideFile, causes: list[str]) -> np.ndarray:
    """P(the step clears the cause), steps × causes."""
    fixes = [step.get("fixes", {}) for step in file["steps"]]
    return np.array([[fix.get(cause, 0.0) for cause in causes] for fix in fixes])


def _still_broken(effects: np.ndarray, sets: np.ndarray) -> np.ndarray:
    """P(some cause of the set is left | the steps of the bits failed to clear it), sets × bits."""
    bits = np.arange(2 ** len(effects))[:, None] >> np.arange(len(effects)) & 1
    left = np.prod(np.where(bits[:, :, None], 1 - effects, 1.0), axis=1)
    return 1 - np.prod(np.where(sets[:, None, :], 1 - left, 1.0), axis=2)
