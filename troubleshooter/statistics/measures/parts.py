"""Parts of one whole, in groups: such as fixes, by the step that brought them."""

from collections.abc import Mapping
from math import sqrt

from .interval import p_of
from .leading import Groups, in_groups
from .rate import INTERVAL_FROM


def leading_parts(counts: Mapping[str, int]) -> Groups:
    """Parts that can be told apart, in groups: more is better. Counts are whole numbers from 0.

    A visit is in one part at most, so two parts are compared among the visits of both: without a
    difference each is as likely for every one of them. All pairs are compared and corrected for
    being many, as `leading_groups` does it. If all parts together are fewer than 10, all are too
    few. Source: McNemar 1947; the correction: Holm 1979. Raises ValueError for a negative count.
    """
    if min(counts.values(), default=0) < 0:
        raise ValueError("visits are counted from 0: one of the counts is negative")
    if sum(counts.values()) < INTERVAL_FROM:
        return Groups(groups=(), too_few=tuple(counts))
    return Groups(groups=in_groups(counts, _p_value, float))


def _p_value(first: int, second: int) -> float:
    """The chance, 0..1, of so much difference or more between parts that are equally likely."""
    both = first + second
    return p_of((first - second) / sqrt(both)) if both else 1.0
