"""`make drill-partitions`: events in parts on a PostgreSQL of our own, cut while visitors go on.

Prints a line for each thing that was looked at, and ends with status 1 where one is not so.
"""

import io
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..deploy.postgres import primary

PORT = 8740
VISITS = 400
Found = tuple[str, bool]


def main() -> int:
    with primary(PORT) as server, tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATABASE_URL": server.url(), "DATA_DIR": folder, "DEBUG": "1"}
        os.environ["RATE_LIMITS"] = "starts=1000000/minute"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
        import django

        django.setup()
        failed = [what for what, right in _found() if not _told(what, right)]
    return 1 if failed else 0


def _told(what: str, right: bool) -> bool:
    print(f"{'ok  ' if right else 'NOT '} {what}", flush=True)
    return right


def _found() -> Iterator[Found]:
    # Only now is Django set up.
    from django.core.management import call_command
    from django.db import IntegrityError, connection, transaction
    from django.utils import timezone

    from troubleshooter.management.partitions import cutting
    from troubleshooter.management.partitions.known import parts
    from troubleshooter.models import Event, Visit

    cutting.AHEAD = 50
    call_command("migrate", verbosity=0)
    guide = "troubleshooter/guides/printer.yaml"
    call_command("import_guide", guide, publish=True, verbosity=0)
    _some_visits(days_ago=300)
    whole = _fingerprint()

    call_command("partition_events", verbosity=0)
    _some_visits(days_ago=260)
    cutting.AHEAD = 5_000  # more than begin while a cut waits for its turn
    with _visitors() as (begun, went_wrong):
        for _ in range(3):
            call_command("partition_events", verbosity=0)
            _some_visits(days_ago=0)
    told = f"three cuts while {len(begun)} visits begin: {len(went_wrong)} went wrong"
    yield told, went_wrong == [] and len(begun) >= 100
    yield "five parts", len(parts()) == 5
    first = parts()[0]
    kept = _fingerprint(upto=whole[0])
    yield f"{whole[1]} events are as they were", kept == whole
    holds = "SELECT count(*) FROM pg_constraint WHERE conname = 'within'"
    yield "no border is left that could refuse a visit", _one(holds) == 0

    out = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    yield "no migration is missing", "No changes" in out.getvalue()
    visit = Visit.objects.order_by("-pk").first()
    plan = Event.objects.filter(visit=visit).order_by("sequence").explain()
    yield (
        "a visit's events are read from one part",
        plan.count("troubleshooter_event_p") <= 2 and (first.table not in plan),
    )
    last = Event.objects.order_by("-pk").first()
    for what, changes in (
        ("the same place twice in a visit", {}),
        ("a second start", {"sequence": 999, "kind": "started"}),
        ("a visit that is not there", {"visit_id": 999_999_999, "sequence": 1}),
    ):
        yield f"{what} is refused", _refused(last, changes, IntegrityError, transaction)
    new = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    yield (
        "numbers go on after the greatest",
        _one(
            "SELECT last_value FROM "
            + _one("SELECT pg_get_serial_sequence('troubleshooter_event', 'id')")
        )
        >= new,
    )

    call_command("update_statistics", verbosity=0)
    before, events = _counts(), Event.objects.count()
    yield "the counts are right", _runs(lambda: call_command("rebuild_statistics", verify=True))
    call_command("prune", days=250, verbosity=0)
    yield "prune drops the part that is old", parts()[0].table != first.table
    gone = events - Event.objects.count()
    yield (
        f"… with its {gone} events, and their visits",
        (
            gone >= whole[1]
            and not Visit.objects.filter(pk__lt=first.end)
            .filter(started_at__lt=timezone.now() - timezone.timedelta(days=250))
            .exists()
        ),
    )
    yield "… and every count is as it was", _counts() == before
    yield (
        "control: an event that is lost changes the fingerprint",
        _control(connection, transaction),
    )


def _some_visits(*, days_ago: int) -> None:
    """Made-up visits, as of so many days ago."""
    from django.core.management import call_command
    from django.db import connection

    from troubleshooter.models import Visit

    after = _one("SELECT COALESCE(MAX(id), 0) FROM troubleshooter_visit")
    guide, out = "troubleshooter/guides/printer.yaml", io.StringIO()
    call_command("simulate", guide, visits=VISITS, record=True, days=1, jobs=1, stdout=out)
    simulated = Visit.objects.filter(pk__gt=after, simulated=True).values_list("pk", flat=True)
    numbers = [list(simulated)]
    with connection.cursor() as cursor:
        for table, column, of in (
            ("troubleshooter_event", "at", "visit_id"),
            ("troubleshooter_visit", "started_at", "id"),
            ("troubleshooter_visit", "last_event_at", "id"),
        ):
            cursor.execute(
                f"UPDATE {table} SET {column} = {column} - interval '{days_ago} days' "
                f"WHERE {of} = ANY(%s)",
                numbers,
            )


@contextmanager
def _visitors() -> Iterator[tuple[list[str], list[str]]]:
    """Somebody begins visits all the time; gives which, and what went wrong."""
    from django.db import connection
    from django.test import Client

    begun, wrong, done = [], [], threading.Event()

    def visiting() -> None:
        while not done.is_set():
            visitor = Client(headers={"host": "localhost"}, raise_request_exception=False)
            answer = visitor.post("/guides/printer-not-printing/start/")
            right = answer.status_code == 302
            (begun if right else wrong).append(f"{answer.status_code} {answer.get('Location')}")
        connection.close()

    thread = threading.Thread(target=visiting)
    thread.start()
    try:
        yield begun, wrong
    finally:
        done.set()
        thread.join()


def _fingerprint(upto: int | None = None) -> tuple[int, int, str]:
    """(the last number, how many, a hash of all of it) of the events, as PostgreSQL adds them up."""
    upto = upto or _one("SELECT MAX(id) FROM troubleshooter_event")
    rows = f"FROM troubleshooter_event e WHERE id <= {upto}"
    return (
        upto,
        _one(f"SELECT COUNT(*) {rows}"),
        _one(f"SELECT md5(string_agg(md5(row_to_json(e)::text), '' ORDER BY id)) {rows}"),
    )


def _one(sql: str) -> object:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def _refused(event: object, changes: dict, error: type, transaction: object) -> bool:
    for name, value in {"pk": None, **changes}.items():
        setattr(event, name, value)
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except error:
        return True
    return False


def _counts() -> str:
    """All the tables that pages read counts from, as one text."""
    from django.apps import apps

    models = [
        one for one in apps.get_app_config("troubleshooter").get_models() if "Count" in one.__name__
    ]
    return str([(one.__name__, sorted(map(str, one.objects.values_list()))) for one in models])


def _runs(work: Callable[[], object]) -> bool:
    try:
        work()
    except Exception as error:
        print(error)
        return False
    return True


def _control(connection: object, transaction: object) -> bool:
    before = _fingerprint()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM troubleshooter_event WHERE id = (SELECT MIN(id) FROM troubleshooter_event)"
            )
        changed = _fingerprint(upto=before[0]) != before
        transaction.set_rollback(True)
    return changed


if __name__ == "__main__":
    sys.exit(main())
