"""How far the counts have come."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from troubleshooter.models import FoldMark, Prepared

from .replica import read_from


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Events up to number `event` are counted; of their visits, unended ones that were last heard
    of before `silent_before` as left. Days before `kept_from` are counted for good. The tables hold
    the same as long as `stamp` is the same."""

    event: int
    silent_before: datetime | None
    kept_from: date | None
    stamp: datetime | None


UNMARKED = Mark(event=0, silent_before=None, kept_from=None, stamp=None)


COLUMNS = ("event", "silent_before", "kept_from", "folded_at")
THE_MARK = 1
CURRENT = Prepared(
    query=lambda pk: FoldMark.objects.filter(pk=pk).values_list(*COLUMNS), holes=(THE_MARK,)
)


def current_mark() -> Mark:
    """The mark as it stands; one before all events where nothing was ever counted."""
    return next((_mark(*row) for row in CURRENT.rows(THE_MARK, using=read_from())), UNMARKED)


def as_mark(row: FoldMark) -> Mark:
    return _mark(*(getattr(row, column) for column in COLUMNS))


def _mark(event: int, silent_before: datetime, kept_from: date | None, stamp: datetime) -> Mark:
    return Mark(event=event, silent_before=silent_before, kept_from=kept_from, stamp=stamp)


def stamped(row: FoldMark) -> FoldMark:
    """With a stamp that it never had. Who changes the tables saves it in the same transaction."""
    row.folded_at = max(timezone.now(), row.folded_at + timedelta(microseconds=1))
    return row


def line_from(mark: Mark, line: datetime) -> datetime:
    """A line never goes back: what was counted as left by then stays so."""
    return line if mark.silent_before is None else max(line, mark.silent_before)


def is_kept(mark: Mark, day: date) -> bool:
    """Whether the day is counted for good, and its events may be gone."""
    return mark.kept_from is not None and day < mark.kept_from
