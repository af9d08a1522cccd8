"""Whether a rate fell, or rose, lately: for alerts. Looked at every day, and still rarely wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

from .days import Day, dispersion, likeliest_fall, total
from .rate import Rate
from .tails import hypergeometric_tail

WINDOWS = (1, 3, 7, 14, 28, 56, 112)  # days
BASELINE = 365  # days before the window
FALSE_ALARMS_A_YEAR = 0.25
LEAST = 0.1
_LOOKS_A_YEAR = 366


class Turn(StrEnum):
    FALL = "fall"
    RISE = "rise"


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """The rate turned, most likely on the day `since`: `before` it and from it on."""

    since: date
    before: Rate
    after: Rate


def watch(
    days: Sequence[Day], *, today: date, turn: Turn, watched: int, least: float = LEAST
) -> Alarm | None:
    """An alarm if the rate turned by at least `least` (0..1), as far as `today`, included, shows.

    Ask once a day. With `watched` rates watched in this way (all steps and paths of a guide), at
    most 0.25 false alarms a year are to be expected for all of them together, whatever the rates
    are and however few the visits. Days that are missing had none. After an alarm that was seen
    to, leave out the days before its turn: else it stays for as long as it is true.

    The last 1, 3, 7, 14, 28, 56 and 112 days are each compared with the year before them by
    Fisher's exact test; the chance of a false alarm is shared out among all looks of a year
    (Bonferroni), as alpha is in a trial that is looked at often (Lan and DeMets 1983). Where days
    vary more than by chance, they count for as much less (quasi-likelihood, Wedderburn 1974).
    Raises ValueError.
    """
    if watched < 1:
        raise ValueError("something is watched: `watched` is at least 1")
    level = FALSE_ALARMS_A_YEAR / (watched * _LOOKS_A_YEAR * len(WINDOWS))
    first = today - timedelta(days=BASELINE + max(WINDOWS) - 1)
    seen = [_as_fall(entry, turn) for entry in days if first <= entry.day <= today and entry.of]
    if not any(_fell(seen, today, window, level, least) for window in WINDOWS):
        return None
    since = likeliest_fall(seen)
    recent = [entry for entry in days if first <= entry.day <= today]
    return Alarm(
        since=since,
        before=total(entry for entry in recent if entry.day < since),
        after=total(entry for entry in recent if entry.day >= since),
    )


def _as_fall(entry: Day, turn: Turn) -> Day:
    """A rise of what happened is a fall of what did not."""
    if turn == Turn.FALL:
        return entry
    return Day(day=entry.day, times=entry.of - entry.times, of=entry.of)


def _fell(days: list[Day], today: date, window: int, level: float, least: float) -> bool:
    start = today - timedelta(days=window - 1)
    first = start - timedelta(days=BASELINE)
    earlier = [entry for entry in days if first <= entry.day < start]
    before, after = total(earlier), total(entry for entry in days if entry.day >= start)
    if not (before.of and after.of) or _fall(before, after) < least:
        return False
    return _chance(before, after, dispersion(earlier)) <= level


def _fall(before: Rate, after: Rate) -> float:
    return before.times / before.of - after.times / after.of


def _chance(before: Rate, after: Rate, spread: float) -> float:
    """The chance of such a fall without one, every `spread` visits counting as one, the rest of a
    division against the alarm. 0..1."""
    hits, of = ceil(after.times / spread), int(after.of / spread)
    all_times, all_of = hits + int(before.times / spread), of + int(before.of / spread)
    return hypergeometric_tail(hits, of, all_times, all_of) if hits <= of else 1.0
