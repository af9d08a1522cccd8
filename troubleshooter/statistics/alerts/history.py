"""What earlier alerts leave of the days that are watched.

Who was told of a change must not be told again while it is the same one.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils import timezone

from troubleshooter.models import Alert

from ..measures.watch import Day

# What has been different for so long is how it is now.
USUAL_AFTER = timedelta(days=90)


def days_to_watch(days: Sequence[Day], alerts: Iterable[Alert]) -> list[Day]:
    """The days without those of changes that are over. After a change that stayed, the days before
    it are left out instead: the new rate is what a later one is held against."""
    kept = list(days)
    for alert in alerts:
        if alert.over_at is None:
            continue
        over = timezone.localdate(alert.over_at)
        if became_usual(alert):
            kept = [entry for entry in kept if entry.day >= alert.since]
        else:
            kept = days_without(kept, alert.since, over)
    return kept


def days_without(days: Sequence[Day], first: date, over: date) -> list[Day]:
    """Without those from `first` up to `over`, which is kept."""
    return [entry for entry in days if not first <= entry.day < over]


def became_usual(alert: Alert) -> bool:
    return alert.over_at is not None and alert.over_at - alert.noticed_at >= USUAL_AFTER


def days_since(days: Sequence[Day], first: date) -> list[Day]:
    return [entry for entry in days if entry.day >= first]
