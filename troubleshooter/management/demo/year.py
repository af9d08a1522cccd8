"""The made-up year of the demo: how many people come when, and what happens on which days.

Days are counted back from the last one, so that the demo is always about the year up to now.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import accumulate

DAYS = 365

# Days ago.
REWRITTEN = 250  # the second revision, with a better text of one step
RELEASE = 120  # a new system version comes out, and moves a settings path
REPAIRED = 85  # the third revision, with that path as it is now
OUTAGE = range(39, 41)
FLOOD = 200  # one source begins far more visits than people do
WORSE = 21  # a step helps less than it did
MOVED_AGAIN = 16  # an update moves another path, and nobody has repaired that

# Monday to Sunday: people try at the weekend, and ask on Monday.
WEEKDAYS = (1.2, 1.1, 1.05, 1.0, 0.9, 0.85, 0.95)
# By hour of the day.
HOURS = (2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 9, 9, 9, 8, 8, 9, 10, 12, 14, 15, 13, 8, 4)
GIFTS, SUMMER = 1.5, 0.8
OUTAGE_RUSH, RELEASE_RUSH, FLOOD_RUSH = 2.5, 1.5, 3.0
RUSH_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class Year:
    """The 365 days up to and with `now`, which bears the portal's time zone."""

    now: datetime

    def day(self, ago: int) -> date:
        return self.now.date() - timedelta(days=ago)

    def ago(self, moment: datetime) -> int:
        return (self.now.date() - moment.date()).days

    def moment(self, part: float) -> datetime:
        """When so much of the year's visits have begun: `part` from 0 up to 1, in order."""
        sums, hours = self._sums, self._hours
        wanted = part * sums[-1]
        at = min(bisect_right(sums, wanted), len(hours) - 1)
        before = sums[at - 1] if at else 0.0
        within = (wanted - before) / (sums[at] - before)
        return min(hours[at] + timedelta(hours=within), self.now)

    @cached_property
    def _hours(self) -> list[datetime]:
        return list(self._all_hours())

    @cached_property
    def _sums(self) -> list[float]:
        return list(accumulate(self._crowd(hour) for hour in self._hours))

    def _all_hours(self) -> Iterator[datetime]:
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        hour = midnight - timedelta(days=DAYS - 1)
        while hour < self.now:
            yield hour
            hour += timedelta(hours=1)

    def _crowd(self, hour: datetime) -> float:
        """How many come in this hour, among others."""
        return HOURS[hour.hour] * WEEKDAYS[hour.weekday()] * _season(hour) * _rush(self.ago(hour))


def _season(hour: datetime) -> float:
    """New devices at the turn of the year; fewer people in summer."""
    if (hour.month, hour.day) >= (12, 24) or (hour.month, hour.day) <= (1, 7):
        return GIFTS
    return SUMMER if hour.month in (7, 8) else 1.0


def _rush(ago: int) -> float:
    if ago in OUTAGE:
        return OUTAGE_RUSH
    if ago == FLOOD:
        return FLOOD_RUSH
    return RELEASE_RUSH if 0 <= RELEASE - ago < RUSH_DAYS else 1.0
