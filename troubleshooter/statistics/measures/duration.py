"""How long it takes: quartiles of the time to an end, with visits that are still open."""

from dataclasses import dataclass

from .incidence import Incidence, Point
from .interval import wilson
from .rate import Shown, shown_for


@dataclass(frozen=True, kw_only=True)
class Duration:
    """A number of whole minutes, and its 95 % interval in minutes, `high` None where it is open.

    All are None where they may not be shown: it rests on `visits` that came to this end, and the
    rules for rates hold.
    """

    visits: int
    shown_as: Shown
    minutes: int | None
    low: int | None
    high: int | None

    def __str__(self) -> str:
        """The most that may be said: “7 visits”, “4–19 min” or “8 min (6–11 min)”."""
        if self.low is None:
            return f"{self.visits} visit{'' if self.visits == 1 else 's'}"
        between = f"{self.low}–{self.high} min" if self.high is not None else f"from {self.low} min"
        return between if self.minutes is None else f"{self.minutes} min ({between})"


@dataclass(frozen=True, kw_only=True)
class Quartiles:
    """By when a quarter, half and three quarters of those had come to the end who ever did."""

    quarter: Duration
    median: Duration
    three_quarters: Duration


def quartiles(incidence: Incidence) -> Quartiles:
    """The time to an end among those who came to it: “half of the fixes took at most so long”.

    It is the smallest t with F(t) >= q F(last), F being the cumulative incidence. So visits that
    are still open count as long as they were seen; if there are none, it is the plain quartile. The
    interval: the ranks that Wilson leaves open for q among as many visits as ended so.
    """
    return Quartiles(
        quarter=_among_ended(incidence, 0.25),
        median=_among_ended(incidence, 0.5),
        three_quarters=_among_ended(incidence, 0.75),
    )


def time_until(incidence: Incidence, q: float) -> Duration:
    """The smallest t by which the share `q` of all visits had come to the end, 0 < q < 1.

    `minutes` and `low` are None where that never came to be. The interval holds every t at which
    the curve's own interval holds q. Source: Brookmeyer and Crowley 1982.
    """
    shown, points = shown_for(incidence.ended), incidence.points
    return _shown(
        incidence.ended,
        shown,
        minutes=_first([(point.time, point.share) for point in points], q),
        low=_first([(point.time, point.interval.high) for point in points], q),
        high=_first([(point.time, point.interval.low) for point in points], q),
    )


def _among_ended(incidence: Incidence, q: float) -> Duration:
    ended, points = incidence.ended, incidence.points
    open_ranks = wilson(q * ended, ended)
    return _shown(
        ended,
        shown_for(ended),
        minutes=_first(_of_those(points), q),
        low=_first(_of_those(points), open_ranks.low),
        high=_first(_of_those(points), open_ranks.high),
    )


def _of_those(points: tuple[Point, ...]) -> list[tuple[int, float]]:
    """The curve, raised so that it ends at 1."""
    last = points[-1].share if points else 0.0
    return [(point.time, point.share / last) for point in points] if last else []


def _first(curve: list[tuple[int, float]], q: float) -> int | None:
    """Where the curve first reaches q; a hair of rounding does not matter."""
    return next((time for time, share in curve if share >= q - 1e-12), None)


def _shown(
    visits: int, shown: Shown, *, minutes: int | None, low: int | None, high: int | None
) -> Duration:
    counted_only = shown == Shown.COUNT
    return Duration(
        visits=visits,
        shown_as=shown,
        minutes=minutes if shown == Shown.RATE else None,
        low=None if counted_only else low,
        high=None if counted_only else high,
    )
