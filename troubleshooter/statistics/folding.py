"""Folding events into the tables of counts: by whoever gets there first, and harmless when it is
done twice."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache

from django.db import DatabaseError, connection
from django.utils import timezone

from troubleshooter.models import Event, FoldMark, OpenCount, Prepared, StaleDay, last_event

from .busy import is_busy
from .cells import OPEN, Standing, cells_of_leaving
from .kinds import kinds_of
from .lines import line_at, zone_of_days
from .mark import THE_MARK, as_mark, current_mark, is_kept, line_from, stamped
from .moment import Moment
from .reading import Contents
from .recount import count_again
from .snapshot import frozen_atomic
from .tables import TABLES
from .tail import add_changes, visits_after
from .tally import Tally
from .writing import write

# So many events past the mark cost each look a tenth of a second at most. Folding them takes as
# long, once.
LONG = 250
# Events that are folded in one transaction: some ten thousand visits' cells fit into memory. On
# SQLite nobody else can write meanwhile, so it takes a fraction of a second.
BATCH, BATCH_ALONE = 25_000, 4_000
ANY_STALE = Prepared(query=lambda: StaleDay.objects.order_by().values_list("pk")[:1], holes=())


def fold_if_long(*, now: datetime | None = None) -> None:
    """Before a look: fold if many events wait, or if days are to be counted again. Gives way to
    whoever is at it already; the look is exact all the same. What is said of a time to come is
    never folded."""
    if _waiting(LONG).rows(current_mark().event) or ANY_STALE.rows():
        fold(now=min(now, timezone.now()) if now else None)


@cache
def _waiting(long: int) -> Prepared:
    """The event that makes it so many past one."""
    return Prepared(
        query=lambda event: (
            Event.objects.filter(pk__gt=event).order_by("pk").values_list("pk")[long - 1 : long]
        ),
        holes=(0,),
    )


def usual_batch() -> int:
    return BATCH_ALONE if connection.vendor == "sqlite" else BATCH


def fold(*, now: datetime | None = None, batch: int | None = None) -> bool:
    """Fold everything that there is, batch by batch. False: somebody else was at it, and what is
    left is left to them."""
    moment, batch = now or timezone.now(), batch or usual_batch()
    try:
        _make_mark(moment)
        upto = last_event()
        while True:
            reached = _fold_batch(upto, moment, batch)
            if reached is None or reached >= upto:
                return reached is not None
    except DatabaseError as error:
        if not is_busy(error):
            raise
        return False


def holding_mark(work: Callable[[FoldMark], None]) -> None:
    """Do this in a transaction in which nobody folds, waiting until that is possible."""
    while True:
        try:
            with frozen_atomic():
                row = FoldMark.objects.select_for_update().get(pk=THE_MARK)
                work(row)
                stamped(row).save(update_fields=["folded_at"])
                return
        except DatabaseError as error:
            if connection.in_atomic_block or not is_busy(error):
                raise


def _make_mark(now: datetime) -> None:
    if not FoldMark.objects.exists():
        before = FoldMark(pk=THE_MARK, silent_before=line_at(now), folded_at=now)
        FoldMark.objects.bulk_create([before], ignore_conflicts=True)


def _fold_batch(upto: int, now: datetime, batch: int) -> int | None:
    """One transaction; gives the new mark, or None when another process holds it."""
    with frozen_atomic():
        row = FoldMark.objects.select_for_update(skip_locked=True).filter(pk=THE_MARK).first()
        if row is None:
            return None
        _fold_from(row, upto, now, batch)
        return row.event


def _fold_from(row: FoldMark, upto: int, now: datetime, batch: int) -> None:
    """Three things change the counts: deleted events, time, and new events."""
    mark = as_mark(row)
    line = line_from(mark, line_at(now))
    at = Moment(mark=mark, line=line, zone=zone_of_days(), contents=Contents())
    upto = max(mark.event, _end_of_batch(mark.event, upto, batch))
    tally, rows = Tally(), list(StaleDay.objects.values_list("pk", "guide_id", "day"))
    stale = {(guide, day) for _, guide, day in rows if not is_kept(mark, day)}
    for guide, day in stale:
        count_again(tally, guide, day, at, up_to=upto)
    _let_leave(tally, at, stale)
    visits = sorted(visits_after(mark.event, upto))
    add_changes(tally, visits, stale, at, up_to=upto)
    write(tally)
    StaleDay.objects.filter(pk__in=[pk for pk, *_ in rows]).delete()
    row.event, row.silent_before = upto, line
    stamped(row).save(update_fields=["event", "silent_before", "folded_at"])


def _end_of_batch(after: int, upto: int, batch: int) -> int:
    events = Event.objects.filter(pk__gt=after, pk__lte=upto).order_by("pk")
    return events.values_list("pk", flat=True)[batch - 1 : batch].first() or upto


def _let_leave(tally: Tally, at: Moment, stale: set[tuple[int, date]]) -> None:
    """Unended visits that fell silent before the line have left."""
    columns = TABLES[OPEN].columns
    rows = OpenCount.objects.filter(heard__lt=at.line)
    for guide in set(rows.order_by().values_list("slice__guide", flat=True)):
        kinds = kinds_of(guide)
        found = rows.filter(slice__guide=guide)
        for number, day, *where, visits in found.values_list(
            "slice_id", "start", *columns, "visits"
        ):
            if (guide, day) not in stale:
                standing = Standing(*where)
                tally.change(kinds[number], day, [(OPEN, *standing, "visits")], -visits)
                tally.change(kinds[number], day, cells_of_leaving(standing), visits)
