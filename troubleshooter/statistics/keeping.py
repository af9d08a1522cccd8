"""Counting days for good, so that their visits may be deleted."""

from datetime import date, datetime

from troubleshooter.models import Event, FoldMark, OpenCount, StaleDay

from .folding import fold, holding_mark
from .lines import zone_of_days
from .reading import moments_of

# New events may come between a fold and the moment that nothing can come any more.
TRIES = 5


def keep_for_good(before: date, *, now: datetime | None = None) -> bool:
    """Let the counts of all days before this one stand as they are from now on: they are folded
    to the end, and what happens to their visits afterwards changes no figure.

    False: nothing was done. Somebody else is folding, or a visit of these days was still heard of
    in the last days, so that it is not known yet how it ends. A day that was counted for good
    stays so, even where `before` is earlier.
    """
    for _ in range(TRIES):
        if not fold(now=now):
            return False
        done: list[bool] = []
        holding_mark(lambda row, done=done: done.append(_move(row, before)))
        if done[-1]:
            return True
    return False


def _move(row: FoldMark, before: date) -> bool:
    if row.kept_from is not None and row.kept_from >= before:
        return True
    if _can_still_change(row, before):
        return False
    row.kept_from = before
    row.save(update_fields=["kept_from"])
    return True


def _can_still_change(row: FoldMark, before: date) -> bool:
    moment = moments_of(before, zone_of_days())[0]
    unfolded = Event.objects.filter(pk__gt=row.event, visit__started_at__lt=moment)
    return (
        unfolded.exists()
        or StaleDay.objects.filter(day__lt=before).exists()
        or OpenCount.objects.filter(start__lt=before).exists()
    )
