"""The one deviation that a guide may allow itself, to learn more: the second best step first."""

from collections.abc import Iterable

from troubleshooter.engine.evidence import Evidence
from troubleshooter.engine.guide import Guide
from troubleshooter.engine.move import Move, MoveKind, next_move, try_step
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
    ranked = list(zip(score_all(here.belief.weights, here.menu), here.menu.offers, strict=True))
    best = _best(each for each in ranked if _key(here, each[1]) == move.key)
    second = _best(each for each in ranked if _key(here, each[1]) != move.key)
    if best is None or second is None or second[0] < NEARLY_AS_GOOD * best[0] or here.waiting:
        return None
    free = second[0] > 0.0 and _free(here, best[1]) and _free(here, second[1])
    return try_step(here, second[1].chain[0]) if free else None


def _best(scored: Iterable[tuple[float, Offer]]) -> tuple[float, Offer] | None:
    """The offer with the greatest chance per minute, the editor's first of equals."""
    return max(scored, key=lambda each: each[0], default=None)


def _key(here: Situation, offer: Offer) -> str:
    return here.numbers.steps[offer.chain[0]].key


def _free(here: Situation, offer: Offer) -> bool:
    step = here.numbers.steps[offer.chain[0]]
    alone = len(offer.chain) == 1 and offer.bundle is Bundle.NONE
    return alone and not step.risky and not step.pinned
