"""The same steps tried in many visits: how likely that is for each set of causes, and who gets the
credit.

A cause that is there is gone by the end of the failed steps with chance g; if not, what ended the
problem clears it with chance r (1 where nothing ended it). The problem lasts as long as one cause
does, so a set of causes shows what was tried with probability

    prod(h) - prod(g),  h = g + c,  c = (1 - g) r

which after failures D is P(broken after D), and for a fix by j P(broken after D) - P(broken after D
and j). A cause k of the set lasted to the end of the failures in c_k / h_k * prod(h) of it. A step
that "did not help" may well have cleared a cause while another remained.

Where support names a cause i that was still there, the set weighs c_i / h_i * prod(h).
"""

from collections.abc import Sequence
from itertools import repeat
from operator import add, mul

from troubleshooter.engine.belief import LEAST_LEFT
from troubleshooter.engine.learning.cases import NOBODY_SAID, Tried
from troubleshooter.engine.learning.counts import Counts
from troubleshooter.engine.learning.history import Tally
from troubleshooter.engine.learning.worlds import Worlds
from troubleshooter.engine.numbers import Numbers

Acting = dict[int, list[tuple[int, float]]]
"""cause -> the steps that act on it, each with P(it clears the cause)."""


class Attempt:
    """`chances` is P(these steps did this | set). `mass` adds up, over all visits in which the same
    was tried, P(set and the rest of the visit) divided by P(the whole visit)."""

    def __init__(self, worlds: Worlds, numbers: Numbers, tried: Tried) -> None:
        self.worlds, self.named = worlds, tried.cause
        self.failed, self.fixed = _acting(numbers, tried.failed), _acting(numbers, tried.fixed)
        self.faded = dict(tried.weights)
        left = [max(_missed(self.failed, k), LEAST_LEFT) for k in range(len(numbers.causes))]
        ended = [1.0 - _missed(self.fixed, k) if tried.fixed else 1.0 for k in range(len(left))]
        gone = [1.0 - part for part in left]
        last = [part * chance for part, chance in zip(left, ended, strict=True)]
        by_end = [g + c for g, c in zip(gone, last, strict=True)]
        self.lasting = [c / h if h else 0.0 for c, h in zip(last, by_end, strict=True)]
        self.all_gone, lasted = self._products(gone, last)
        self.chances = self._told() if tried.cause != NOBODY_SAID else lasted
        self.mass = [0.0] * len(self.chances)

    def _products(
        self, gone: Sequence[float], last: Sequence[float]
    ) -> tuple[list[float], list[float]]:
        """prod(h), and prod(h) - prod(g) grown cause by cause so that nothing cancels."""
        ended, before, lasted = [1.0], [1.0], [0.0]
        for parent, k in self.worlds.grown:
            g, c = gone[k], last[k]
            lasted.append(lasted[parent] * (g + c) + before[parent] * c)
            ended.append(ended[parent] * (g + c))
            before.append(before[parent] * g)
        return ended[1:], lasted[1:]

    def _told(self) -> list[float]:
        chances = [0.0] * len(self.all_gone)
        for place in self.worlds.members[self.named]:
            chances[place] = self.lasting[self.named] * self.all_gone[place]
        return chances

    def add(self, weights: Sequence[float], count: float) -> None:
        self.mass = list(map(add, self.mass, map(mul, repeat(count), weights)))

    def add_to(self, counts: Counts) -> None:
        """Count each step's trials.

        The failed steps are taken to have met a cause in the editor's order: every order gives the
        same likelihood, so the one that people took need not be known.
        """
        present = self.worlds.by_cause(list(map(mul, self.mass, self.chances)))
        told = self.named != NOBODY_SAID
        among = self.chances if told else self.all_gone
        lasted = self.worlds.by_cause(list(map(mul, self.mass, among)))
        for cause in self.failed.keys() | self.fixed.keys():
            there, last = present[cause], lasted[cause] * self.lasting[cause]
            if told and cause == self.named:
                last = there
            self._credit(counts, self.failed, cause, (max(0.0, there - last), last))
            self._credit(counts, self.fixed, cause, (last, 0.0))

    def _credit(
        self, counts: Counts, steps: Acting, cause: int, split: tuple[float, float]
    ) -> None:
        """Share out a cause that one of these steps cleared (split[0] visits), or none (split[1]).

        The first one that works has the credit, and those after it did not meet the cause.
        """
        if cause not in steps:
            return
        cleared, lasted = split
        chance = max(1.0 - _missed(steps, cause), LEAST_LEFT)
        not_yet, still_there = 1.0, cleared
        for step, effect in steps[cause]:
            success = cleared * not_yet * effect / chance
            weight, before = self.faded.get(step, 1.0), counts.effects[step][cause]
            counts.effects[step][cause] = Tally(
                times=before.times + weight * success,
                of=before.of + weight * (still_there + lasted),
            )
            still_there = max(0.0, still_there - success)
            not_yet *= 1.0 - effect


def _acting(numbers: Numbers, steps: Sequence[int]) -> Acting:
    acting: Acting = {}
    for step in steps:
        for cause, effect in numbers.steps[step].effects:
            acting.setdefault(cause, []).append((step, effect))
    return acting


def _missed(steps: Acting, cause: int) -> float:
    """P(none of these steps clears the cause)."""
    missed = 1.0
    for _, effect in steps.get(cause, ()):
        missed *= 1.0 - effect
    return missed
