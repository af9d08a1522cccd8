"""`make drill-replica`: statistics from a real streaming replica, stopped, behind and back.

Prints a line for each thing that was looked at, and ends with status 1 where one is not so.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack

from ..deploy.postgres import Server, primary, replica

PORT = 8750
Found = tuple[str, bool]


def main() -> int:
    with ExitStack() as stack:
        first = stack.enter_context(primary(PORT))
        second = stack.enter_context(replica(first, PORT + 1))
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        os.environ |= {"DATABASE_URL": first.url(), "REPLICA_URL": second.url()}
        os.environ |= {"DATA_DIR": folder, "DEBUG": "1"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
        import django

        django.setup()
        failed = [what for what, right in _found(second) if not _told(what, right)]
    return 1 if failed else 0


def _told(what: str, right: bool) -> bool:
    print(f"{'ok  ' if right else 'NOT '} {what}", flush=True)
    return right


def _found(second: Server) -> Iterator[Found]:
    # Only now is Django set up.
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connections
    from django.test import Client

    from troubleshooter.models import Visit
    from troubleshooter.statistics import replica as reading

    call_command("migrate", verbosity=0)
    call_command("import_guide", "troubleshooter/guides/printer.yaml", publish=True, verbosity=0)
    lead = Client(headers={"host": "localhost"}, raise_request_exception=False)
    lead.force_login(User.objects.create_superuser("lead", password="of-the-drill"))

    def visit() -> None:
        Client(headers={"host": "localhost"}).post("/guides/printer-not-printing/start/")

    def page() -> tuple[int, float]:
        reading._not_before = 0.0
        began = time.monotonic()
        return lead.get("/insights/").status_code, time.monotonic() - began

    def asked_there() -> int:
        """How many statements the replica has answered for us, by its own count."""
        with connections["replica"].cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
            )
            return cursor.fetchone()[0]

    visit()
    time.sleep(1)
    behind = reading.seconds_behind()
    yield f"the replica follows: {behind:.2f} s behind", behind <= 1
    with reading.reading_replica():
        yield (
            "a look reads from it",
            reading.read_from() == "replica" and Visit.objects.count() == 1,
        )
        with connections["replica"].cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery()")
            yield "… which is a standby", cursor.fetchone()[0] is True
    yield "a page of the statistics comes", page()[0] == 200
    yield "… over a connection to the replica", asked_there() >= 1

    _on(connections, "SELECT pg_wal_replay_pause()")
    visit()
    time.sleep(reading.MOST_SECONDS + 2)
    behind = reading.seconds_behind()
    yield f"held back it is {behind:.0f} s behind", behind > reading.MOST_SECONDS
    yield "… and is not asked", not reading.is_well()
    yield "… so the page has all visits", page()[0] == 200 and _seen() == 2
    _on(connections, "SELECT pg_wal_replay_resume()")
    time.sleep(2)
    yield "let go it is asked again", reading.is_well() and _seen() == 2

    second.stop("immediate")
    status, taken = page()
    yield (
        f"ended it is missed by nobody: status {status} after {taken:.1f} s",
        status == 200 and taken < 5,
    )
    yield "… and visits begin as before", _begins(visit)
    second.start()
    time.sleep(3)
    reading._not_before = 0.0
    yield "back it is asked again", reading.is_well() and _seen() == 3
    yield "control: to write there is refused", _refuses(connections)


def _on(connections: object, sql: str) -> None:
    with connections["replica"].cursor() as cursor:
        cursor.execute(sql)


def _seen() -> int:
    """Visits as a look sees them."""
    from troubleshooter.models import Visit
    from troubleshooter.statistics.queries import look

    with look():
        return Visit.objects.count()


def _begins(visit: object) -> bool:
    from troubleshooter.models import Visit

    before = Visit.objects.count()
    visit()
    return Visit.objects.count() == before + 1


def _refuses(connections: object) -> bool:
    from django.db import DatabaseError

    try:
        _on(connections, "DELETE FROM troubleshooter_event")
    except DatabaseError:
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
