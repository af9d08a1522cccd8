"""Whether a rate changed: before against after."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .difference import difference, p_value
from .interval import CONFIDENCE, Interval
from .many import found_below
from .rate import INTERVAL_FROM, Rate

ARROW_FROM = 100
ARROW_PROBABILITY = 0.95
FALSE_SHARE = 0.05


class Arrow(StrEnum):
    UP = "up"
    DOWN = "down"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Change:
    """after − before.

    `difference` and `interval` are in −1..1, and None where either side was seen fewer than 10
    times. `probability`, 0.5..1, is how surely the direction is right. `arrow` needs 0.95 of it and
    100 on each side. `changed` holds exactly where the interval excludes no change.
    """

    before: Rate
    after: Rate
    difference: float | None
    interval: Interval | None
    probability: float
    arrow: Arrow
    changed: bool


def change(before: Rate, after: Rate) -> Change:
    """One comparison that was asked for by itself. The interval has 95 %."""
    return _change(before, after, p_value(after, before), 1 - CONFIDENCE)


def changes(pairs: Mapping[str, tuple[Rate, Rate]]) -> dict[str, Change]:
    """Many comparisons of (before, after) on one page, by key.

    Of those called changed at most 5 % are not, on average (Benjamini and Hochberg 1995); the
    intervals are wide enough for the choice among so many (Benjamini and Yekutieli 2005). Those
    seen fewer than 10 times on a side are not compared.
    """
    p = {key: p_value(after, before) for key, (before, after) in pairs.items()}
    compared = [p[key] for key, pair in pairs.items() if _enough(*pair, INTERVAL_FROM)]
    line = found_below(compared, FALSE_SHARE)
    return {key: _change(*pair, p[key], line) for key, pair in pairs.items()}


def _change(before: Rate, after: Rate, p: float, line: float) -> Change:
    comparable = _enough(before, after, INTERVAL_FROM)
    probability = 1 - p / 2
    return Change(
        before=before,
        after=after,
        difference=_moved(before, after) if comparable else None,
        interval=difference(after, before, 1 - line) if comparable else None,
        probability=probability,
        arrow=_arrow(before, after, probability),
        changed=comparable and p <= line,
    )


def _arrow(before: Rate, after: Rate, probability: float) -> Arrow:
    if not _enough(before, after, ARROW_FROM) or probability < ARROW_PROBABILITY:
        return Arrow.NONE
    return Arrow.UP if _moved(before, after) > 0 else Arrow.DOWN


def _moved(before: Rate, after: Rate) -> float:
    return after.times / after.of - before.times / before.of


def _enough(before: Rate, after: Rate, least: int) -> bool:
    return min(before.of, after.of) >= least
