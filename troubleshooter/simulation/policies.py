"""The orders that are compared: the engine's, and the editor's with the same rule for stopping."""

from enum import StrEnum

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.engine import Parameters, editors_move
from troubleshooter.models import Arm
from troubleshooter.visits.offering import Offered, offered, swapping_place
from troubleshooter.visits.state import VisitState

from .moments import Room, Way

# By both orders. A moment takes some kilobytes; what a run meets most often is met early.
KEPT_MOMENTS = 50_000


class PolicyName(StrEnum):
    """Whose order a simulated person meets."""

    ENGINE = "engine"
    FILE_ORDER = "file-order"


ARMS = {PolicyName.ENGINE: Arm.ENGINE, PolicyName.FILE_ORDER: Arm.HOLD_OUT}


class Policies:
    """The ways of both orders, kept for all visits that meet the same.

    With `for_events` the file's order says as well what the engine would have offered in its place,
    as events do. That takes the engine's time too.
    """

    def __init__(self, guide: PublishedGuide, parameters: Parameters, *, for_events: bool) -> None:
        self.guide, self.for_events = guide, for_events
        self.parameters = {g: parameters.for_group(g) for g in ("", *parameters.shares_by_group)}
        self.room = Room(left=KEPT_MOMENTS)
        self.ways: dict[tuple[PolicyName, str, int | None], Way] = {}

    def of(self, name: PolicyName, lot: int, group: str = "") -> Way:
        """The order of this name, for a visit with this lot and of this group."""
        group = group if group in self.parameters else ""
        swapping = swapping_place(lot, self.guide.content.explore)
        key = (name, group, swapping if name is PolicyName.ENGINE else None)
        if key not in self.ways:
            self.ways[key] = self._way(name, lot, group)
        return self.ways[key]

    def _way(self, name: PolicyName, lot: int, group: str) -> Way:
        """`lot` is that of any visit that goes this way."""
        return Way(
            self.guide,
            lambda state: self._decided(name, state, lot, group),
            numbers=self.parameters[group],
            for_events=self.for_events,
            room=self.room,
        )

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
