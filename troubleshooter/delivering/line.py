"""The line of hand-overs that wait to be sent: who joins it, who leaves it, how each one stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from troubleshooter.models import Delivery, DeliveryState, Visit

from .help_desks import HelpDesk, help_desks_for
from .parcel import Parcel


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How the hand-over of a visit stands with one help desk. `state` None: not sent there yet.
    `can_change`: nobody tried to send it yet, so what is sent can still be another text."""

    desk: HelpDesk
    state: DeliveryState | None = None
    can_change: bool = True
    sent_at: datetime | None = None


def put_in_line(visit: Visit, parcel_of: Callable[[], Parcel]) -> None:
    """Have the hand-over sent to each help desk, once. What was not tried yet is replaced; what was
    tried stays as it is, since it may have arrived. The caller holds the visit's lock."""
    desks = help_desks_for(visit)
    parcel = parcel_of() if desks else None
    for desk in desks:
        known = Delivery.objects.filter(visit=visit, channel=desk.channel)
        untried = known.filter(state=DeliveryState.WAITING, tries=0)
        if not untried.update(content=parcel.kept()) and not known.exists():
            _join(visit, desk, parcel)


def _join(visit: Visit, desk: HelpDesk, parcel: Parcel) -> None:
    now = timezone.now()
    Delivery.objects.create(
        visit=visit,
        channel=desk.channel,
        key=uuid4(),
        content=parcel.kept(),
        made_at=now,
        due_at=now,
    )


def take_out_of_line(visit: Visit) -> None:
    """Forget what was not sent. That something was sent, and when, stays."""
    visit.deliveries.exclude(state=DeliveryState.SENT).delete()


def standings(visit: Visit) -> tuple[Standing, ...]:
    """One for each help desk that this visit is sent to."""
    desks = help_desks_for(visit)
    if not desks:
        return ()
    rows = {row.channel: row for row in visit.deliveries.defer("content")}
    return tuple(_standing(desk, rows.get(desk.channel)) for desk in desks)


def _standing(desk: HelpDesk, row: Delivery | None) -> Standing:
    if row is None:
        return Standing(desk=desk)
    state = DeliveryState(row.state)
    can_change = state == DeliveryState.WAITING and not row.tries
    return Standing(desk=desk, state=state, can_change=can_change, sent_at=row.sent_at)


def was_sent(visit: Visit) -> bool:
    """Whether anything of this visit has reached a help desk."""
    return visit.deliveries.filter(state=DeliveryState.SENT).exists()
