"""Telling “somebody else is at it” from a real failure of the database."""

import sqlite3

from django.db import DatabaseError

# PostgreSQL: serialization failure, deadlock, lock not available.
TAKEN = frozenset({"40001", "40P01", "55P03"})


def is_busy(error: DatabaseError) -> bool:
    """Whether trying again later is all that is needed."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
    return getattr(cause, "sqlstate", None) in TAKEN
