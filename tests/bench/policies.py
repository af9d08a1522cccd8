"""Ways to choose what comes next, to be compared: the engine, and simpler ones that people use."""

import random
from collections.abc import Callable, Sequence

import numpy as np

from tests.engine.reference import guide_values
from troubleshooter import engine

from .exact import ASK, HAND_OVER, TRY, Move, Policy
from .guides import GuideFile
from .world import (
    FAILED,
    OPEN,
    SKIPPED,
    TURNED_DOWN_MINUTES,
    UNASKED,
    UNSURE,
    State,
    believed_world,
    sets_of,
)

RESULTS = {FAILED: "no_help", SKIPPED: "could_not"}
# The order of the open steps in which they would be tried, given what failed so far.
Order = Callable[[State], Sequence[int]]


def in_order(order: Sequence[int]) -> Policy:
    """Every step in this order, whatever is known, then support."""

    def move(state: State) -> Move:
        left = [step for step in order if state.results[step] == OPEN]
        return Move(TRY, left[0]) if left else Move(HAND_OVER)

    return each(move)


def random_order(file: GuideFile, seed: int) -> Policy:
    """Every step in an order drawn by lot."""
    places = list(range(len(file["steps"])))
    random.Random(seed).shuffle(places)
    return in_order(places)


def editors_order(file: GuideFile) -> Policy:
    """Every step as the file has them."""
    return in_order(range(len(file["steps"])))


def editors_order_with_stopping(file: GuideFile) -> Policy:
    """The file's order, handing over where no beginning of what is left is worth its minutes."""
    numbers = Numbers(file)
    return each(lambda state: numbers.first_worth_it(state, numbers.open_steps(state)))


def chance_per_minute(file: GuideFile) -> Policy:
    """The step with the greatest chance per minute, with the same stopping; nothing is asked."""
    numbers = Numbers(file)
    return each(lambda state: numbers.first_worth_it(state, numbers.greedy(state)))


def worst_step_first(file: GuideFile) -> Policy:
    """A planted fault: the step with the least chance per minute, to the end."""
    numbers = Numbers(file)

    def move(state: State) -> Move:
        order = numbers.greedy(state)
        return Move(TRY, order[-1]) if order else Move(HAND_OVER)

    return each(move)


def through_engine(file: GuideFile, learnt: engine.Parameters | None = None) -> Policy:
    """What `engine.next_move` says, by the numbers in the file or by those that were learnt."""
    guide, parameters = guide_values(file)
    parameters = parameters if learnt is None else learnt

    def move(state: State) -> Move:
        given = evidence_of(file, state)
        steps = {key: engine.Result(result) for key, result in given["steps"].items()}
        evidence = engine.Evidence(questions=given["questions"], steps=steps)
        said = engine.next_move(guide, parameters, evidence)
        return as_move(file, said.kind.value, said.key)

    return each(move)


def evidence_of(file: GuideFile, state: State) -> dict[str, dict[str, str]]:
    """A state in the guide's own keys, as it is sent to the engine or to its command."""
    answers = zip(file["questions"], state.answers, strict=True)
    results = zip(file["steps"], state.results, strict=True)
    return {
        "questions": {
            question["key"]: "unsure" if told == UNSURE else question["options"][told]["key"]
            for question, told in answers
            if told != UNASKED
        },
        "steps": {step["key"]: RESULTS[result] for step, result in results if result != OPEN},
    }


def as_move(file: GuideFile, kind: str, key: str | None) -> Move:
    """The engine's words as a place in the guide."""
    if kind == HAND_OVER:
        return Move(HAND_OVER)
    among = file["questions"] if kind == ASK else file["steps"]
    return Move(kind, next(place for place, each in enumerate(among) if each["key"] == key))


def each(move: Callable[[State], Move]) -> Policy:
    """A policy from a rule for one state."""
    return lambda states: [move(state) for state in states]


class Numbers:
    """What the guide's numbers say of orders of steps, by enumeration; answers are left out."""

    def __init__(self, file: GuideFile) -> None:
        self.world = believed_world(file)
        self.sets, self.chances = sets_of(file, None)
        causes = [cause["key"] for cause in file["causes"]]
        fixes = [step.get("fixes", {}) for step in file["steps"]]
        self.effects = np.array([[fix.get(cause, 0.0) for cause in causes] for fix in fixes])
        skip = self.world.skip
        self.cost = (1 - skip) * self.world.minutes + skip * TURNED_DOWN_MINUTES
        self.proposed = self.effects * (1 - skip)[:, None]

    def open_steps(self, state: State) -> list[int]:
        return [place for place, result in enumerate(state.results) if result == OPEN]

    def left(self, state: State) -> np.ndarray:
        """The part of each cause that the failed steps have left."""
        failed = [place for place, result in enumerate(state.results) if result == FAILED]
        return np.prod(1 - self.effects[failed], axis=0)

    def broken(self, left: np.ndarray) -> float:
        """P(the problem is there) where this part of each cause is left."""
        return float(self.chances @ (1 - np.prod(np.where(self.sets, 1 - left, 1.0), axis=1)))

    def greedy(self, state: State) -> list[int]:
        """The steps that help, the greatest chance per minute first, as if each one failed."""
        order, left, rest = [], self.left(state), self.open_steps(state)
        while rest:
            now = self.broken(left)
            gains = [now - self.broken(left * (1 - self.proposed[step])) for step in rest]
            ratios = [gain / self.cost[step] for gain, step in zip(gains, rest, strict=True)]
            best = int(np.argmax(ratios))
            if gains[best] <= 1e-12 * now:
                break
            order.append(rest.pop(best))
            left = left * (1 - self.proposed[order[-1]])
        return order

    def first_worth_it(self, state: State, order: Sequence[int]) -> Move:
        """The order's first step, or support where no beginning of the order saves minutes."""
        return Move(TRY, order[0]) if self._best_stop(state, order) else Move(HAND_OVER)

    def _best_stop(self, state: State, order: Sequence[int]) -> int:
        lefts = [self.left(state)]
        lefts += [lefts[0] * self._after(order[: n + 1]) for n in range(len(order))]
        broken = np.array([self.broken(left) for left in lefts]) / self.broken(lefts[0])
        spent = np.cumsum([0.0, *(self.cost[list(order)] * broken[:-1])])
        minutes = spent + self.world.support_minutes * broken
        least = int(np.argmin(minutes))
        return least if minutes[least] < minutes[0] * (1 - 1e-9) else 0

    def _after(self, steps: Sequence[int]) -> np.ndarray:
        return np.prod(1 - self.proposed[list(steps)], axis=0)
