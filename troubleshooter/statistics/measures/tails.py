"""Tails of two distributions that the standard library does not have."""

from math import exp, inf, lgamma, log

_ENOUGH = 1e-16


def chi_square_tail(x: float, degrees: int) -> float:
    """P(chi-square with `degrees` of freedom >= x), 0..1.

    The upper incomplete gamma function, by its series below the mean and by Lentz's continued
    fraction above. Source: Press and others 2007, section 6.2.
    """
    if x < 1e-300:  # half of it must not be 0
        return 1.0
    a, half = degrees / 2, x / 2
    front = exp(a * log(half) - half - lgamma(a))
    if half < a + 1:
        return max(1 - front * _series(a, half), 0.0)
    return front * _fraction(a, half)


def _series(a: float, x: float) -> float:
    term = total = 1 / a
    while term > total * _ENOUGH:
        a += 1
        term *= x / a
        total += term
    return total


def _fraction(a: float, x: float) -> float:
    b, c = x + 1 - a, inf
    total = d = 1 / b
    step, number = 0.0, 0
    while abs(step - 1) > 1e-15 and number < 10_000:
        number += 1
        over = number * (a - number)
        b += 2
        d = 1 / (over * d + b)
        c = b + over / c
        step = c * d
        total *= step
    return total


def hypergeometric_tail(times: int, of: int, all_times: int, all_of: int) -> float:
    """P(at most `times` hits among `of` drawn from `all_of`, of which `all_times` are hits), 0..1.

    Exact up to rounding. With the totals given it is the one-sided test of Fisher 1935.
    """
    least, most = max(0, of - (all_of - all_times)), min(of, all_times)
    if times >= most:
        return 1.0
    if times < least:
        return 0.0
    term = exp(_log_chance(times, of, all_times, all_of))
    total = term
    # Each chance from the one above it, downwards from `times`.
    for k in range(times, least, -1):
        ratio = k * (all_of - all_times - of + k) / ((all_times - k + 1) * (of - k + 1))
        term *= ratio
        total += term
        if ratio < 1 and term < total * _ENOUGH:
            break
    return min(total, 1.0)


def _log_chance(k: int, of: int, all_times: int, all_of: int) -> float:
    hits, misses = _log_choose(all_times, k), _log_choose(all_of - all_times, of - k)
    return hits + misses - _log_choose(all_of, of)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
