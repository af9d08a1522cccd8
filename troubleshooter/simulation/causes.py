"""Which causes the people of a population have: one at a time, several, or some that go together.

Everybody in it has the problem, so that at least one cause is present.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, count
from math import prod, sqrt
from random import Random
from statistics import NormalDist
from typing import Protocol

from troubleshooter.engine.prior import ONE_CAUSE_SUM, prior_odds

from .draws import Luck

NORMAL = NormalDist()
# How many made-up cases tell how often correlated causes bring any trouble at all, and the least
# that is believed of them: below it nearly every draw would be thrown away.
CASES = 16_384
LEAST_TROUBLE = 0.02


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


@dataclass(frozen=True, kw_only=True)
class Correlated:
    """Causes with the normal quantile below which each is present, and the lower triangle that
    makes independent normal numbers correlated (Gaussian copula). Draws until there is a cause."""

    causes: tuple[str, ...]
    quantiles: tuple[float, ...]
    triangle: tuple[tuple[float, ...], ...]

    def drawn(self, luck: Luck) -> frozenset[str]:
        for attempt in count():
            free = [_normal(luck.uniform("causes", cause, attempt)) for cause in self.causes]
            numbers = _correlated(self.triangle, free)
            found = frozenset(
                cause
                for cause, number, quantile in zip(
                    self.causes, numbers, self.quantiles, strict=True
                )
                if number < quantile
            )
            if found:
                return found
        raise AssertionError("counting never ends")


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


def by_pairs(shares: Mapping[str, float], triangle: Sequence[Sequence[float]]) -> Correlated:
    """Correlated causes of which each has its share of the cases in which there is any.

    `triangle` is that of `lower_triangle`, for the causes in the order of `shares`, all above 0.
    """
    trouble = _chance_of_trouble(tuple(shares.values()), triangle)
    return Correlated(
        causes=tuple(shares),
        quantiles=tuple(_normal(share * trouble) for share in shares.values()),
        triangle=tuple(map(tuple, triangle)),
    )


def lower_triangle(matrix: Sequence[Sequence[float]]) -> list[list[float]] | None:
    """The Cholesky factor of a correlation matrix; None if no such numbers can exist.

    Source: Golub, Van Loan, Matrix Computations, 4.2.
    """
    rows: list[list[float]] = []
    for at, values in enumerate(matrix):
        row: list[float] = []
        for column in range(at):
            known = sum(a * b for a, b in zip(row, rows[column], strict=False))
            row.append((values[column] - known) / rows[column][column])
        rest = values[at] - sum(a * a for a in row)
        if rest <= 1e-9:
            return None
        rows.append([*row, sqrt(rest)])
    return rows


def _chance_of_trouble(shares: Sequence[float], triangle: Sequence[Sequence[float]]) -> float:
    """Q with Q = P(any cause present) where each is present with share * Q, from made-up cases."""
    source = Random(0)  # noqa: S311  (cases for a sum, not a secret)
    needed = []
    for _ in range(CASES):
        numbers = _correlated(triangle, [source.gauss() for _ in shares])
        needed.append(
            min(NORMAL.cdf(number) / share for number, share in zip(numbers, shares, strict=True))
        )
    falling = zip(range(CASES, 0, -1), sorted(needed, reverse=True), strict=True)
    trouble = next((q for cases, q in falling if cases >= q * CASES), LEAST_TROUBLE)
    return min(1.0, max(LEAST_TROUBLE, trouble))


def _correlated(triangle: Sequence[Sequence[float]], free: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, free, strict=False)) for row in triangle]


def _normal(probability: float) -> float:
    """The normal quantile, also at the ends."""
    return NORMAL.inv_cdf(min(max(probability, 1e-15), 1.0 - 1e-15))
