"""Deleting visits that are kept no longer."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from troubleshooter.models import Delivery, DevicePass, Event, Visit

AT_ONCE = 500  # visits; a database takes so many numbers in one question


def delete_visits(before: datetime) -> Iterator[int]:
    """Delete every visit that began before this moment, with all that hangs on it, a few hundred
    in a transaction; gives how many after each. Whoever comes back to one begins anew."""
    while number := _delete_some(before):
        yield number


@transaction.atomic
def _delete_some(before: datetime) -> int:
    numbers = list(oldest(before).values_list("pk", flat=True)[:AT_ONCE])
    for of_visit in (Event, Delivery, DevicePass):
        of_visit.objects.filter(visit__in=numbers).delete()
    Visit.objects.filter(pk__in=numbers).delete()
    return len(numbers)


def oldest(before: datetime) -> QuerySet[Visit]:
    """Held: what somebody says in one at this moment is there by now, or finds no visit."""
    return Visit.objects.filter(started_at__lt=before).order_by("pk").select_for_update()
