"""How minutes and chances are written wherever people read them."""

import re
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

HOUR, DAY = 60, 24 * 60
MOST_DAYS = 366
RHYTHM = re.compile(r"P(\d+)([DWMY])")


def duration(minutes: float) -> str:
    """Minutes as people say them: no false precision."""
    if minutes < 1:
        return _("under a minute")
    if minutes < HOUR:
        whole = ceil(minutes) if minutes < 10 else 5 * round(minutes / 5)
        return ngettext("about a minute", "about %(count)d minutes", whole) % {"count": whole}
    if minutes < 36 * HOUR:
        hours = round(minutes / HOUR)
        return ngettext("about an hour", "about %(count)d hours", hours) % {"count": hours}
    days = round(minutes / DAY)
    if days > MOST_DAYS:
        return _("a long time")
    return ngettext("about a day", "about %(count)d days", days) % {"count": days}


def in_ten(chance: float) -> str:
    """A chance as a natural frequency: always numbers, and no more of them than it can bear."""
    if chance >= 0.95:
        return _("more than 9 in 10")
    if chance >= 0.05:
        return _("about %(count)d in 10") % {"count": max(1, round(chance * 10))}
    if chance >= 0.005:
        return _("about %(count)d in 100") % {"count": max(1, round(chance * 100))}
    return _("under 1 in 100")


def rhythm(reminder: str) -> str:
    """An ISO 8601 duration such as P1W, as a rhythm that people keep."""
    match = RHYTHM.fullmatch(reminder)
    if match is None:
        return reminder
    count = int(match[1])
    words = {
        "D": ngettext("every day", "every %(count)d days", count),
        "W": ngettext("every week", "every %(count)d weeks", count),
        "M": ngettext("every month", "every %(count)d months", count),
        "Y": ngettext("every year", "every %(count)d years", count),
    }
    return words[match[2]] % {"count": count}
