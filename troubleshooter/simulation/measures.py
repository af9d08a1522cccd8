"""Means and shares with their 95 % intervals, gathered one visit at a time."""

from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054  # of the normal distribution, for 95 %
DIGITS = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """A mean or a share, with the bounds of its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(kw_only=True)
class Tally:
    """Numbers seen so far. Source of the updates: Welford 1962."""

    count: int = 0
    mean: float = 0.0
    squares: float = 0.0

    def add(self, number: float) -> None:
        self.count += 1
        before = number - self.mean
        self.mean += before / self.count
        self.squares += before * (number - self.mean)

    def estimate(self) -> Estimate:
        """The mean, with the normal interval; of a single number the interval is that number."""
        spread = self.squares / (self.count - 1) if self.count > 1 else 0.0
        reach = Z * sqrt(spread / self.count) if self.count else 0.0
        return _rounded(self.mean, self.mean - reach, self.mean + reach)

    def share(self) -> Estimate:
        """The mean of zeros and ones. Source of the interval: Wilson 1927."""
        n, p = max(self.count, 1), self.mean
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        reach = Z / (1 + Z * Z / n) * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return _rounded(p, max(0.0, min(p, middle - reach)), min(1.0, max(p, middle + reach)))


def _rounded(*numbers: float) -> Estimate:
    mean, low, high = (round(number, DIGITS) + 0.0 for number in numbers)
    return Estimate(mean=mean, low=low, high=high)
