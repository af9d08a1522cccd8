"""How visits ended, as rates that own up to who said nothing, and how long fixes took."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from troubleshooter.models import Clock, End

from ..counted import VisitFigures
from ..filters import Filters
from ..measures.bounds import Bounds, bounds
from ..measures.duration import Quartiles, quartiles
from ..measures.incidence import Incidence, cumulative_incidence
from ..measures.rate import Rate, rate
from ..queries import Look


@dataclass(frozen=True, kw_only=True)
class Ends:
    """`resolved` is of those who said how it ended; its bounds are of them and those who left.
    The other rates are of all visits that have ended, by a word or by silence."""

    visits: VisitFigures
    resolved: Bounds
    handed_over: Rate
    left: Rate
    ended: int


@dataclass(frozen=True, kw_only=True)
class Times:
    """Minutes until a fix, among the visits that found one."""

    hands_on: Quartiles
    elapsed: Quartiles
    curve: Incidence


def ends_of(visits: VisitFigures) -> Ends:
    said = visits.resolved + visits.worked_around + visits.handed_over
    ended = said + visits.left
    return Ends(
        visits=visits,
        resolved=bounds(fixed=visits.resolved, said=said, left=visits.left),
        handed_over=rate(visits.handed_over, ended),
        left=rate(visits.left, ended),
        ended=ended,
    )


def times_of(seen: Look, filters: Filters) -> Times:
    hands_on = _fixes(seen.times(filters, Clock.HANDS_ON))
    return Times(
        hands_on=quartiles(hands_on),
        elapsed=quartiles(_fixes(seen.times(filters, Clock.ELAPSED))),
        curve=hands_on,
    )


def _fixes(times: Mapping[str, Counter[int]]) -> Incidence:
    return cumulative_incidence(times, of=End.RESOLVED)
