"""The same steps tried in many visits: what they leave of each cause, and who gets the credit."""

from collections.abc import Sequence
from math import prod

from troubleshooter.engine.belief import LEAST_LEFT
from troubleshooter.engine.learning.cases import Tried
from troubleshooter.engine.learning.counts import Counts
from troubleshooter.engine.learning.history import Tally
from troubleshooter.engine.numbers import Numbers

Effects = list[tuple[int, dict[int, float]]]
"""Steps with what they do to each cause."""


class Attempt:
    """What is the same wherever the same steps failed and the same ones ended it.

    Of each cause, `gone` is the chance that the failed steps cleared it and `rest` the chance that
    they left it and that what ended it then cleared it (see `states`). `cleared` and `lasted` add
    up in how many visits it was there and was, or was not, cleared by the failed steps.
    """

    def __init__(self, numbers: Numbers, tried: Tried) -> None:
        causes = range(len(numbers.causes))
        self.failed: Effects = [(s, dict(numbers.steps[s].effects)) for s in tried.failed]
        self.fixed: Effects = [(s, dict(numbers.steps[s].effects)) for s in tried.fixed]
        self.faded = dict(tried.weights)
        left = [max(_missed(self.failed, cause), LEAST_LEFT) for cause in causes]
        last = [1.0 - _missed(self.fixed, cause) if tried.fixed else 1.0 for cause in causes]
        self.gone = [1.0 - part for part in left]
        self.rest = [part * chance for part, chance in zip(left, last, strict=True)]
        self.cleared = [0.0 for _ in causes]
        self.lasted = [0.0 for _ in causes]

    def weights(self, odds: Sequence[float]) -> tuple[list[float], list[float]]:
        """b and c of each cause (see `states`)."""
        cleared = [w * gone for w, gone in zip(odds, self.gone, strict=True)]
        return cleared, [w * rest for w, rest in zip(odds, self.rest, strict=True)]

    def add_to(self, counts: Counts) -> None:
        """Count each step's trials.

        The failed steps are taken to have met a cause in the editor's order: every order gives the
        same likelihood, so the one that people took need not be known.
        """
        for cause, (cleared, lasted) in enumerate(zip(self.cleared, self.lasted, strict=True)):
            self._credit(counts, self.failed, cause, (cleared, lasted))
            self._credit(counts, self.fixed, cause, (lasted, 0.0))

    def _credit(
        self, counts: Counts, steps: Effects, cause: int, split: tuple[float, float]
    ) -> None:
        """Share out a cause that one of these steps cleared (split[0] visits), or none (split[1]).

        The first one that works has the credit, and those after it did not meet the cause.
        """
        cleared, lasted = split
        chance = max(1.0 - _missed(steps, cause), LEAST_LEFT)
        not_yet, still_there = 1.0, cleared
        for step, effects in steps:
            effect = effects.get(cause)
            if effect is None:
                continue
            success = cleared * not_yet * effect / chance
            weight, before = self.faded.get(step, 1.0), counts.effects[step][cause]
            counts.effects[step][cause] = Tally(
                times=before.times + weight * success,
                of=before.of + weight * (still_there + lasted),
            )
            still_there = max(0.0, still_there - success)
            not_yet *= 1.0 - effect


def _missed(steps: Effects, cause: int) -> float:
    """P(none of these steps clears the cause)."""
    return prod(1.0 - effects.get(cause, 0.0) for _, effects in steps)
