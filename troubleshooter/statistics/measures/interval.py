"""Intervals: what the visits seen leave open about a share or a number."""

from dataclasses import dataclass
from math import erfc, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True, kw_only=True)
class Interval:
    """From `low` to `high`, both included, in the unit of what it belongs to."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def width(self) -> float:
        return self.high - self.low


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A number and its 95 % interval, however it was worked out."""

    value: float
    interval: Interval


def wilson(times: float, of: float, confidence: float = CONFIDENCE) -> Interval:
    """The interval of a share, 0..1, of which `times` out of `of` were seen.

    Of nothing the whole of 0..1 is left open. `times` and `of` may be fractions: an effective
    number. Raises ValueError unless 0 <= times <= of and 0 < confidence < 1.
    Source: Wilson 1927, recommended by Brown, Cai and DasGupta 2001.
    """
    require_share(times, of)
    return score_interval(times, of, z_of(confidence))


def score_interval(times: float, of: float, z: float) -> Interval:
    """As `wilson`, with the distance given in standard errors; checks nothing."""
    if of == 0:
        return Interval(low=0.0, high=1.0)
    low, high = score_bounds(times, of, z)
    # Rounding must not push the share itself out of its interval, nor the interval out of 0..1.
    low = min(low, times / of) if times > 0 else 0.0
    high = max(high, times / of) if times < of else 1.0
    return Interval(low=max(low, 0.0), high=min(high, 1.0))


def score_bounds(times: float, of: float, z: float) -> tuple[float, float]:
    """The bare formula, for `of` above 0."""
    middle = (times + z * z / 2) / (of + z * z)
    reach = z * sqrt(times * (of - times) / of + z * z / 4) / (of + z * z)
    return middle - reach, middle + reach


def apart(first: Estimate, second: Estimate) -> Interval:
    """The interval of first − second for two numbers that were seen independently.

    It takes the distance from each number to the end of its own interval, so it need not be
    symmetric. It has the confidence that the two intervals have.
    Source: Zou and Donner 2008; for shares with Wilson's interval it is Newcombe 1998, method 10.
    """
    a, b = first.interval, second.interval
    difference = first.value - second.value
    below = sqrt((first.value - a.low) ** 2 + (b.high - second.value) ** 2)
    above = sqrt((a.high - first.value) ** 2 + (second.value - b.low) ** 2)
    return Interval(low=difference - below, high=difference + above)


def z_of(confidence: float) -> float:
    """How many standard errors a two-sided interval reaches. Raises ValueError outside of 0..1."""
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence lies between 0 and 1, {confidence} does not")
    # From the tail: 1 − confidence keeps its digits where (1 + confidence) / 2 would be 1.
    return -NormalDist().inv_cdf((1 - confidence) / 2)


def p_of(z: float) -> float:
    """The two-sided tail beyond `z` standard errors, 0..1. The other way round from `z_of`."""
    return erfc(abs(z) / sqrt(2))


def require_share(times: float, of: float) -> None:
    """Raises ValueError unless 0 <= times <= of."""
    if not 0 <= times <= of:
        raise ValueError(f"{times} of {of} is no share: count how many there were of all")
