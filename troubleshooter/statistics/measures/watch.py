"""Whether a rate fell, or rose, lately: for alerts. Looked at every day, and still rarely wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import log

from .rate import Rate, rate
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
class Day:
    """On `day` it was so `times` out of `of`."""

    day: date
    times: int
    of: int


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
    to, leave out the days before it: else it stays as long as it is true.

    Each of the last 1, 3, 7, 14, 28, 56 and 112 days is compared with the year before them by Fisher's
    exact test; the chance of a false alarm is shared out among all looks of a year, as alpha is in
    a trial that is looked at often (Bonferroni; Lan and DeMets 1983). Raises ValueError.
    """
    if watched < 1:
        raise ValueError("something is watched: `watched` is at least 1")
    level = FALSE_ALARMS_A_YEAR / (watched * _LOOKS_A_YEAR * len(WINDOWS))
    falling = [_as_fall(entry, turn) for entry in days if entry.day <= today and entry.of]
    if not any(_fell(falling, today, window, level, least) for window in WINDOWS):
        return None
    since = _likeliest_turn(falling, today)
    first = since - timedelta(days=BASELINE)
    chosen = [entry for entry in days if first <= entry.day <= today]
    return Alarm(
        since=since,
        before=_total([entry for entry in chosen if entry.day < since]),
        after=_total([entry for entry in chosen if entry.day >= since]),
    )


def _as_fall(entry: Day, turn: Turn) -> Day:
    """A rise of what happened is a fall of what did not."""
    if turn == Turn.FALL:
        return entry
    return Day(day=entry.day, times=entry.of - entry.times, of=entry.of)


def _fell(days: list[Day], today: date, window: int, level: float, least: float) -> bool:
    start = today - timedelta(days=window - 1)
    first = start - timedelta(days=BASELINE)
    before = _total([entry for entry in days if first <= entry.day < start])
    after = _total([entry for entry in days if entry.day >= start])
    if not (before.of and after.of) or _fall(before, after) < least:
        return False
    all_times, all_of = before.times + after.times, before.of + after.of
    return hypergeometric_tail(after.times, after.of, all_times, all_of) <= level


def _likeliest_turn(days: list[Day], today: date) -> date:
    """The day of the lower rate's beginning that makes what was seen most likely."""
    first = today - timedelta(days=BASELINE + max(WINDOWS))
    seen = sorted((entry for entry in days if entry.day >= first), key=lambda entry: entry.day)
    times, of = sum(entry.times for entry in seen), sum(entry.of for entry in seen)
    best, since, before_times, before_of = float("-inf"), today, 0, 0
    for entry in seen:
        after_times, after_of = times - before_times, of - before_of
        if before_of and before_times * after_of > after_times * before_of:
            fit = _log_likelihood(before_times, before_of) + _log_likelihood(after_times, after_of)
            if fit > best:
                best, since = fit, entry.day
        before_times, before_of = before_times + entry.times, before_of + entry.of
    return since


def _log_likelihood(times: int, of: int) -> float:
    return sum(part * log(part / of) for part in (times, of - times) if part)


def _fall(before: Rate, after: Rate) -> float:
    return before.times / before.of - after.times / after.of


def _total(days: Sequence[Day]) -> Rate:
    return rate(sum(entry.times for entry in days), sum(entry.of for entry in days))
