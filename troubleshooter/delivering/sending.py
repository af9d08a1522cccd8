"""Sending all that is due, from a command: never while a visitor waits."""

from collections import Counter
from collections.abc import Callable
from uuid import UUID

from django.utils import timezone

from troubleshooter.models import Channel, Delivery, DeliveryState

from .claiming import TRIED_FOR, claim, settle_failed, settle_sent
from .help_desks import help_desks
from .mailing import mail
from .parcel import NotDelivered, Parcel
from .webhook import post

WAYS: dict[Channel, Callable[[UUID, Parcel], None]] = {Channel.WEBHOOK: post, Channel.MAIL: mail}
SWITCHED_OFF = "It is not sent this way any more."


def send_due() -> Counter[DeliveryState]:
    """How many were sent, how many wait for the next try, how many were given up. A receiver in
    trouble ends the sending to it for this time."""
    done: Counter[DeliveryState] = Counter()
    for desk in help_desks():
        done += _send_all(desk.channel)
    done[DeliveryState.GIVEN_UP] += _give_up_what_nobody_sends()
    return done


def send_again(deliveries: list[int]) -> int:
    """Put those that were given up back in the line, for one more try each. How many there were."""
    given_up = Delivery.objects.filter(pk__in=deliveries, state=DeliveryState.GIVEN_UP)
    kept = given_up.filter(content__isnull=False)
    return kept.update(state=DeliveryState.WAITING, due_at=timezone.now())


def _send_all(channel: Channel) -> Counter[DeliveryState]:
    done: Counter[DeliveryState] = Counter()
    started = timezone.now()
    while row := claim(channel, due_until=started, now=timezone.now()):
        state, down = _send(row)
        done[state] += 1
        if down:
            break
    return done


def _send(row: Delivery) -> tuple[DeliveryState, bool]:
    """How it stands then, and whether the receiver is in trouble."""
    try:
        WAYS[Channel(row.channel)](row.key, Parcel(**row.content))
    except NotDelivered as error:
        return settle_failed(row, error.problem, timezone.now()), error.down
    settle_sent(row, timezone.now())
    return DeliveryState.SENT, False


def _give_up_what_nobody_sends() -> int:
    """What has waited for a day for a help desk that is switched off is not sent out of the blue
    when it is switched on again."""
    left = Delivery.objects.filter(state=DeliveryState.WAITING)
    left = left.exclude(channel__in=[desk.channel for desk in help_desks()])
    left = left.filter(made_at__lt=timezone.now() - TRIED_FOR)
    return left.update(state=DeliveryState.GIVEN_UP, problem=SWITCHED_OFF)
