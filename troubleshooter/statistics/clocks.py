"""How long a visit took, by three clocks, in whole seconds until it is put into minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .visit_facts import SAYING, STEP, WAITING, Happened

# A longer pause is not hands-on: the person went away.
LONGEST_PAUSE = 30 * 60.0
HOUR, DAY = 60, 24 * 60
FINE = 3 * HOUR


@dataclass(frozen=True, kw_only=True, slots=True)
class Took:
    """Minutes, as buckets (see `bucket`)."""

    elapsed: int
    hands_on: int
    waiting: int


def took(started_at: datetime, events: Sequence[Happened], ended: int) -> Took:
    """The time from the start to the event at position `ended`.

    `waiting` are the gaps while a step is under way and nothing else is on offer; `hands_on` the
    others, each up to 30 minutes. Their sum need not be `elapsed`. Clocks that went backwards add
    nothing.
    """
    hands_on = waiting = 0.0
    under_way: set[str] = set()
    before, waits = started_at, False
    for event in events[: ended + 1]:
        gap = (event.at - before).total_seconds()
        if gap > 0.0 and waits:
            waiting += gap
        elif gap > 0.0:
            hands_on += min(gap, LONGEST_PAUSE)
        before, waits = event.at, _waits(event, under_way)
    elapsed = (events[ended].at - started_at).total_seconds()
    return Took(elapsed=bucket(elapsed), hands_on=bucket(hands_on), waiting=bucket(waiting))


def _waits(event: Happened, under_way: set[str]) -> bool:
    """Whether the gap after this event is spent waiting: it follows the word that a step is under
    way, unless another is to be done meanwhile. Keeps the steps under way up to date."""
    if event.kind not in SAYING or event.node != STEP:
        return False
    if event.value != WAITING:
        under_way.discard(event.key)
        return False
    under_way.add(event.key)
    return not event.next_move or (event.next_move == "try" and event.next_key in under_way)


def bucket(seconds: float) -> int:
    """Whole minutes, rounded down: each minute up to three hours, then 15 of them, from a day on
    60."""
    minutes = max(0, int(seconds // 60))
    if minutes < FINE:
        return minutes
    width = 15 if minutes < DAY else HOUR
    return minutes - minutes % width
