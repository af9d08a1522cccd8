"""The visits of the made-up year as rows: when each began, which edition it met, and who it was."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from troubleshooter.models import BegunBy, EventKind, Outcome, Revision, Visit
from troubleshooter.simulation.person import Person
from troubleshooter.simulation.policies import ARMS, PolicyName
from troubleshooter.simulation.recording import HASH_BYTES
from troubleshooter.simulation.rows import SHARED_FIELDS, Columns, insert_events, row_of
from troubleshooter.simulation.walk import Said, Walked

from .people import YearPlan
from .year import FLOOD, OUTAGE

BATCH = 1000
UNREAD = [field.name for field in SHARED_FIELDS].index("unread")
# A machine answers faster than anybody reads, and fetches no page.
MACHINE_SECONDS = 0.3


class Role(StrEnum):
    """Who makes a visit."""

    STAFF = "staff"
    MACHINE = "machine"
    FLOOD = "flood"
    VISITOR = "visitor"


# Shares of all visits, and on the one day of the flood.
STAFF, MACHINES, FLOOD_ON_ITS_DAY = 0.012, 0.03, 0.65


@dataclass(frozen=True, kw_only=True)
class Live:
    """A revision with its numbers, live from so many days ago until the next one."""

    ago: int
    revision: Revision
    parameters_id: int


class Diary:
    """Writes visits in batches, as they come; `close` writes the rest."""

    def __init__(self, plan: YearPlan, lives: Sequence[Live]) -> None:
        self.plan, self.lives, self.now = plan, lives, plan.year.now
        self.waiting: list[tuple[Visit, Role, list[Said]]] = []

    def add(self, person: Person, walked: Walked) -> None:
        """What somebody has not said by now is still to come, and is left out."""
        visit, role = self._visit(person), _role(person, self._ago(person))
        said = [
            one
            for at, one in enumerate(walked.said)
            if visit.started_at + _after(role, at, one) <= self.now
        ]
        visit.begun_by, visit.outcome = _begun_by(role), _outcome(walked, said)
        visit.last_sequence = len(said)
        visit.last_event_at = visit.started_at + _after(role, len(said) - 1, said[-1])
        self.waiting.append((visit, role, said))
        if len(self.waiting) >= BATCH:
            self.close()

    def close(self) -> None:
        Visit.objects.bulk_create([visit for visit, _, _ in self.waiting])
        insert_events(row for waiting in self.waiting for row in _rows(*waiting))
        self.waiting = []

    def _visit(self, person: Person) -> Visit:
        began, ago = self.plan.begins(person.luck.person), self._ago(person)
        live = next(one for one in reversed(self.lives) if one.ago >= ago)
        return Visit(
            token_hash=secrets.token_bytes(HASH_BYTES),
            guide_id=live.revision.guide_id,
            revision_id=live.revision.pk,
            parameters_id=live.parameters_id,
            platform=person.device.platform,
            version=person.device.version,
            outage=self.plan.truth_of_day is not None and ago in OUTAGE,
            arm=ARMS[PolicyName.ENGINE],
            lot=person.luck.lot(),
            simulated=True,
            started_at=began,
        )

    def _ago(self, person: Person) -> int:
        return self.plan.year.ago(self.plan.begins(person.luck.person))


def _role(person: Person, ago: int) -> Role:
    drawn = person.luck.uniform("role")
    if ago == FLOOD and drawn >= 1.0 - FLOOD_ON_ITS_DAY:
        return Role.FLOOD
    if drawn < STAFF:
        return Role.STAFF
    return Role.MACHINE if drawn < STAFF + MACHINES else Role.VISITOR


def _begun_by(role: Role) -> BegunBy:
    """Of a machine nobody knows it when it begins."""
    return BegunBy.VISITOR if role is Role.MACHINE else BegunBy(role.value)


def _outcome(walked: Walked, said: Sequence[Said]) -> Outcome:
    """Where the visit stands now; its end may be still to come."""
    if len(said) == len(walked.said):
        return walked.outcome
    handed_over = any(one.entry.kind == EventKind.HANDED_OVER for one in said)
    return Outcome.HANDED_OVER if handed_over else Outcome.OPEN


def _after(role: Role, at: int, one: Said) -> timedelta:
    """How long after its start the visit says its number `at`."""
    if role is Role.MACHINE:
        return timedelta(seconds=MACHINE_SECONDS * at)
    return timedelta(minutes=one.minutes)


def _rows(visit: Visit, role: Role, said: Sequence[Said]) -> Iterator[Columns]:
    for at, one in enumerate(said):
        seconds, columns = one.page_seconds, one.told.columns
        if role is Role.MACHINE and at:
            seconds, columns = None, (*columns[:UNREAD], True, *columns[UNREAD + 1 :])
        moment = visit.started_at + _after(role, at, one)
        yield row_of(visit, at + 1, moment, seconds, columns)
