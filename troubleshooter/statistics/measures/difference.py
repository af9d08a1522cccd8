"""The difference between two shares, and how surely there is one."""

from .interval import (
    CONFIDENCE,
    Estimate,
    Interval,
    apart,
    p_of,
    score_bounds,
    score_interval,
    z_of,
)
from .rate import Rate

_FAR = 60.0  # standard errors: beyond it the tail is 0 in double precision
_HALVINGS = 48


def difference(first: Rate, second: Rate, confidence: float = CONFIDENCE) -> Interval:
    """The interval of first − second, −1..1. Source: Newcombe 1998, method 10."""
    return _at(first, second, z_of(confidence))


def p_value(first: Rate, second: Rate) -> float:
    """The smallest p such that the interval of confidence 1 − p leaves no difference out.

    So “p <= a” and “`difference` at confidence 1 − a excludes 0” are one statement. Two-sided;
    1 where either rests on nothing.
    """
    if first.of == 0 or second.of == 0:
        return 1.0
    if first.times * second.of < second.times * first.of:
        first, second = second, first
    near, far = 0.0, _FAR
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        if _overlap(first, second, middle):
            far = middle
        else:
            near = middle
    return p_of(near)


def _overlap(higher: Rate, lower: Rate, z: float) -> bool:
    """Whether the interval of higher − lower begins at or below 0. Without roots, to be quick."""
    low, _ = score_bounds(higher.times, higher.of, z)
    _, high = score_bounds(lower.times, lower.of, z)
    top, bottom = higher.times / higher.of, lower.times / lower.of
    return (top - low) ** 2 + (high - bottom) ** 2 >= (top - bottom) ** 2


def p_value_of_estimates(first: Estimate, second: Estimate) -> float:
    """As `p_value`, for numbers of which only the 95 % intervals are known.

    The intervals are taken to widen in proportion to the standard errors.
    """
    difference = first.value - second.value
    if difference < 0:
        first, second = second, first
    reach = abs(difference) - apart(first, second).low
    if difference == 0 or reach == 0:
        return 1.0 if difference == 0 else 0.0
    return p_of(z_of(CONFIDENCE) * abs(difference) / reach)


def _at(first: Rate, second: Rate, z: float) -> Interval:
    if first.of == 0 or second.of == 0:
        return Interval(low=-1.0, high=1.0)
    return apart(_estimate(first, z), _estimate(second, z))


def _estimate(seen: Rate, z: float) -> Estimate:
    return Estimate(value=seen.times / seen.of, interval=score_interval(seen.times, seen.of, z))
