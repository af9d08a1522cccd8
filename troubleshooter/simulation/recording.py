"""Simulated visits as rows, the same that the services write, marked as simulated."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from troubleshooter.content.catalogue import LiveGuide
from troubleshooter.models import Event, EventKind, Visit
from troubleshooter.visits.recording import event_of

from .person import Person
from .policies import ARMS, PolicyName
from .walk import Said, Walked

BATCH = 500  # visits; each has some ten events
HASH_BYTES = 32
# Visits end evenly spread over so many days before the recording.
DAYS = 28


class Recorder:
    """Writes visits in batches; `close` writes the rest. `visits` is how many people will come."""

    def __init__(self, live: LiveGuide, *, now: datetime, visits: int) -> None:
        self.live, self.now, self.visits = live, now, visits
        self.rows: list[tuple[Visit, list[Event]]] = []
        self.seen = 0
        self.recorded = 0

    def see(self, person: Person, walks: Mapping[PolicyName, Walked]) -> None:
        """Take one person's visits; both end at the same time."""
        self.seen += 1
        until_now = timedelta(days=DAYS) * (self.visits - self.seen) / max(self.visits, 1)
        for name, walked in walks.items():
            self.rows.append(self._rows(person, name, walked, self.now - until_now))
        if len(self.rows) >= BATCH:
            self.close()

    def close(self) -> None:
        """Write what is waiting, all or nothing."""
        with transaction.atomic():
            Visit.objects.bulk_create([visit for visit, _ in self.rows])
            Event.objects.bulk_create([event for _, events in self.rows for event in events])
        self.recorded += len(self.rows)
        self.rows = []

    def _rows(
        self, person: Person, name: PolicyName, walked: Walked, ended: datetime
    ) -> tuple[Visit, list[Event]]:
        """The visit as it stands after its last event, and its events; none of them saved."""
        started = ended - timedelta(minutes=walked.hands_on + walked.waiting)
        visit = Visit(
            token_hash=secrets.token_bytes(HASH_BYTES),  # no token has it, so nobody can open it
            guide_id=self.live.guide_id,
            revision_id=self.live.published.revision_id,
            parameters_id=self.live.parameters_id,
            platform=person.device.platform,
            version=person.device.version,
            arm=ARMS[name],
            lot=person.luck.lot(),
            simulated=True,
            outcome=walked.outcome,
            started_at=started,
            last_event_at=started,
        )
        events = []
        for said in walked.said:
            at = started + timedelta(minutes=said.minutes)
            events.append(_event(visit, said, at))
            visit.last_sequence, visit.last_event_at = len(events), at
        return visit, events


def _event(visit: Visit, said: Said, at: datetime) -> Event:
    event = event_of(visit, said.entry, said.offered, place=said.place, at=at)
    if event.kind == EventKind.DIAGNOSED:  # by support, who is not offered anything
        event.move = event.move_key = event.shadow_move = event.shadow_key = ""
        event.propensity = 1.0
    return event
