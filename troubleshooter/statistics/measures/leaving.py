"""Where visits are left: the chance among those who were still there."""

from collections.abc import Mapping
from dataclasses import dataclass

from .incidence import OPEN, cumulative_incidence
from .interval import Interval
from .rate import Rate, rate


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """At `place` (so much had been said before): the hazard, that is the share that left here of
    those who were still there; and the share of all visits, 0..1, that had left up to here."""

    place: int
    hazard: Rate
    left_so_far: float
    interval: Interval


def hazard(*, shown: int, left: int, still_open: int) -> Rate:
    """The chance of leaving at one question or step, among those who came to it.

    A fix, a hand-over and going on are all ways not to leave here. Visits that stand here and are
    open have not shown yet what they do, and do not count. Raises ValueError.
    """
    return rate(left, shown - still_open)


def leaving_by_place(
    ends: Mapping[str, Mapping[int, int]], *, of: str = "left"
) -> tuple[Leaving, ...]:
    """Leaving along the visit, from counts: end -> place at which it came -> visits.

    Fixes, workarounds and hand-overs compete; `open` visits count up to where they stand, that
    place not included. Places at which nothing ended are left out. Raises ValueError.
    Source: the cause-specific hazard of Prentice and others 1978, and Aalen and Johansen 1978.
    """
    standing = ends.get(OPEN, {})
    # Someone who is open at a place has not yet ended there or gone on: not at risk there.
    earlier = {end: _doubled(times, 1) for end, times in ends.items() if end != OPEN}
    curve = cumulative_incidence({**earlier, OPEN: _doubled(standing, 0)}, of=of)
    return tuple(
        Leaving(
            place=point.time // 2,
            hazard=rate(point.ended, point.at_risk),
            left_so_far=point.share,
            interval=point.interval,
        )
        for point in curve.points
    )


def _doubled(times: Mapping[int, int], later: int) -> dict[int, int]:
    """Places with room between them, so that what is open at a place can go before its ends."""
    return {2 * place + later: visits for place, visits in times.items()}
