"""Which causes the people of a population have: one at a time, or several.

Everybody in it has the problem, so that at least one cause is present.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import prod
from typing import Protocol

from troubleshooter.engine.prior import ONE_CAUSE_SUM, prior_odds

from .draws import Luck


class Mix(Protocol):
    """A distribution over sets of causes."""

    def drawn(self, luck: Luck) -> frozenset[str]:
        """The causes of one person, at least one."""
        ...


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Sets of causes with their probabilities, summed up to and with each."""

    sets: tuple[frozenset[str], ...]
    sums: tuple[float, ...]

    def drawn(self, luck: Luck) -> frozenset[str]:
        at = bisect_right(self.sums, luck.uniform("causes") * self.sums[-1])
        return self.sets[min(at, len(self.sets) - 1)]


@dataclass(frozen=True, kw_only=True)
class Independent:
    """Causes with P(present), and P(none from here on), which ends in 1: drawn one after another,
    under the condition that there is at least one."""

    present: tuple[tuple[str, float], ...]
    none: tuple[float, ...]

    def drawn(self, luck: Luck) -> frozenset[str]:
        found: set[str] = set()
        for place, (cause, chance) in enumerate(self.present):
            if not found:
                chance /= 1.0 - self.none[place]
            if luck.uniform("causes", cause) < chance:
                found.add(cause)
        return frozenset(found or {self.present[-1][0]})


def listed(sets: Mapping[frozenset[str], float]) -> Listed:
    """Sets of causes -> probability; they need not add up to exactly 1."""
    return Listed(sets=tuple(sets), sums=tuple(accumulate(sets.values())))


def by_shares(shares: Mapping[str, float]) -> Mix:
    """As the engine reads shares (`prior_odds`): up to a sum of 1 one cause, else independent."""
    real = {cause: share for cause, share in shares.items() if share > 0.0}
    if sum(real.values()) <= ONE_CAUSE_SUM:
        return listed({frozenset({cause}): share for cause, share in real.items()})
    present = [o / (1.0 + o) for o in prior_odds(tuple(real.values()))]
    none = [prod(1.0 - p for p in present[place:]) for place in range(len(present) + 1)]
    return Independent(present=tuple(zip(real, present, strict=True)), none=tuple(none))
