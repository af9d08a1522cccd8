"""A year of visits as rows, straight into the tables: 4 revisions, 2 platforms with 4 versions each,
20 steps, 5 questions."""

import json
import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from troubleshooter.content.importing import import_guide
from troubleshooter.content.publishing import publish
from troubleshooter.content.schema import GuideContent
from troubleshooter.models import Event, Guide, Revision, Visit

STEPS, QUESTIONS, CAUSES, REVISIONS = 20, 5, 8, 4
DEVICES = [
    (platform, f"{version}") for platform in ("phone", "tablet") for version in range(15, 19)
]
SHAPES = 4_000
AT_ONCE = 20_000
YEAR = 365


@dataclass(frozen=True, kw_only=True)
class Said:
    """One event of a shape: its columns, and the seconds since the visit began."""

    after: float
    columns: tuple


@dataclass(frozen=True, kw_only=True)
class Setting:
    guide: int
    revisions: list[int]
    parameters: int
    until: datetime


def content(edition: int = REVISIONS) -> GuideContent:
    causes = [{"key": f"cause-{n}", "name": f"Cause {n}", "share": 0.2} for n in range(CAUSES)]
    options = [{"key": key, "label": key, "usual": 0.5} for key in ("yes", "no")]
    questions = [
        {"key": f"question-{n}", "text": f"Question {n}", "minutes": 1, "options": options}
        for n in range(QUESTIONS)
    ]
    steps = [
        {
            "key": f"step-{n}",
            "title": f"Step {n}",
            "instructions": "Do it.",
            "minutes": 2,
            "disruption": 1,
            "check": "It works.",
            "fixes": {f"cause-{n % CAUSES}": 0.6},
        }
        for n in range(STEPS)
    ]
    platforms = [
        {"key": key, "name": key, "versions": [v for p, v in DEVICES if p == key]}
        for key in ("phone", "tablet")
    ]
    return GuideContent.model_validate(
        {
            "format": 1,
            "key": "bench",
            "title": "Bench",
            "summary": f"Bench, edition {edition}.",
            "language": "en",
            "support_minutes": 60,
            "platforms": platforms,
            "causes": causes,
            "questions": questions,
            "steps": steps,
        }
    )


def setting() -> Setting:
    """The guide, live in its last revision; each went live when its first visits begin."""
    guide, until = import_guide(content()).guide, datetime.now(UTC) - timedelta(hours=1)
    return Setting(
        guide=guide.pk,
        revisions=list(_published(guide, until - timedelta(days=YEAR))),
        parameters=guide.live_parameters_id,
        until=until,
    )


def _published(guide: Guide, since: datetime) -> Iterator[int]:
    for number in range(REVISIONS):
        revision = publish(guide, content=content(number + 1)).revision
        at = since + timedelta(days=YEAR) * number / REVISIONS
        Revision.objects.filter(pk=revision.pk).update(published_at=at)
        yield revision.pk


def fill(where: Setting, visits: int, seed: int) -> int:
    """Add so many visits, spread evenly over the year before; gives the number of events."""
    rnd = random.Random(seed)
    shapes = [list(shape(rnd)) for _ in range(SHAPES)]
    events = 0
    for first in range(0, visits, AT_ONCE):
        count = min(AT_ONCE, visits - first)
        with transaction.atomic():
            events += _some(where, shapes, rnd, first, count, visits)
    return events


