"""From the shares that editors and learning speak in to the odds that beliefs are built on."""

from functools import lru_cache
from math import prod

# Shares that add up to no more than this describe one cause at a time.
ONE_CAUSE_SUM = 1.0 + 1e-4
# One cause at a time is the limit of independent causes whose odds shrink together: at this scale
# two at once is less likely than any rounding error, and no second set of formulas is needed.
VANISHING = 1e-60
LEAST_ODDS, GREATEST_ODDS = 1e-100, 1e12
# The product of 1 + odds over all causes must stay a number that a float can hold.
GREATEST_PRODUCT = 1e280


def one_at_a_time(shares: tuple[float, ...]) -> bool:
    """Whether these shares describe exactly one cause in every case."""
    return sum(shares) <= ONE_CAUSE_SUM


@lru_cache(maxsize=256)
def prior_odds(shares: tuple[float, ...]) -> tuple[float, ...]:
    """Odds (>= 0) of each cause before any evidence, from its share (0..1) of the cases.

    Source: shares are the causes' probabilities given that there is a problem at all. If they add
    up to at most 1, exactly one cause is assumed; else causes are independent with p = share * Q,
    where Q, the chance that anything is wrong, solves Q = 1 - prod(1 - share * Q). If every share
    is 0 the causes are taken as equally common, since the problem is there for some reason.
    """
    total, most = sum(shares), greatest_odds(len(shares))
    if total <= 0.0:
        return tuple(VANISHING for _ in shares)
    if total <= ONE_CAUSE_SUM:
        return tuple(bounded(share / total * VANISHING, most) for share in shares)
    trouble = _chance_of_trouble(shares)
    present = [share * trouble for share in shares]
    return tuple(bounded(p / max(1.0 - p, 1.0 / GREATEST_ODDS), most) for p in present)


def greatest_odds(causes: int) -> float:
    """How high the odds of each of so many causes may rise: 1e12, less beyond 23 causes."""
    return min(GREATEST_ODDS, float(GREATEST_PRODUCT ** (1.0 / max(causes, 1))))


def bounded(odds: float, most: float) -> float:
    """Odds kept where arithmetic is safe; a cause with no share at all keeps none."""
    return min(max(odds, LEAST_ODDS), most) if odds > 0.0 else 0.0


def _chance_of_trouble(shares: tuple[float, ...]) -> float:
    """The positive root of Q = 1 - prod(1 - share * Q) for shares that add up to more than 1."""
    low, high = 0.0, 1.0
    for _ in range(80):
        middle = (low + high) / 2.0
        if 1.0 - prod(1.0 - share * middle for share in shares) > middle:
            low = middle
        else:
            high = middle
    return high
