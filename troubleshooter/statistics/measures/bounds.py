"""What silence leaves open: rates where some visitors left without a word."""

from dataclasses import dataclass

from .interval import CONFIDENCE, Interval, wilson
from .rate import INTERVAL_FROM, Rate, rate


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """One rate, three ways. `lower` is true if no one who left was helped, `upper` if all were.

    `whole` (0..1) is from the low end of `lower` to the high end of `upper`: chance and silence
    together. It is None below 10 visits.
    """

    responders: Rate
    lower: Rate
    upper: Rate
    left: int
    whole: Interval | None


def bounds(*, fixed: int, said: int, left: int) -> Bounds:
    """`fixed` of `said` who told how it ended, and `left` who did not. Raises ValueError.

    Source: worst-case bounds, Manski 1989; ends with chance included, Horowitz and Manski 2000.
    """
    if left < 0:
        raise ValueError(f"{left} visits cannot have left: count from 0")
    responders, everyone = rate(fixed, said), said + left
    whole = Interval(
        low=wilson(fixed, everyone, CONFIDENCE).low,
        high=wilson(fixed + left, everyone, CONFIDENCE).high,
    )
    return Bounds(
        responders=responders,
        lower=rate(fixed, everyone),
        upper=rate(fixed + left, everyone),
        left=left,
        whole=whole if everyone >= INTERVAL_FROM else None,
    )
