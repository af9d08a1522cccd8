"""Letting old events go, a whole part at a time."""

from collections.abc import Iterator
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from troubleshooter.models import Visit

from .known import TABLE, Part, let_go, parts, when_free


def drop_old(before: datetime) -> Iterator[Part]:
    """Drop each closed part all of whose visits began before this moment, bytes and all; gives
    each. The visits' own rows stay for who deletes them."""
    known = parts()
    if known:
        let_go(known[-1].table)
    for part in known:
        if part.end is None or _has_younger(part, before):
            return
        when_free(lambda cursor, part=part: _drop(cursor, part))
        yield part


def _has_younger(part: Part, before: datetime) -> bool:
    """Or visits that are still to begin: numbers that nobody has yet."""
    inside = Visit.objects.filter(pk__lt=part.end, pk__gte=part.first or 0)
    later = Visit.objects.filter(pk__gte=part.end)
    return inside.filter(started_at__gte=before).exists() or not later.exists()


def _drop(cursor: CursorWrapper, part: Part) -> None:
    cursor.execute(f"ALTER TABLE {TABLE} DETACH PARTITION {part.table}")
    cursor.execute(f"DROP TABLE {part.table}")
