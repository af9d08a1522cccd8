"""The same answers in many visits: how likely they make each set of causes, and what they teach."""

from collections.abc import Sequence
from itertools import repeat
from operator import add, mul

from troubleshooter.engine.learning.cases import Answers
from troubleshooter.engine.learning.counts import Columns, Counts
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

    def count(self, columns: Columns, option: int, visits: Sequence[float]) -> None:
        """Add visits, by set, in which this option was the answer."""
        sums = [0.0] * (len(self.named) + 2)  # the last two places are those of SEVERAL and NONE
        for place, count in zip(self.alone, visits, strict=True):
            sums[place] += count
        columns.usual[option] += sums[NONE]
        for likelihood, told in zip(columns.likelihood, sums, strict=False):
            likelihood[option] += told


class Replies:
    """`weights` is P(set and these answers | there is a problem). `mass` adds up, over all visits
    with these answers, P(the rest of the visit | set) divided by P(the whole visit)."""

    def __init__(self, prior: Sequence[float], asked: Sequence[Asked], answers: Answers) -> None:
        self.answers = answers
        self.weights = list(prior)
        for question, option in answers:
            self.weights = list(map(mul, self.weights, asked[question].chances[option]))
        self.mass = [0.0] * len(self.weights)

    def add(self, chances: Sequence[float], count: float) -> None:
        self.mass = list(map(add, self.mass, map(mul, repeat(count), chances)))

    @property
    def visits(self) -> list[float]:
        """Visits with these answers, by set."""
        return list(map(mul, self.weights, self.mass))


def count_replies(
    counts: Counts, worlds: Worlds, asked: Sequence[Asked], replies: Sequence[Replies]
) -> None:
    """Count the causes that were there, and what was answered when."""
    present = [0.0] * len(worlds.grown)
    answered: dict[tuple[int, int], list[float]] = {}
    for reply in replies:
        visits = reply.visits
        present = list(map(add, present, visits))
        for told in reply.answers:
            before = answered.get(told)
            answered[told] = visits if before is None else list(map(add, before, visits))
    counts.present = worlds.by_cause(present)
    for (question, option), visits in answered.items():
        asked[question].count(counts.columns[question], option, visits)
