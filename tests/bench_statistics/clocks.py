"""What time is told by: the processor's, where it can be had, so that a busy machine makes no
difference."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

from django.db import connection


def clock() -> Callable[[], float]:
    """Seconds of this process's processor. With PostgreSQL on this machine, and on Linux, those of
    the process of its server too, which works while this one waits; elsewhere by the clock."""
    if connection.vendor == "sqlite":
        return process_time
    spent = _schedule_of_server()
    if spent is None:
        return perf_counter
    return lambda: process_time() + int(spent.read_text().split()[0]) / 1e9


def named() -> str:
    return "by the clock" if clock() is perf_counter else "of the processor"


def _schedule_of_server() -> Path | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), inet_client_addr() = inet_server_addr()")
        pid, here = cursor.fetchone()
    spent = Path(f"/proc/{pid}/schedstat")
    return spent if here is not False and spent.exists() else None
