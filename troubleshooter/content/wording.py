"""How minutes and chances are written wherever people read them."""

import re
from math import ceil

HOUR, DAY = 60, 24 * 60
MOST_DAYS = 366
RHYTHM = re.compile(r"P(\d+)([DWMY])")
UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}


def duration(minutes: float) -> str:
    """Minutes as people say them: no false precision."""
    if minutes < 1:
        return "under a minute"
    if minutes < HOUR:
        whole = ceil(minutes) if minutes < 10 else 5 * round(minutes / 5)
        return "about a minute" if whole == 1 else f"about {whole} minutes"
    if minutes < 36 * HOUR:
        hours = round(minutes / HOUR)
        return "about an hour" if hours == 1 else f"about {hours} hours"
    days = round(minutes / DAY)
    return f"about {days} days" if days <= MOST_DAYS else "a long time"


def in_ten(chance: float) -> str:
    """A chance as a natural frequency: always numbers, and no more of them than it can bear."""
    if chance >= 0.95:
        return "more than 9 in 10"
    if chance >= 0.05:
        return f"about {max(1, round(chance * 10))} in 10"
    return f"about {max(1, round(chance * 100))} in 100" if chance >= 0.005 else "under 1 in 100"


def rhythm(reminder: str) -> str:
    """An ISO 8601 duration such as P1W, as a rhythm that people keep."""
    match = RHYTHM.fullmatch(reminder)
    if match is None:
        return reminder
    count, unit = int(match[1]), UNITS[match[2]]
    return f"every {unit}" if count == 1 else f"every {count} {unit}s"
