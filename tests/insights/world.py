"""Visits made straight as rows, for pages of the statistics: quick, and with numbers to choose."""

import secrets
from datetime import timedelta

from django.utils import timezone

from troubleshooter.models import Event, Guide, Revision, Visit

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


class Visitors:
    """Visits of the lamp guide, a year old. Each begins `days` ago and says what it is told."""

    def __init__(self, live):
        self.guide = Guide.objects.get(pk=live.guide_id)
        self.revision = live.published.revision_id
        self.parameters = live.parameters_id
        since = timezone.now() - 365 * DAY
        Revision.objects.filter(pk=self.revision).update(published_at=since)

    def come(self, times, *said, days=10, message="", **columns):
        """`said`: (node, key, value, next_move, next_key). The first page is the question of all."""
        for _ in range(times):
            self._one(said, timezone.now() - days * DAY, message, columns)

    def _one(self, said, at, message, columns):
        columns = {"platform": "desk", "version": "2", **columns}
        visit = Visit.objects.create(
            token_hash=secrets.token_bytes(32),
            guide=self.guide,
            revision_id=self.revision,
            parameters_id=self.parameters,
            started_at=at,
            last_event_at=at + len(said) * MINUTE,
            last_sequence=len(said) + 1,
            message=message,
            handoff={"note": "SECRET WORDS"},
            **columns,
        )
        rows = [("started", "", "", message, "ask", "others")]
        rows += [("answered" if s[0] == "question" else "result", *s) for s in said]
        Event.objects.bulk_create(
            Event(
                visit=visit,
                sequence=place,
                kind=kind,
                node=node,
                key=key,
                value=value,
                next_move=move,
                next_key=move_key,
                place=max(place - 2, 0),
                page_seconds=None if place == 1 else 30,
                revision_id=self.revision,
                parameters_id=self.parameters,
                at=at + (place - 1) * MINUTE,
            )
            for place, (kind, node, key, value, move, move_key) in enumerate(rows, 1)
        )


TO_PLUG = ("question", "others", "yes", "try", "plug-in")
FIXED = ("step", "plug-in", "fixed", "", "")
TO_BULB = ("step", "plug-in", "no_help", "try", "new-bulb")
TO_SUPPORT = ("step", "new-bulb", "no_help", "hand_over", "")
NOT_SURE = ("question", "others", "unsure", "try", "plug-in")
