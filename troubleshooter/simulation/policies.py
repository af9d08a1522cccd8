"""The orders that are compared: the engine's, and the editor's with the same rule for stopping."""

from collections.abc import Callable
from enum import StrEnum

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.engine import Parameters, editors_move
from troubleshooter.models import Arm
from troubleshooter.visits.offering import Offered, offered
from troubleshooter.visits.state import VisitState

# A state takes about four kilobytes; what a run meets most often is met early.
KEPT_STATES = 50_000

Given = frozenset[tuple[tuple[str, str], str]]
Policy = Callable[[VisitState], Offered]
"""What a visit in this state is offered."""


class PolicyName(StrEnum):
    """Whose order a simulated person meets."""

    ENGINE = "engine"
    FILE_ORDER = "file-order"


ARMS = {PolicyName.ENGINE: Arm.ENGINE, PolicyName.FILE_ORDER: Arm.HOLD_OUT}


class Policies:
    """What is offered under each order, kept by evidence as long as there is room.

    With `for_events` the file's order says as well what the engine would have offered in its place,
    as events do. That takes the engine's time too.
    """

    def __init__(self, guide: PublishedGuide, parameters: Parameters, *, for_events: bool) -> None:
        self.guide, self.for_events = guide, for_events
        self.parameters = {g: parameters.for_group(g) for g in ("", *parameters.shares_by_group)}
        self.kept: dict[tuple[PolicyName, str, Given], Offered] = {}

    def of(self, name: PolicyName, lot: int, group: str = "") -> Policy:
        """The order of this name, for a visit with this lot and of this group."""
        group = group if group in self.parameters else ""
        exploring = self.guide.content.explore > 0.0 and name is PolicyName.ENGINE

        def policy(state: VisitState) -> Offered:
            if exploring:  # what is offered hangs on the lot as well
                return self._decided(name, state, lot, group)
            key = (name, group, frozenset(state.given.items()))
            found = self.kept.get(key)
            if found is None:
                found = self._decided(name, state, lot, group)
                if len(self.kept) < KEPT_STATES:
                    self.kept[key] = found
            return found

        return policy

    def _decided(self, name: PolicyName, state: VisitState, lot: int, group: str) -> Offered:
        guide, parameters, evidence = self.guide.engine, self.parameters[group], state.evidence
        if name is PolicyName.FILE_ORDER and not self.for_events:
            return Offered(move=editors_move(guide, parameters, evidence))
        return offered(
            guide,
            parameters,
            evidence,
            arm=ARMS[name],
            explore=self.guide.content.explore,
            lot=lot,
        )
