"""Causes that go together, or avoid each other: a Gaussian copula.

Each cause has a normal number; these are correlated, and a cause is present where its number is low
enough. Everybody has at least one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from math import sqrt
from statistics import NormalDist

from .draws import Luck

NORMAL = NormalDist()
# How often there is any trouble at all is worked out from so many points and halvings. No less is
# believed of it: below that nearly every draw would be thrown away.
POINTS, HALVINGS = 2048, 20
LEAST_TROUBLE = 0.02


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
    """Q with Q = P(any cause present), where each is present with share * Q; found by halving."""
    points = [_point(number, len(shares)) for number in range(1, POINTS + 1)]
    low, high = LEAST_TROUBLE, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        quantiles = [_normal(share * middle) for share in shares]
        none = sum(_none(quantiles, triangle, point) for point in points) / POINTS
        low, high = (middle, high) if 1.0 - none > middle else (low, middle)
    return low


def _none(
    quantiles: Sequence[float], triangle: Sequence[Sequence[float]], point: Sequence[float]
) -> float:
    """P(no cause present), from one point of the unit cube: the mean over all points is exact.

    One cause after another is taken to be absent, with a normal number drawn under that condition.
    Source: Genz 1992, Numerical computation of multivariate normal probabilities.
    """
    numbers: list[float] = []
    absent = 1.0
    for quantile, row, part in zip(quantiles, triangle, point, strict=True):
        known = sum(a * b for a, b in zip(row, numbers, strict=False))
        present = NORMAL.cdf((quantile - known) / row[-1])
        absent *= 1.0 - present
        numbers.append(_normal(present + part * (1.0 - present)))
    return absent


def _point(number: int, size: int) -> list[float]:
    """A point of an even sequence in the unit cube (Richtmyer 1951: roots of the primes)."""
    return [(number * sqrt(prime)) % 1.0 for prime in islice(_primes(), size)]


def _primes() -> Iterator[int]:
    found: list[int] = []
    for number in count(2):
        if all(number % prime for prime in found):
            found.append(number)
            yield number


def _correlated(triangle: Sequence[Sequence[float]], free: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, free, strict=False)) for row in triangle]


def _normal(probability: float) -> float:
    """The normal quantile, also at the ends."""
    return NORMAL.inv_cdf(min(max(probability, 1e-15), 1.0 - 1e-15))
