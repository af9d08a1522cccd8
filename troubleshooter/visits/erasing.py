"""What was deleted is gone from the disk as well, not only from every query."""

from contextlib import suppress

from django.db import OperationalError, connection


def erase_for_good() -> None:
    """Have the embedded database write over what was deleted, in the file beside it too, once the
    transaction is over. Where people are reading all the time the next one does it. Nothing on
    databases that keep such files by themselves."""
    empty_log = getattr(connection, "empty_log", None)
    if empty_log is None:
        return
    # Where others write without a pause: what was deleted is deleted, and its bytes go later.
    with suppress(OperationalError):
        empty_log()