def shape(rnd: random.Random) -> Iterator[Said]:
    """What one visitor says: two or three questions, then steps until one works, or support."""
    pages = [("ask", f"question-{n}") for n in rnd.sample(range(QUESTIONS), rnd.randint(1, 3))]
    order = sorted(range(STEPS), key=lambda n: n * rnd.uniform(0.8, 1.25))
    pages += [("try", f"step-{n}") for n in order[: min(9, 1 + int(rnd.expovariate(0.35)))]]
    after, fixed = 0.0, rnd.random() < 0.6
    left = not fixed and rnd.random() < 0.6
    yield Said(after=0.0, columns=event("started", "", "", "", 0, pages[0]))
    for place, (move, key) in enumerate(pages):
        after += min(rnd.lognormvariate(4.4, 0.9), 80_000)
        last = place + 1 == len(pages)
        then = ("", "") if last and fixed else ("hand_over", "") if last else pages[place + 1]
        if left and last:
            return
        if move == "ask":
            yield Said(
                after=after,
                columns=event("answered", "question", key, rnd.choice(["yes", "no"]), place, then),
            )
        else:
            usual = rnd.choices(["no_help", "could_not", "not_found", "waiting"], [8, 1, 1, 1])[0]
            value = "fixed" if last and fixed else usual
            yield Said(after=after, columns=event("result", "step", key, value, place, then, rnd))
    if not fixed:
        yield Said(after=after + 60, columns=event("handed_over", "", "", "", len(pages), ("", "")))


def event(kind, node, key, value, place, then, rnd=None) -> tuple:
    weights = [rnd.random() for _ in range(CAUSES)] if rnd else None
    believed = json.dumps([round(1000 * w / sum(weights)) for w in weights]) if weights else None
    return (kind, node, key, value, place, *then, believed)


VISIT = (
    *("token_hash", "guide_id", "revision_id", "parameters_id", "platform", "version", "message"),
    *("outage", "arm", "lot", "simulated", "preview", "begun_by", "outcome", "handoff"),
    *("started_at", "last_event_at", "last_sequence"),
)
EVENT = (
    *("visit_id", "sequence", "kind", "node", "key", "value", "place", "next_move", "next_key"),
    *("believed", "page_seconds", "revision_id", "parameters_id", "at"),
    *("move", "move_key", "propensity", "shadow_move", "shadow_key", "unread"),
)


def _some(where, shapes, rnd, first, count, of) -> int:
    start = where.until - timedelta(days=YEAR)
    step = timedelta(days=YEAR) / of
    moment = connection.ops.adapt_datetimefield_value
    visits, told = [], []
    for number in range(first, first + count):
        began = start + step * number
        revision = where.revisions[min(REVISIONS - 1, number * REVISIONS // of)]
        platform, version = rnd.choices(DEVICES, [9, 7, 5, 3, 5, 4, 2, 1])[0]
        said = rnd.choice(shapes)
        seen, outage = [s for s in said if began + timedelta(seconds=s.after) <= where.until], False
        if rnd.random() < 0.02:
            outage = True
        begun_by = "staff" if rnd.random() < 0.01 else "visitor"
        last = began + timedelta(seconds=seen[-1].after)
        visits.append((
            secrets.token_bytes(32), where.guide, revision, where.parameters, platform, version, "",
            outage, "engine", 0, False, False, begun_by, "open", "{}", moment(began), moment(last), len(seen),
        ))  # fmt: skip
        seconds = 0.2 if rnd.random() < 0.03 else 9.0
        told.append((began, revision, seen, seconds))
    first_pk = (Visit.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    _copy(
        Visit._meta.db_table, ("id", *VISIT), [(first_pk + n, *row) for n, row in enumerate(visits)]
    )
    rows = []
    for n, (began, revision, seen, seconds) in enumerate(told):
        for sequence, one in enumerate(seen, start=1):
            kind, node, key, value, place, move, next_key, believed = one.columns
            rows.append((
                first_pk + n, sequence, kind, node, key, value, place, move, next_key, believed, seconds,
                revision, where.parameters, moment(began + timedelta(seconds=one.after)),
                "", "", 1.0, "", "", False,
            ))  # fmt: skip
    _copy(Event._meta.db_table, EVENT, rows)
    return len(rows)


def _copy(table: str, columns: tuple[str, ...], rows: list[tuple]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as into:
                for row in rows:
                    into.write_row(row)
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
