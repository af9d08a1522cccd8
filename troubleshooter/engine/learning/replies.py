"""The same answers in many visits: how likely they make each set of causes, and what they teach."""

from collections.abc import Sequence
from operator import mul

from troubleshooter.engine.learning.cases import Answers
from troubleshooter.engine.learning.counts import Counts
from troubleshooter.engine.learning.worlds import Worlds
from troubleshooter.engine.numbers import Numbers, QuestionNumbers

SEVERAL = -2
NONE = -1


class Asked:
    """A question: P(option | set) for each option and set, the options of a set adding up to 1,
    and which of the named causes a set holds: its place in `named`, `NONE`, or `SEVERAL`."""

    def __init__(self, worlds: Worlds, numbers: Numbers, question: QuestionNumbers) -> None:
        self.named = tuple(cause for cause, _ in question.ratios[0])
        self.chances = self._chances(worlds, numbers, question)
        self.alone = [NONE] * len(worlds.grown)
        for place, cause in enumerate(self.named):
            for each in worlds.members[cause]:
                self.alone[each] = place if self.alone[each] == NONE else SEVERAL

    def _chances(
        self, worlds: Worlds, numbers: Numbers, question: QuestionNumbers
    ) -> list[list[float]]:
        rows = []
        for usual, ratios in zip(question.usual, question.ratios, strict=True):
            factors = [1.0] * len(numbers.causes)
            for cause, ratio in ratios:
                factors[cause] = ratio
            rows.append([usual * each for each in worlds.products(factors)])
        sums = [sum(column) for column in zip(*rows, strict=True)]
        return [[p / total for p, total in zip(row, sums, strict=True)] for row in rows]


class Replies:
    """`weights` is P(set and these answers | there is a problem). `mass` adds up, over all visits
    with these answers, P(the rest of the visit | set) divided by P(the whole visit)."""

    def __init__(self, prior: Sequence[float], asked: Sequence[Asked], answers: Answers) -> None:
        self.answers, self.asked = answers, asked
        self.weights = list(prior)
        for question, option in answers:
            self.weights = list(map(mul, self.weights, asked[question].chances[option]))
        self.mass = [0.0] * len(self.weights)

    def add(self, chances: Sequence[float], count: float) -> None:
        self.mass = [mass + count * p for mass, p in zip(self.mass, chances, strict=True)]

    def add_to(self, counts: Counts, present: list[float]) -> list[float]:
        """Count the answers. Gives `present`, visits by set, with these visits added to it."""
        visits = list(map(mul, self.weights, self.mass))
        for question, option in self.answers:
            columns = counts.columns[question]
            sums = [0.0] * (len(columns.named) + 2)
            for place, count in zip(self.asked[question].alone, visits, strict=True):
                sums[place] += count
            columns.usual[option] += sums[NONE]
            for place, likelihood in enumerate(columns.likelihood):
                likelihood[option] += sums[place]
        return [a + b for a, b in zip(present, visits, strict=True)]
