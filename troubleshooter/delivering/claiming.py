"""Taking one hand-over out of the line to send it, so that two senders never send the same one.

A claim is one update that only one of two senders can win: it moves the time at which the row is
due. No lock is held while sending. A sender that dies leaves a row that is due again soon.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from troubleshooter.models import Channel, Delivery, DeliveryState

# Longer than a try can take, with all its time-outs.
CLAIMED_FOR = timedelta(minutes=5)
TRIED_FOR = timedelta(days=1)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
JITTER = 0.25


def claim(channel: Channel, *, due_until: datetime, now: datetime) -> Delivery | None:
    """The next one that was due by then, tried once more from now on; None when the line is done.

    What is in it is read after the claim: from the first try on, nothing can replace it.
    """
    waiting = Delivery.objects.filter(channel=channel, state=DeliveryState.WAITING)
    while row := waiting.filter(due_at__lte=due_until).order_by("due_at", "pk").first():
        mine = waiting.filter(pk=row.pk, due_at=row.due_at)
        if mine.update(due_at=now + CLAIMED_FOR, tries=F("tries") + 1):
            return Delivery.objects.filter(pk=row.pk).first()
    return None


def pause_after(tries: int, draw: Callable[[], float] = random.random) -> timedelta:
    """1, 2, 4 … minutes and then an hour, up to a quarter more or less, so that many who wait for
    one receiver do not all come back at once. `draw` gives 0 up to 1."""
    pause = min(FIRST_PAUSE * 2 ** min(tries - 1, 10), LONGEST_PAUSE)
    return pause * (1 - JITTER + 2 * JITTER * draw())


def settle_sent(row: Delivery, now: datetime) -> None:
    """It was taken: what was in it goes, whoever else may have claimed it meanwhile."""
    _waiting(row).update(state=DeliveryState.SENT, sent_at=now, content=None, problem="")


def settle_failed(row: Delivery, problem: str, now: datetime) -> DeliveryState:
    """Tried again later, for a day since the visitor sent it; then given up, with the problem."""
    due_at = now + pause_after(row.tries)
    over = due_at > row.made_at + TRIED_FOR
    state = DeliveryState.GIVEN_UP if over else DeliveryState.WAITING
    mine = _waiting(row).filter(tries=row.tries)
    mine.update(state=state, due_at=due_at, problem=problem[:200])
    return state


def _waiting(row: Delivery) -> QuerySet[Delivery]:
    """The row, unless the visitor deleted it."""
    return Delivery.objects.filter(pk=row.pk, state=DeliveryState.WAITING)
