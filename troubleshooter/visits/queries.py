"""Reading a visit: two queries, whatever the size of the guide."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from troubleshooter.content import catalogue
from troubleshooter.content.schema import StepContent
from troubleshooter.engine import Move, Parameters, believe, tested_together
from troubleshooter.models import Event, EventKind, Prepared, Visit

from .errors import GuideWithdrawn, VisitGone
from .offering import Offered, offered
from .opening import visit_opened_by
from .state import Standing, VisitState, replay
from .tokens import hash_of

# Most of an event is for others to read, and is left alone.
SAID = Prepared(
    query=lambda visit: (
        Event.objects.filter(visit=visit)
        .order_by("sequence")
        .values_list("kind", "node", "key", "value", "at")
    ),
    holes=(0,),
    raw=(4,),
)
SAYING = frozenset({EventKind.ANSWERED, EventKind.RESULT, EventKind.CHANGED})


class Said(NamedTuple):
    """Of an event, what a visit's standing is folded from, and when it was said, as the database
    has it: hardly any moment is ever looked at."""

    kind: str
    node: str
    key: str
    value: str
    at: object


@dataclass(frozen=True, kw_only=True)
class OpenVisit(Standing):
    """A visit with its revision and what it has established.

    `moments` are those in which each question and step, by node and key, was last answered, as far
    as that was read and as the database has them. `stays_at` is the step whose page follows what
    was just recorded, if it is not the next move.
    """

    visit: Visit
    moments: Mapping[tuple[str, str], object] = field(default_factory=dict)
    stays_at: str | None = None

    def said_at(self, node: str, key: str) -> datetime | None:
        """When the question or step was last answered, as far as that was read."""
        moment = self.moments.get((node, key))
        return None if moment is None else SAID.value(SAID.raw[0], moment)

    @cached_property
    def offered(self) -> Offered:
        """What the visit is offered next: by revision, parameters, evidence, arm and lot alone."""
        return offered(
            self.guide.engine,
            numbers_for(self.visit),
            self.state.evidence,
            arm=self.visit.arm,
            explore=0.0 if self.visit.preview else self.guide.content.explore,
            lot=self.visit.lot,
        )

    @property
    def move(self) -> Move:
        return self.offered.move

    def with_state(self, state: VisitState) -> "OpenVisit":
        return replace(self, state=state)


def numbers_for(visit: Visit) -> Parameters:
    """The numbers that the visit is pinned to, as they are for its device and version."""
    group = catalogue.group_of(visit.platform, visit.version)
    return catalogue.parameters(visit.parameters_id, group)


def chance_of(here: OpenVisit, step: str) -> float:
    """P(the step would fix the problem at this point, done properly), 0 to 1."""
    return believe(here.guide.engine, numbers_for(here.visit), here.state.evidence).chance(step)


def steps_in_this_test(here: OpenVisit, step: str) -> tuple[StepContent, ...]:
    """Other steps that are done but not tested, and that the test of this one tells about too."""
    keys = tested_together(here.guide.engine, here.state.evidence, step)
    return tuple(here.guide.steps[key] for key in keys)


def find_visit(guide_key: str, token: str | None, *, lock: bool = False) -> OpenVisit | None:
    """The visit that this token opens on this guide; None when there is none any more.

    With `lock` other writers to the same visit wait; it needs a transaction.
    """
    if not token:
        return None
    visit = visit_opened_by(guide_key, hash_of(token), lock=lock)
    if visit is None:
        return None
    said = _said_in(visit)
    return OpenVisit(
        visit=visit,
        guide=catalogue.for_reader(catalogue.published(visit.revision_id)),
        state=replay(said),
        moments={(one.node, one.key): one.at for one in said if one.kind in SAYING},
    )


def state_of(visit: Visit) -> VisitState:
    """What the visit has established."""
    return replay(_said_in(visit))


def _said_in(visit: Visit) -> list[Said]:
    return list(map(Said._make, SAID.rows(visit.pk)))


def require_visit(
    guide_key: str, token: str | None, *, lock: bool = False, even_withdrawn: bool = False
) -> OpenVisit:
    """The visit; raises VisitGone without one and GuideWithdrawn when the guide was taken back.

    Editors may try the draft of a guide that was taken back.
    """
    here = find_visit(guide_key, token, lock=lock)
    if here is None:
        raise VisitGone(guide_key)
    open_all_the_same = even_withdrawn or here.visit.preview
    if here.visit.guide.withdrawn and not open_all_the_same:
        raise GuideWithdrawn(guide_key)
    return here
