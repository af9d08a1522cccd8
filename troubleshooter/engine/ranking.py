"""All steps as the engine compares them under some evidence, and why one cannot be next."""

from dataclasses import dataclass
from enum import StrEnum

from troubleshooter.engine.belief import chance, excess, gain
from troubleshooter.engine.evidence import Evidence
from troubleshooter.engine.guide import Guide, StepKind
from troubleshooter.engine.offers import Bundle, Offer
from troubleshooter.engine.parameters import Parameters
from troubleshooter.engine.situation import Situation, size_up


class Standing(StrEnum):
    """Whether a step can be next, and if not, why."""

    OPEN = "it can be next"
    WAITING = "it is under way: what came of it is not known yet"
    REQUIRES = "other steps come first"
    SETTLED = "it is done or declined"
    SAFEGUARD = "it is offered for the sake of a step that requires it"
    WORKAROUND = "it comes once no fix is left"
    HELPLESS = "it clears nothing that can be left"
    TOO_LONG = "it takes as long as support"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranked:
    """A step. `chance` (0..1) that it ends the problem now and `minutes` that it counts, its test
    included, are for somebody who does it properly; `ratio` is what steps are compared by, chance
    per minute with those who turn it down and all that comes `before` it (open steps, in order)."""

    step: str
    chance: float
    minutes: float
    ratio: float
    standing: Standing
    before: tuple[str, ...] = ()


def rank_steps(guide: Guide, parameters: Parameters, evidence: Evidence) -> tuple[Ranked, ...]:
    """Every step of the guide, the best chance per minute first, the editor's order among equals.

    Where a search is made (see `search`), it also weighs what comes after, so that the first of
    these is nearly always, but not always, the next step.
    """
    here = size_up(guide, parameters, evidence)
    offers = {o.chain[-1]: o for o in here.menu.offers if o.bundle is Bundle.NONE}
    ranked = [_ranked(here, place, offers.get(place)) for place in range(len(here.numbers.steps))]
    return tuple(sorted(ranked, key=lambda one: (one.standing not in COMPARED, -one.ratio)))


COMPARED = frozenset({Standing.OPEN, Standing.WAITING, Standing.REQUIRES})


def _ranked(here: Situation, place: int, offer: Offer | None) -> Ranked:
    step, weights = here.numbers.steps[place], here.belief.weights
    settled = place in here.settled
    ratio = 0.0
    if offer is not None:
        cost = max(offer.cost, here.numbers.free)
        ratio = min(1.0, gain(weights, offer.effects) / excess(weights)) / cost
    before = offer.chain[:-1] if offer is not None else ()
    return Ranked(
        step=step.key,
        chance=0.0 if settled else chance(weights, step.effects),
        minutes=step.minutes + step.check_minutes,
        ratio=ratio,
        standing=_standing(here, place, offer),
        before=tuple(here.numbers.steps[one].key for one in before),
    )


def _standing(here: Situation, place: int, offer: Offer | None) -> Standing:
    step = here.numbers.steps[place]
    if place in here.settled:
        return Standing.SETTLED
    if place in here.waiting:
        return Standing.WAITING
    if step.kind == StepKind.SAFETY:
        return Standing.SAFEGUARD
    if step.kind == StepKind.WORKAROUND:
        return Standing.WORKAROUND
    if chance(here.belief.weights, step.effects) <= 0.0 or offer is None:
        return Standing.HELPLESS
    if not offer.pays:
        return Standing.TOO_LONG
    return Standing.REQUIRES if len(offer.chain) > 1 else Standing.OPEN
