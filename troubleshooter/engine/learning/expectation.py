"""One pass over all histories: how often each number came true, as far as the numbers can tell.

The expectation step of EM (Dempster, Laird, Rubin 1977): a closed form for each set of causes,
summed over the sets. The product form of `belief`, which needs no sets, counts an answer twice
where two causes that it speaks of may hold at once. For one decision that is near enough; over
thousands of visits it teaches wrong numbers.

A history is one sum over the sets: what histories have in common is worked out once for all.
"""

from collections.abc import Iterator
from itertools import groupby
from math import fsum, log
from operator import attrgetter, mul

from troubleshooter.engine.learning.attempt import Attempt
from troubleshooter.engine.learning.cases import Cases
from troubleshooter.engine.learning.counts import Counts, nothing_yet
from troubleshooter.engine.learning.replies import Asked, Replies, count_replies
from troubleshooter.engine.learning.worlds import Worlds, worlds_of
from troubleshooter.engine.numbers import Numbers


def expect(numbers: Numbers, cases: Cases) -> Counts:
    """The expected counts of everything that the numbers speak of, over all cases."""
    return Expectation(numbers).of(cases)


class Expectation:
    """What the numbers expect of any cases: the part of it that is the same for all."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.worlds = worlds_of(len(numbers.causes), numbers.single)
        self.prior = _prior(self.worlds, numbers)
        self.asked = [Asked(self.worlds, numbers, question) for question in numbers.questions]

    def of(self, cases: Cases) -> Counts:
        """Replies are held for all cases at once, attempts one after the other."""
        replies = [Replies(self.prior, self.asked, answers) for answers in cases.answers]
        counts = nothing_yet(self.numbers)
        for place, same in groupby(cases.cases, key=attrgetter("tried")):
            attempt = Attempt(self.worlds, self.numbers, cases.tried[place])
            for case in same:
                _expect(counts, replies[case.answers], attempt, case.count)
            attempt.add_to(counts)
        count_replies(counts, self.worlds, self.asked, replies)
        return counts

    def present(self, cases: Cases) -> Iterator[tuple[float, list[float]]]:
        """For each case that is possible how many visits it is, and P(cause was there) of each."""
        replies = [Replies(self.prior, self.asked, answers) for answers in cases.answers]
        for place, same in groupby(cases.cases, key=attrgetter("tried")):
            attempt = Attempt(self.worlds, self.numbers, cases.tried[place])
            for case in same:
                masses = list(map(mul, replies[case.answers].weights, attempt.chances))
                total = sum(masses)
                if total > 0.0:
                    yield case.count, [mass / total for mass in self.worlds.by_cause(masses)]


def _expect(counts: Counts, reply: Replies, attempt: Attempt, count: float) -> None:
    chance = sum(map(mul, reply.weights, attempt.chances))
    if chance > 0.0:
        counts.visits += count
        counts.log_likelihood += count * log(chance)
        reply.add(attempt.chances, count / chance)
        attempt.add(reply.weights, count / chance)
    else:
        counts.impossible += count


def _prior(worlds: Worlds, numbers: Numbers) -> list[float]:
    """P(set | there is a problem)."""
    odds = worlds.products(numbers.prior)
    total = fsum(odds)
    return [each / total for each in odds]
