"""Fills the portal's tables for a bench: `python -m tests.bench_speed.filling WHAT NUMBER`."""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import django

LAMP = Path("tests/guides/lamp.yaml")


def guides(number: int) -> None:
    """Published copies of the first guide until there are so many: `copy-1`, `copy-2` …"""
    from django.db import transaction

    from troubleshooter.models import Guide

    first = Guide.objects.get(key="icloud-backup")
    revision, numbers = first.live_revision, first.live_parameters
    there = Guide.objects.filter(key__startswith="copy-").count()
    with transaction.atomic():
        for n in range(there, number):
            _copy(first, revision, numbers, f"copy-{n}")


def _copy(first, revision, numbers, key: str) -> None:
    from troubleshooter.models import Guide, Parameters, Revision

    copy = Guide.objects.get(pk=first.pk)
    copy.pk, copy.key, copy.live_revision, copy.live_parameters = None, key, None, None
    copy.save(force_insert=True)
    own = Revision.objects.create(
        guide=copy,
        number=1,
        content={**revision.content, "key": key},
        content_hash=revision.content_hash,
        published_at=revision.published_at,
    )
    learnt = Parameters.objects.create(revision=own, origin=numbers.origin, content=numbers.content)
    Guide.objects.filter(pk=copy.pk).update(live_revision=own, live_parameters=learnt)


def steps(number: int) -> None:
    """The guide `steps-N`: a small one with so many steps more."""
    from django.core.management import call_command

    text = re.sub(r"^key: lamp$", f"key: steps-{number}", LAMP.read_text(), flags=re.M)
    more = "".join(
        f"  - {{key: s{n}, title: Step {n}, minutes: {3 + n % 7}, disruption: 1, fixes: {{bulb: 0.{1 + n % 3}}}}}\n"
        for n in range(number)
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"steps-{number}.yaml"
        file.write_text(text.replace("handoff:\n", f"{more}handoff:\n"))
        call_command("import_guide", "--publish", str(file))


def visits(number: int) -> None:
    """Stored visits with four events each until there are so many, written by the database."""
    from django.db import connection

    from troubleshooter.models import Guide, Visit

    guide = Guide.objects.get(key="icloud-backup")
    there = Visit.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    lite = connection.vendor == "sqlite"
    pinned = (guide.pk, guide.live_revision_id, guide.live_parameters_id)
    with connection.cursor() as cursor:
        for first in range(there + 1, number + 1, 500_000):
            last = min(number, first + 499_999)
            _some(cursor, first, last, pinned, lite=lite)
        if not lite:
            for table in ("visit", "event"):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('troubleshooter_{table}', 'id'), (SELECT max(id) FROM troubleshooter_{table}))"
                )
            cursor.execute("VACUUM ANALYZE")


def _some(cursor, first: int, last: int, pinned: tuple[int, int, int], *, lite: bool) -> None:
    guide, revision, numbers = pinned
    token = "randomblob(32)" if lite else "decode(md5(n::text) || md5((-n)::text), 'hex')"
    moment = (
        "datetime('2026-01-01', (n % 20000000) || ' seconds')"
        if lite
        else "timestamptz '2026-01-01' + (n % 20000000) * interval '1 second'"
    )
    no, yes = ("0", "1") if lite else ("false", "true")
    series = (
        "WITH RECURSIVE series(n) AS (SELECT {0} UNION ALL SELECT n + 1 FROM series WHERE n < {1}) "
        if lite
        else "WITH series(n) AS (SELECT * FROM generate_series({0}::bigint, {1}::bigint)) "
    ).format(first, last)
    cursor.execute(
        "INSERT INTO troubleshooter_visit (id, token_hash, guide_id, revision_id, parameters_id, platform, version, message, outage, arm, lot, simulated, preview, begun_by, outcome, handoff, started_at, last_event_at, last_sequence) "
        + series
        + f"SELECT n, {token}, {guide}, {revision}, {numbers}, 'iphone', '18', '', {no}, 'engine', 0, {yes}, {no}, 'visitor', 'open', '{{}}', {moment}, {moment}, 4 FROM series"
    )
    for sequence, kind, node, key, value in (
        (1, "started", "", "", ""),
        (2, "answered", "question", "lock-screen", "unsure"),
        (3, "result", "step", "restart", "no_help"),
        (4, "handed_over", "", "", ""),
    ):
        cursor.execute(
            "INSERT INTO troubleshooter_event (visit_id, sequence, kind, node, key, value, move, move_key, propensity, shadow_move, shadow_key, next_move, next_key, unread, place, revision_id, parameters_id, at) "
            + series
            + f"SELECT n, {sequence}, '{kind}', '{node}', '{key}', '{value}', '', '', 1, '', '', '', '', {no}, {sequence - 1}, {revision}, {numbers}, {moment} FROM series"
        )


def databases(address: str) -> None:
    """Both databases on the PostgreSQL server, made new."""
    import psycopg

    name = address.rpartition("/")[2]
    with psycopg.connect(address, autocommit=True) as server:
        for site in ("portal", "rivals"):
            server.execute(f'DROP DATABASE IF EXISTS "{name}_{site}"')
            server.execute(f'CREATE DATABASE "{name}_{site}"')


if __name__ == "__main__":
    what, number = sys.argv[1:]
    if what == "databases":
        databases(number)
    else:
        django.setup()
        {"guides": guides, "steps": steps, "visits": visits}[what](int(number))
