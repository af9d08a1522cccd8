"""The one deviation that a guide may allow itself, to learn more: the second best step first."""

from troubleshooter.engine.evidence import Evidence
from troubleshooter.engine.guide import Guide
from troubleshooter.engine.move import Move, MoveKind, next_move, try_step
from troubleshooter.engine.numbers import StepNumbers
from troubleshooter.engine.offers import Bundle, Offer
from troubleshooter.engine.parameters import Parameters
from troubleshooter.engine.plan import score_all
from troubleshooter.engine.situation import Situation, size_up

# A step that promises less than this part of the best one's chance per minute is no equal of it.
NEARLY_AS_GOOD = 0.7


def swapped_move(guide: Guide, parameters: Parameters, evidence: Evidence) -> Move | None:
    """The second best step in place of the best; None where the two may not change places.

    They may only where both could be tried at once and by themselves, neither is risky or pinned,
    and the second promises at least 70 % of the best one's chance per minute.
    """
    move = next_move(guide, parameters, evidence)
    if move.kind is not MoveKind.TRY or move.postpone:
        return None
    here = size_up(guide, parameters, evidence)
    ranked = _ranked(here)
    best = next((score for score, step in ranked if here.numbers.steps[step].key == move.key), None)
    if best is None:
        return None
    others = [(score, step) for score, step in ranked if here.numbers.steps[step].key != move.key]
    score, second = max(others, key=lambda pair: (pair[0], -pair[1]), default=(0.0, -1))
    return try_step(here, second) if score >= NEARLY_AS_GOOD * best and score > 0.0 else None


def _ranked(here: Situation) -> list[tuple[float, int]]:
    """Chance per minute, and position, of every step that may change places; none while waiting."""
    if here.waiting:
        return []
    scores = score_all(here.belief.weights, here.menu)
    pairs = zip(scores, here.menu.offers, strict=True)
    return [(score, offer.chain[0]) for score, offer in pairs if _free(here, offer)]


def _free(here: Situation, offer: Offer) -> bool:
    step: StepNumbers = here.numbers.steps[offer.chain[0]]
    alone = len(offer.chain) == 1 and offer.bundle is Bundle.NONE
    return alone and not step.risky and not step.pinned
