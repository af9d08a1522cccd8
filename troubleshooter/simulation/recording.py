"""Simulated visits as rows, the same that the services write, marked as simulated."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from troubleshooter.content.catalogue import LiveGuide
from troubleshooter.models import Visit

from .person import Person
from .policies import ARMS, PolicyName
from .rows import Columns, insert_events, row_of
from .walk import Said, Walked

BATCH = 1000  # visits; each has some ten events
HASH_BYTES = 32
# Visits end evenly spread over so many days before the recording, if nothing else is asked for.
DAYS = 28


class Recorder:
    """Writes visits in batches; `close` writes the rest. `visits` is how many people will come, in
    the `days` before `now`."""

    def __init__(self, live: LiveGuide, *, now: datetime, visits: int, days: int = DAYS) -> None:
        self.live, self.now, self.visits, self.days = live, now, visits, days
        self.waiting: list[tuple[Visit, tuple[Said, ...]]] = []
        self.seen = 0
        self.recorded = 0

    def see(self, person: Person, walks: Mapping[PolicyName, Walked]) -> None:
        """Take one person's visits; both end at the same time."""
        self.seen += 1
        until_now = timedelta(days=self.days) * (self.visits - self.seen) / max(self.visits, 1)
        for name, walked in walks.items():
            visit = self._visit(person, name, walked, self.now - until_now)
            self.waiting.append((visit, walked.said))
        if len(self.waiting) >= BATCH:
            self.close()

    def close(self) -> None:
        """Write what is waiting, all or nothing."""
        with transaction.atomic():
            Visit.objects.bulk_create([visit for visit, _ in self.waiting])
            insert_events(row for visit, said in self.waiting for row in _events(visit, said))
        self.recorded += len(self.waiting)
        self.waiting = []

    def _visit(self, person: Person, name: PolicyName, walked: Walked, ended: datetime) -> Visit:
        """The visit as it stands after its last event; not saved."""
        started = ended - timedelta(minutes=walked.hands_on + walked.waiting)
        last = walked.said[-1].minutes if walked.said else 0.0
        return Visit(
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
            last_event_at=started + timedelta(minutes=last),
            last_sequence=len(walked.said),
        )


def _events(visit: Visit, said: tuple[Said, ...]) -> Iterator[Columns]:
    for sequence, one in enumerate(said, start=1):
        at = visit.started_at + timedelta(minutes=one.minutes)
        yield row_of(visit, sequence, at, one.page_seconds, one.told.columns)
