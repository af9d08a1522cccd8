"""Whether two groups of visits are made up of the same kinds of visitors."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from .tails import chi_square_tail

LEAST_EXPECTED = 5
ALPHA = 0.05
SMALL = 0.1


class Verdict(StrEnum):
    DIFFERENT = "different"
    NONE_FOUND = "none found"
    TOO_FEW = "too few"


@dataclass(frozen=True, kw_only=True)
class MixDifference:
    """`p` is the chance of so much difference or more between groups of one mix (0..1, None with
    too few visits). `strength` is Cramér's V, 0..1: from 0.1 small, 0.3 medium, 0.5 large. `moved`
    is the share of one group, 0..1, that would have to be of another kind to make the mixes equal;
    it is above 0 by chance alone, so it is to be shown only where the verdict is “different”."""

    p: float | None
    strength: float
    moved: float
    verdict: Verdict


def mix_difference(first: Mapping[str, int], second: Mapping[str, int]) -> MixDifference:
    """Compare two groups, each given as kind of visitor -> visits.

    Different needs p <= 0.05 and V >= 0.1: with many visits every trifle is beyond chance. Kinds
    of which fewer than 5 are expected in either group are put together (Cochran 1954).
    Source: Pearson 1900; Cramér 1946, corrected for its bias by Bergsma 2013; bounds for small,
    medium and large: Cohen 1988. Raises ValueError where a count is negative.
    """
    if min((*first.values(), *second.values()), default=0) < 0:
        raise ValueError("visits are counted from 0: one of the counts is negative")
    table = _table(first, second)
    n, kinds = sum(map(sum, table)), len(table)
    if kinds < 2:
        verdict = _of_one_kind(first, second)
        return MixDifference(p=None, strength=0.0, moved=_moved(first, second), verdict=verdict)
    square = _chi_square(table)
    p, strength = chi_square_tail(square, kinds - 1), _strength(square / n, n, kinds)
    different = p <= ALPHA and strength >= SMALL
    return MixDifference(
        p=p,
        strength=strength,
        moved=_moved(first, second),
        verdict=Verdict.DIFFERENT if different else Verdict.NONE_FOUND,
    )


def _table(first: Mapping[str, int], second: Mapping[str, int]) -> list[tuple[int, int]]:
    """One row for each kind, rare ones put together; no row where a group is empty."""
    rows = {key: (first.get(key, 0), second.get(key, 0)) for key in (*first, *second)}
    sizes = sum(first.values()), sum(second.values())
    n = sum(sizes)
    if not min(sizes):
        return []
    common = [row for row in rows.values() if sum(row) * min(sizes) >= LEAST_EXPECTED * n]
    rare = sizes[0] - sum(a for a, _ in common), sizes[1] - sum(b for _, b in common)
    if sum(rare) * min(sizes) >= LEAST_EXPECTED * n:
        return [*common, rare]
    return _joined(common, rare)


def _joined(common: list[tuple[int, int]], rare: tuple[int, int]) -> list[tuple[int, int]]:
    """What is too rare even together goes with the smallest of the others."""
    if not sum(rare) or not common:
        return common
    *others, smallest = sorted(common, key=sum, reverse=True)
    return [*others, (smallest[0] + rare[0], smallest[1] + rare[1])]


def _of_one_kind(first: Mapping[str, int], second: Mapping[str, int]) -> Verdict:
    """Nothing to compare: truly of one kind, or only because the other kinds are too rare."""
    kinds = {key for counts in (first, second) for key, visits in counts.items() if visits}
    enough = min(sum(first.values()), sum(second.values())) >= LEAST_EXPECTED
    return Verdict.NONE_FOUND if len(kinds) == 1 and enough else Verdict.TOO_FEW


def _chi_square(table: list[tuple[int, int]]) -> float:
    sizes = sum(a for a, _ in table), sum(b for _, b in table)
    square, n = 0.0, sum(sizes)
    for row in table:
        for seen, size in zip(row, sizes, strict=True):
            expected = sum(row) * size / n
            square += (seen - expected) ** 2 / expected
    return square


def _strength(square: float, n: int, kinds: int) -> float:
    """Cramér's V of two groups without what chance alone adds to it."""
    columns, rows = 2 - 1 / (n - 1), kinds - (kinds - 1) ** 2 / (n - 1)
    above = max(0.0, square - (kinds - 1) / (n - 1))
    return min(sqrt(above / min(columns - 1, rows - 1)), 1.0)


def _moved(first: Mapping[str, int], second: Mapping[str, int]) -> float:
    a, b = Counter(first), Counter(second)
    if not (a.total() and b.total()):
        return 0.0
    return sum(abs(a[key] / a.total() - b[key] / b.total()) for key in {*a, *b}) / 2
