"""What is believed about sets of causes, where there are few enough to look at every set.

The closed forms of `belief` take an answer as evidence on each cause by itself. Where two causes
that an answer speaks of may hold at once, that counts the answer twice, and the answers' chances
do not add up to where they came from. Here an answer's probability is stated for each set of
causes, usual * product of the causes' ratios, made to add up to 1 over the options; so what is
believed before an answer is exactly the average of what will be believed after it, and a search
that asks several questions is not led astray. With one cause at a time both are the same.
"""

from collections.abc import Sequence
from functools import lru_cache
from operator import mul
from typing import Any

from troubleshooter.engine.belief import wear
from troubleshooter.engine.numbers import Numbers, QuestionNumbers
from troubleshooter.engine.prior import VANISHING

# Sets of causes that can be looked at one by one, and how much of what follows is kept: some ten
# megabytes a guide at most.
MOST_SETS = 1024
KEPT_TABLES, KEPT_SUMS, KEPT_NUMBERS = 8, 20_000, 200_000

Answers = tuple[tuple[int, int], ...]
"""(question, option) positions, in the order of the questions."""


def few_enough(numbers: Numbers) -> bool:
    """Whether every set of causes that may hold can be looked at by itself."""
    return 0 < sets_of(numbers) <= MOST_SETS


def sets_of(numbers: Numbers) -> int:
    """How many sets of causes can hold; a cause without any share is in none."""
    causes = sum(odds > 0.0 for odds in numbers.prior)
    return causes if numbers.single else 2**causes


@lru_cache(maxsize=KEPT_TABLES)
def tables_of(numbers: Numbers) -> "Tables":
    """The tables of a guide, kept for the last few guides."""
    return Tables(numbers)


class Tables:
    """Weights of sets of causes, and in what part of each set trouble is left.

    A set's weight is its prior odds times the probability of the answers; `trouble` sums weights
    times P(something of the set is left after these steps). All of it follows from the numbers
    alone, so what is kept is never wrong, and dropped when there is too much of it.
    """

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.causes = [cause for cause, odds in enumerate(numbers.prior) if odds > 0.0]
        self.prior = (
            self._each(numbers.prior, VANISHING)
            if numbers.single
            else self._all_sets(numbers.prior)
        )
        self.options = [self._likelihoods(question) for question in numbers.questions]
        self._weights: dict[Answers, list[float]] = {}
        self._columns: dict[tuple[int, int], list[float]] = {}
        self._sums: dict[tuple[Answers, int, int], float] = {}

    def trouble(self, answers: Answers, done: int, proposed: int) -> float:
        """The weight of all cases with these answers that are still broken once the steps in the
        bit set `done` have failed and those in `proposed` have been offered (and perhaps skipped).
        """
        name = (answers, done, proposed)
        found = self._sums.get(name)
        if found is None:
            found = sum(map(mul, self.weights(answers), self._left(done, proposed)))
            _keep(self._sums, name, found, KEPT_SUMS)
        return found

    def weights(self, answers: Answers) -> list[float]:
        """The weight of each set once these answers are given."""
        found = self._weights.get(answers)
        if found is None:
            found = self.prior
            for question, option in answers:
                found = list(map(mul, found, self.options[question][option]))
            _keep(self._weights, answers, found, KEPT_NUMBERS // len(found))
        return found

    def _left(self, done: int, proposed: int) -> list[float]:
        """P(something of the set is left) for each set."""
        name = (done, proposed)
        found = self._columns.get(name)
        if found is None:
            left = self._left_of_each(done, proposed)
            found = left if self.numbers.single else _something_left(left)
            _keep(self._columns, name, found, KEPT_NUMBERS // len(found))
        return found

    def _left_of_each(self, done: int, proposed: int) -> list[float]:
        """The part of each cause left standing. What was done leaves a trace, as people err; what
        is only proposed is taken at its word."""
        left = [1.0] * len(self.numbers.causes)
        for position, step in enumerate(self.numbers.steps):
            if done >> position & 1:
                wear(left, step.effects)
        for position, step in enumerate(self.numbers.steps):
            if proposed >> position & 1 and not done >> position & 1:
                for cause, effect in step.proposed:
                    left[cause] *= 1.0 - effect
        return [left[cause] for cause in self.causes]

    def _likelihoods(self, question: QuestionNumbers) -> list[list[float]]:
        """For each option, P(it is the answer | set) over the sets; over the options it adds up."""
        rows = []
        for usual, ratios in zip(question.usual, question.ratios, strict=True):
            factors = [1.0] * len(self.numbers.causes)
            for cause, ratio in ratios:
                factors[cause] = ratio
            by_set = self._each(factors) if self.numbers.single else self._all_sets(factors)
            rows.append([usual * factor for factor in by_set])
        sums = [sum(column) or 1.0 for column in zip(*rows, strict=True)]
        return [[p / total for p, total in zip(row, sums, strict=True)] for row in rows]

    def _all_sets(self, factors: Sequence[float]) -> list[float]:
        """The product of the factors of each set of causes; the empty set comes first."""
        products = [1.0]
        for cause in self.causes:
            products += [product * factors[cause] for product in products]
        return products

    def _each(self, factors: Sequence[float], scale: float = 1.0) -> list[float]:
        """The factors of the causes that can hold, as the sets of one that they are."""
        return [factors[cause] / scale for cause in self.causes]


def _something_left(left: Sequence[float]) -> list[float]:
    """P(something is left) of each set of causes, from what is left of each, without cancelling."""
    found = [0.0]
    for part in left:
        found += [some + (1.0 - some) * part for some in found]
    return found


def _keep(kept: dict[Any, Any], name: Any, value: Any, most: int) -> None:
    if len(kept) >= most:
        kept.clear()
    kept[name] = value
