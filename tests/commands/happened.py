"""Visits of the lamp guide as rows, so many a day, to be told of."""

import secrets
from datetime import datetime, time, timedelta

from django.utils import timezone

from troubleshooter.models import Event, Guide, Visit

MINUTE = timedelta(minutes=1)


def visits(count, day, *said, end="", at="", **columns):
    """`count` visits that begin on a day and say so much: ("new-bulb", "fixed") or, of a path,
    ("switch", None). `end` is "handed_over" or "" and `at` the step at which they left."""
    guide = Guide.objects.get(key="lamp")
    for number in range(count):
        began = datetime.combine(day, time(9), timezone.get_current_timezone())
        began += number * timedelta(seconds=1)
        events = list(_events(guide, began, said, end, at))
        visit = Visit.objects.create(
            guide=guide,
            revision=guide.live_revision,
            parameters=guide.live_parameters,
            token_hash=secrets.token_bytes(32),
            started_at=began,
            last_event_at=events[-1].at,
            last_sequence=len(events),
            outcome=_outcome(said, end),
            **{"platform": "desk", "version": "2", **columns},
        )
        for event in events:
            event.visit = visit
        Event.objects.bulk_create(events)


def _outcome(said, end):
    return "resolved" if any(value == "fixed" for _, value in said) else end or "open"


def _events(guide, began, said, end, at):
    rows = [{"kind": "started"}]
    for key, value in said:
        node, kind = ("path", "path_not_found") if value is None else ("step", "result")
        rows.append({"kind": kind, "node": node, "key": key, "value": value or ""})
    if end:
        rows.append({"kind": end})
    for place, row in enumerate(rows):
        shown = rows[place + 1].get("key", "") if place + 1 < len(rows) else at
        yield Event(
            **row,
            sequence=place + 1,
            place=max(place - 1, 0),
            next_move="try" if shown else "",
            next_key=shown,
            page_seconds=None if place == 0 else 60,
            at=began + place * MINUTE,
            revision=guide.live_revision,
            parameters=guide.live_parameters,
        )
