"""Counts day by day: how much they vary from day to day, and when they most likely turned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from .rate import Rate, rate


@dataclass(frozen=True, kw_only=True)
class Day:
    """On `day` it was so `times` out of `of`."""

    day: date
    times: int
    of: int


def total(days: Iterable[Day]) -> Rate:
    """All days together."""
    counts = [(entry.times, entry.of) for entry in days]
    return rate(sum(times for times, _ in counts), sum(of for _, of in counts))


def dispersion(days: Sequence[Day]) -> float:
    """How many times as much the days vary as chance alone makes them, at least 1.

    Pearson's chi-square over its degrees of freedom. Source: McCullagh and Nelder 1989, 4.5.
    """
    whole, seen = total(days), [entry for entry in days if entry.of]
    if not 0 < whole.times < whole.of or len(seen) < 2:
        return 1.0
    p = whole.times / whole.of
    square = sum((entry.times - entry.of * p) ** 2 / (entry.of * p * (1 - p)) for entry in seen)
    return max(square / (len(seen) - 1), 1.0)


def likeliest_fall(days: Sequence[Day]) -> date:
    """The first day of a lower rate such that one rate before it and one from it on make what was
    seen most likely. The last day if the rate never fell. At least one day is needed."""
    ordered = sorted(days, key=lambda entry: entry.day)
    whole, so_far, best, since = total(ordered), (0, 0), float("-inf"), ordered[-1].day
    for entry in ordered:
        rest = whole.times - so_far[0], whole.of - so_far[1]
        fit = _log_likelihood(*so_far) + _log_likelihood(*rest)
        if so_far[0] * rest[1] > rest[0] * so_far[1] and fit > best:
            best, since = fit, entry.day
        so_far = so_far[0] + entry.times, so_far[1] + entry.of
    return since


def _log_likelihood(times: int, of: int) -> float:
    return sum(part * log(part / of) for part in (times, of - times) if part)
