"""What share of all visits has come to an end of one kind by when, other ends being in its way."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from .interval import Interval, wilson

OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class Point:
    """At `time`: so many were still there, so many came to this end, and the share of all, 0..1,
    that had come to it by then, with its 95 % interval."""

    time: int
    at_risk: int
    ended: int
    share: float
    interval: Interval


@dataclass(frozen=True, kw_only=True)
class Incidence:
    """A step curve: `points` where anyone ended, in order of time. `visits` are all of them, open
    ones too, and `ended` those that came to this end."""

    visits: int
    ended: int
    points: tuple[Point, ...]

    def at(self, time: int) -> float:
        """The share that had come to this end by `time`, 0..1."""
        return max((point.share for point in self.points if point.time <= time), default=0.0)


def cumulative_incidence(ends: Mapping[str, Mapping[int, int]], *, of: str) -> Incidence:
    """How the end `of` comes about over time, from counts: end -> time -> visits.

    Times are whole minutes, or any whole numbers in the order of what happens, such as places.
    Visits under `open` were lost from sight at their time: they count up to it, after those who
    ended then. All other ends compete. Where no visit is open, the shares and intervals are those
    of plain counting (Wilson). Raises ValueError where a count is negative.

    Source: Aalen and Johansen 1978; variance by Greenwood's formula for competing ends (Dinse and
    Larson 1986); interval by Wilson with the effective number of visits (Rothman 1978).
    """
    this, other, lost = _sorted_out(ends, of)
    at_risk = visits = sum(this.values()) + sum(other.values()) + sum(lost.values())
    points, sums = [], _Sums()
    for time in sorted({*this, *other, *lost}):
        mine, all_ends = this[time], this[time] + other[time]
        if all_ends:
            sums.add(mine, all_ends, at_risk)
            points.append(_point(time, mine, at_risk, sums))
        at_risk -= all_ends + lost[time]
    return Incidence(visits=visits, ended=sum(this.values()), points=tuple(points))


class _Sums:
    """Share, survival and variance so far. The variance at t is a sum of (F(t) − F(s))² over s, so
    it is kept as the sums of a polynomial in F(t)."""

    def __init__(self) -> None:
        self.share, self.staying = 0.0, 1.0
        self.square = self.linear = self.constant = 0.0

    def add(self, mine: int, ended: int, at_risk: int) -> None:
        before = self.staying
        self.share += before * mine / at_risk
        self.staying = before * (at_risk - ended) / at_risk
        # Where all who are still there end at once, nothing follows: it would be 0 times infinity.
        away = ended / (at_risk * (at_risk - ended)) if ended < at_risk else 0.0
        here = before * mine / at_risk**2
        self.square += away
        self.linear += 2 * (away * self.share + here)
        self.constant += away * self.share**2 + 2 * here * self.share
        self.constant += before**2 * mine * (at_risk - mine) / at_risk**3

    @property
    def variance(self) -> float:
        return (self.square * self.share - self.linear) * self.share + self.constant


def _point(time: int, mine: int, at_risk: int, sums: _Sums) -> Point:
    share = min(max(sums.share, 0.0), 1.0)
    return Point(
        time=time,
        at_risk=at_risk,
        ended=mine,
        share=share,
        interval=_interval(share, sums.variance, at_risk),
    )


def _interval(share: float, variance: float, at_risk: int) -> Interval:
    """Wilson's, with as many visits as would give this variance if none were open."""
    if variance <= 0 or not 0 < share < 1:
        return wilson(at_risk * share, at_risk)
    number = share * (1 - share) / variance
    return wilson(number * share, number)


def _sorted_out(
    ends: Mapping[str, Mapping[int, int]], of: str
) -> tuple[Counter[int], Counter[int], Counter[int]]:
    if any(visits < 0 for times in ends.values() for visits in times.values()):
        raise ValueError("visits are counted from 0: one of the counts is negative")
    this, lost = Counter(ends.get(of, {})), Counter(ends.get(OPEN, {}))
    other: Counter[int] = Counter()
    for end, times in ends.items():
        if end not in (of, OPEN):
            other.update(times)
    return this, other, lost
