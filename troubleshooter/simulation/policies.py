"""The orders that are compared: the engine's, and the editor's with the same rule for stopping."""

from collections.abc import Callable
from enum import StrEnum

from troubleshooter import engine
from troubleshooter.engine import Evidence, Move, Parameters
from troubleshooter.models import Arm
from troubleshooter.visits.state import VisitState

# A state takes about a kilobyte; what a run meets most often is met early.
KEPT_STATES = 200_000

Policy = Callable[[VisitState], Move]


class PolicyName(StrEnum):
    """Whose order a simulated person meets."""

    ENGINE = "engine"
    FILE_ORDER = "file-order"


ARMS = {PolicyName.ENGINE: Arm.ENGINE, PolicyName.FILE_ORDER: Arm.HOLD_OUT}
DECISIONS: dict[PolicyName, Callable[[engine.Guide, Parameters, Evidence], Move]] = {
    PolicyName.ENGINE: engine.next_move,
    PolicyName.FILE_ORDER: engine.editors_move,
}


def policy(name: PolicyName, guide: engine.Guide, parameters: Parameters) -> Policy:
    """The policy of this name, which remembers its moves."""
    decide, kept = DECISIONS[name], dict[frozenset[tuple[tuple[str, str], str]], Move]()

    def move(state: VisitState) -> Move:
        given = frozenset(state.given.items())
        found = kept.get(given)
        if found is None:
            found = decide(guide, parameters, state.evidence)
            if len(kept) < KEPT_STATES:
                kept[given] = found
        return found

    return move
