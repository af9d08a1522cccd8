"""In which order to try what is left, and how many minutes that is expected to take.

Source: probability over cost, Kadane & Simon 1977; updating as if each step had failed and the
call to support as one more action, Heckerman et al. 1995, Jensen et al. 2001.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, expm1, log1p

from troubleshooter.engine.belief import Belief, log_cleared, log_total, weigh_failure
from troubleshooter.engine.menu import Menu, Offer, join

# Scores and minutes that differ by less than this part are a tie, so that rounding decides nothing.
TIE = 1e-9
# No cost counts as less, so that what is free comes first and is still compared.
FREE = 1e-9
# An offer whose every step has been tried, and its score.
NOTHING_LEFT = Offer(chain=(), cost=0.0, effects=())
GONE = -1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Every step (position) that can still be tried, best first, and where to stop.

    `broken` is P(the problem is still there) before each step and, last, after them all; `minutes`
    what is expected to go by until the problem is fixed or support has it, if the first `stop`
    steps are tried: the least over all stopping points.
    """

    order: tuple[int, ...]
    broken: tuple[float, ...]
    stop: int
    minutes: float


def make_plan(belief: Belief, menu: Menu) -> Plan:
    """The greedy plan under a belief: the best chance per minute first, again and again.

    Costs O(steps * (steps + steps that share a cause)).
    """
    order, broken = _walk(belief.weights, menu)
    costs = [menu.numbers.steps[step].cost for step in order]
    stop, minutes = best_stop(costs, broken, menu.numbers.support_minutes)
    return Plan(order=tuple(order), broken=tuple(broken), stop=stop, minutes=minutes)


def best_stop(
    costs: Sequence[float], broken: Sequence[float], support_minutes: float
) -> tuple[int, float]:
    """After how many steps it is best to hand over, and the expected minutes of doing so."""
    spent, stop, least = 0.0, 0, support_minutes
    for tried, cost in enumerate(costs, start=1):
        spent += cost * broken[tried - 1]
        minutes = spent + support_minutes * broken[tried]
        if minutes < least * (1.0 - TIE):
            stop, least = tried, minutes
    return stop, least


def best_offer(belief: Belief, menu: Menu) -> Offer | None:
    """The offer with the best chance per minute; None if nothing that is left can help."""
    scores, _ = _score_all(belief.weights, menu)
    place = _pick(scores, menu.numbers.tie_band)
    return None if place is None or scores[place] <= 0.0 else menu.offers[place]


def _walk(weights: Sequence[float], menu: Menu) -> tuple[list[int], list[float]]:
    """The order of all steps left, and P(still broken) before each and after the last."""
    offers, left = list(menu.offers), list(weights)
    scores, total = _score_all(left, menu)
    order, broken, cleared = [], [1.0], 0.0
    while (place := _pick(scores, menu.numbers.tie_band)) is not None:
        step = offers[place].chain[0]
        effects = menu.numbers.steps[step].proposed
        cleared += log_cleared(left, effects)
        order.append(step)
        broken.append(max(0.0, expm1(cleared - total) / expm1(-total)))
        weigh_failure(left, effects)
        for other in _affected(menu, offers, step):
            scores[other] = _score(offers[other], left, total)
    return order, broken


def _affected(menu: Menu, offers: list[Offer], step: int) -> set[int]:
    """Strike a step that is done from its offers; the places of all whose worth has changed."""
    for place in menu.containing[step]:
        rest = tuple(each for each in offers[place].chain if each != step)
        offers[place] = join(menu.numbers, rest) if rest else NOTHING_LEFT
    causes = (cause for cause, _ in menu.numbers.steps[step].proposed)
    return {place for cause in causes for place in menu.acting_on[cause]}.union(
        menu.containing[step]
    )


def _score_all(weights: Sequence[float], menu: Menu) -> tuple[list[float], float]:
    total = log_total(weights)
    return [_score(offer, weights, total) for offer in menu.offers], total


def _score(offer: Offer, weights: Sequence[float], total: float) -> float:
    """Chance per minute, in a unit that is the same for all offers of one walk; or `GONE`."""
    if not offer.chain:
        return GONE
    cleared = 0.0
    for cause, effect in offer.effects:
        cleared += log1p(weights[cause] * effect)
    return exp(cleared - total) * -expm1(-cleared) / max(offer.cost, FREE)


def _pick(scores: Sequence[float], tie_band: float) -> int | None:
    """The editor's earliest of the scores within the tie band of the best; None if all are gone."""
    best = max(scores, default=GONE)
    if best == GONE:
        return None
    if best <= 0.0:
        return scores.index(best)
    least = best * (1.0 - TIE) * (1.0 - tie_band)
    return next(place for place, score in enumerate(scores) if 0.0 < score >= least)
