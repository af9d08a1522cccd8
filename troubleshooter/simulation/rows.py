"""Events as rows: the same values as the model's, prepared once for all events that say the same.

A model instance for each of a million events, prepared field by field, would take most of the time
of a recording.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from troubleshooter.models import Event, EventKind, Visit
from troubleshooter.visits.entries import Entry
from troubleshooter.visits.offering import Offered
from troubleshooter.visits.recording import event_of
from troubleshooter.visits.showing import Shown

Columns = tuple[object, ...]

# What hangs on the single visit, in the order of `row_of`; all else is said by entry and offer.
OWN = ("visit", "sequence", "revision", "parameters", "at", "page_seconds")
OWN_FIELDS = tuple(Event._meta.get_field(name) for name in OWN)
SHARED_FIELDS = tuple(
    field
    for field in Event._meta.concrete_fields
    if field not in OWN_FIELDS and not field.primary_key
)
AT = Event._meta.get_field("at")
NOBODY = Visit()


def columns_of(
    entry: Entry, offered: Offered, *, place: int, believed: list[int] | None, shown: Shown
) -> Columns:
    """The values of an event's columns but for those of `OWN`, as the database takes them."""
    event = event_of(NOBODY, entry, offered, place=place, believed=believed)
    event.next_move, event.next_key = shown.move, shown.key
    if event.kind == EventKind.DIAGNOSED:  # by support, who is not offered anything
        event.move = event.move_key = event.shadow_move = event.shadow_key = ""
        event.propensity = 1.0
    return tuple(
        field.get_db_prep_save(getattr(event, field.attname), connection) for field in SHARED_FIELDS
    )


def row_of(
    visit: Visit, sequence: int, at: datetime, page_seconds: float | None, columns: Columns
) -> Columns:
    """One event of a visit that is saved."""
    moment = AT.get_db_prep_save(at, connection)
    here = (visit.pk, sequence, visit.revision_id, visit.parameters_id)
    return (*here, moment, page_seconds, *columns)


def insert_events(rows: Iterable[Columns]) -> None:
    """Write rows of `row_of`. The table's own constraints hold for them as for any other."""
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in (*OWN_FIELDS, *SHARED_FIELDS))
    marks = ", ".join("%s" for _ in (*OWN_FIELDS, *SHARED_FIELDS))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quoted(Event._meta.db_table)} ({columns}) VALUES ({marks})",  # noqa: S608 - names are the model's
            rows,
        )
