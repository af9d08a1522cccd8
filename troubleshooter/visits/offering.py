"""What a visit is offered: the engine's move, or the editors' where the visit is for comparison.

Whose order a visit follows is drawn once, when it starts, and every later draw is made from its
lot: what it is offered stays a pure function of revision, parameters, evidence, arm and lot.
"""

from dataclasses import dataclass
from hashlib import blake2b

from troubleshooter.content.schema import GuideContent
from troubleshooter.engine import (
    Evidence,
    Guide,
    Move,
    Parameters,
    editors_move,
    next_move,
    swapped_move,
)
from troubleshooter.models import Arm

# An exploring visit may swap its two best steps at one of these: after none, one, two … steps.
PLACES = 4


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What is offered, with which probability (0..1) it was this, and the engine's own move where
    another is offered in its place."""

    move: Move
    propensity: float = 1.0
    in_place_of: Move | None = None


def drawn_arm(content: GuideContent, lot: int) -> Arm:
    """Whose order a visit with this lot follows."""
    if content.shadow:
        return Arm.SHADOW
    return Arm.HOLD_OUT if draw(lot, "arm") < content.hold_out else Arm.ENGINE


def previewed_arm(content: GuideContent) -> Arm:
    """The order that most visitors meet: nothing is drawn for an editor who tries a draft."""
    return Arm.SHADOW if content.shadow else Arm.ENGINE


def offered(
    guide: Guide,
    parameters: Parameters,
    evidence: Evidence,
    *,
    arm: str = Arm.ENGINE,
    explore: float = 0.0,
    lot: int = 0,
) -> Offered:
    """What a visit is offered under this evidence."""
    move = next_move(guide, parameters, evidence)
    if arm != Arm.ENGINE:
        return Offered(move=editors_move(guide, parameters, evidence), in_place_of=move)
    place = len(evidence.steps)
    if not explore or place >= PLACES:
        return Offered(move=move)
    swapped = swapped_move(guide, parameters, evidence)
    if swapped is None:
        return Offered(move=move)
    chance = explore / PLACES
    if place == swapping_place(lot, explore):
        return Offered(move=swapped, propensity=chance, in_place_of=move)
    return Offered(move=move, propensity=1.0 - chance)


def swapping_place(lot: int, explore: float) -> int | None:
    """After how many steps a visit with this lot swaps two, if there are two; None: it never does.
    Nothing else that is offered hangs on the lot."""
    return int(draw(lot, "place") * PLACES) if draw(lot, "explore") < explore else None


def draw(lot: int, purpose: str) -> float:
    """A number from 0 up to 1, always the same for one lot and purpose: a keyed hash."""
    digest = blake2b(purpose.encode(), digest_size=8, key=lot.to_bytes(8, "big")).digest()
    return int.from_bytes(digest, "big") / 2.0**64
