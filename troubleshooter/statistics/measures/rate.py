"""A rate that knows how much of itself may be shown."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor

from .interval import CONFIDENCE, Interval, require_share, score_interval, z_of

INTERVAL_FROM = 10
RATE_FROM = 30
_Z = z_of(CONFIDENCE)


class Shown(StrEnum):
    """What may be shown of a rate: of how many it is decides."""

    COUNT = "count"
    INTERVAL = "interval"
    RATE = "rate"


@dataclass(frozen=True, kw_only=True)
class Rate:
    """`times` out of `of`. `share` and `interval` (Wilson, 95 %, both 0..1) are None where they
    may not be shown: below 10 there is the count only, below 30 the count and the interval."""

    times: int
    of: int
    shown_as: Shown
    share: float | None
    interval: Interval | None

    def __str__(self) -> str:
        """The most that may be said: “3 of 7”, “21–64 %” or “62 % (53–70 %)”."""
        if self.interval is None:
            return f"{self.times} of {self.of}"
        between = f"{floor_percent(self.interval.low)}–{ceil_percent(self.interval.high)} %"
        return between if self.share is None else f"{percent(self.share)} % ({between})"


def rate(times: int, of: int) -> Rate:
    """`times` out of `of`, with as much as so many allow to show. Raises ValueError."""
    require_share(times, of)
    shown = shown_for(of)
    return Rate(
        times=times,
        of=of,
        shown_as=shown,
        share=times / of if shown == Shown.RATE else None,
        interval=None if shown == Shown.COUNT else score_interval(times, of, _Z),
    )


def shown_for(of: int) -> Shown:
    """What may be shown of a number that rests on so many."""
    if of < INTERVAL_FROM:
        return Shown.COUNT
    return Shown.INTERVAL if of < RATE_FROM else Shown.RATE


def percent(share: float) -> int:
    """A share in whole per cent. Only none is 0 and only all is 100."""
    if share in (0, 1):
        return round(100 * share)
    return min(max(round(100 * share), 1), 99)


def floor_percent(share: float) -> int:
    """The low end of an interval, rounded outwards: rounding must not claim more than is known."""
    return floor(round(100 * share, 6))


def ceil_percent(share: float) -> int:
    """The high end of an interval, rounded outwards."""
    return ceil(round(100 * share, 6))
