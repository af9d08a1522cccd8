"""How often a habit comes round: a guide's ISO 8601 duration as a calendar repeats it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

ONE_UNIT = re.compile(r"P(\d+)([DWMY])", re.ASCII)
AMOUNTS = re.compile(r"([\d.,]+)([YMWDHS])", re.ASCII)
FREQUENCIES = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}
DAYS = {"D": 1, "W": 7, "M": 30, "Y": 365}
PARTS_OF_A_DAY = {"H": 1 / 24, "M": 1 / 1440, "S": 1 / 86400}
# Nobody keeps a habit that comes round more rarely.
MOST_DAYS = 10 * 366
# A day that every month has: a month without it would be left out.
LAST_DAY_OF_ALL = 28


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """Every `count` days, weeks, months or years. `unit` is D, W, M or Y; `count` is at least 1."""

    count: int
    unit: str

    @property
    def frequency(self) -> str:
        """As RFC 5545 names it in a rule of recurrence."""
        return FREQUENCIES[self.unit]

    def first_after(self, day: date) -> date:
        """The first day of the habit, one round from this day; at months' ends a little sooner."""
        if self.unit in "DW":
            return day + timedelta(days=self.count * DAYS[self.unit])
        months = day.month - 1 + self.count * (12 if self.unit == "Y" else 1)
        year, month = day.year + months // 12, months % 12 + 1
        return date(year, month, min(day.day, LAST_DAY_OF_ALL))


def rhythm_of(reminder: str) -> Rhythm | None:
    """The rhythm of a duration such as P1W. One of several units comes round in days. None where
    there is none, or it is over ten years."""
    single = ONE_UNIT.fullmatch(reminder)
    days = _days(reminder)
    if not 0 < days <= MOST_DAYS:
        return None
    if single is not None:
        return Rhythm(count=int(single[1]), unit=single[2])
    return Rhythm(count=max(1, round(days)), unit="D")


def _days(reminder: str) -> float:
    on_days, _, within = reminder.partition("T")
    sums = ((on_days, DAYS), (within, PARTS_OF_A_DAY))
    return sum(
        float(amount.replace(",", ".")) * lengths[unit]
        for text, lengths in sums
        for amount, unit in AMOUNTS.findall(text)
    )
