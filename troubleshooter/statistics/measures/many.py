"""Many comparisons at once: what still counts as found."""

from collections.abc import Sequence


def benjamini_hochberg(p_values: Sequence[float], q: float = 0.05) -> tuple[bool, ...]:
    """Which of them are found, so that among those found at most a share `q` is false on average.

    Raises ValueError where a number is not within 0..1. Source: Benjamini and Hochberg 1995; it
    also holds for comparisons that depend on each other positively (Benjamini and Yekutieli 2001).
    """
    line = found_below(p_values, q)
    return tuple(p <= line for p in p_values)


def found_below(p_values: Sequence[float], q: float) -> float:
    """The p up to which all are found by Benjamini and Hochberg, at least that of the first place.

    An interval with the confidence 1 − this number excludes no difference exactly where one was
    found, and of the intervals of those found at most a share `q` misses on average (Benjamini and
    Yekutieli 2005).
    """
    ordered, m = _ordered(p_values, q), max(len(p_values), 1)
    found = [place for place, p in enumerate(ordered, 1) if p <= q * (place / m)]
    return q * (max(found, default=1) / m)


def holm(p_values: Sequence[float], alpha: float = 0.05) -> tuple[bool, ...]:
    """Which of them are found, so that even one false one has a chance of at most `alpha`.

    Raises ValueError where a number is not within 0..1. Source: Holm 1979; it asks nothing about
    how the comparisons depend on each other.
    """
    line, m = -1.0, len(p_values)
    for place, p in enumerate(_ordered(p_values, alpha)):
        if p > alpha / (m - place):
            break
        line = p
    return tuple(p <= line for p in p_values)


def _ordered(p_values: Sequence[float], level: float) -> list[float]:
    if not all(0 <= number <= 1 for number in (*p_values, level)):
        raise ValueError("p values and levels lie between 0 and 1")
    return sorted(p_values)
