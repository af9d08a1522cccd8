"""Up to which event everything has been written, so that nothing before it can still come.

The greatest number that one can see will not do on PostgreSQL: a transaction that is still open
may hold a smaller one, which would never be counted. A short SHARE lock on the events waits until
all of those have ended. On SQLite there is one writer at a time.
"""

from django.db import connection, transaction
from django.db.models import Max

from .visit import Event

# Whoever waits for this lock makes later writers wait: rather try again at the next look.
PATIENCE = "250ms"


def last_event() -> int:
    """The number of the last event before which none can come any more. Raises OperationalError
    when a transaction that writes events stays open for too long."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
                cursor.execute(
                    f"LOCK TABLE {connection.ops.quote_name(Event._meta.db_table)} IN SHARE MODE"
                )
        return Event.objects.aggregate(last=Max("pk"))["last"] or 0
