"""In which order to try what is left, and how many minutes that is expected to take.

Source: probability over cost, Kadane & Simon 1977; updating as if each step had failed and the
call to support as one more action, Heckerman et al. 1995, Jensen et al. 2001.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ulp

from troubleshooter.engine.belief import Belief, excess, gain, weigh, weigh_failure
from troubleshooter.engine.menu import Menu
from troubleshooter.engine.offers import NOTHING_LEFT, Bundle, Offer, join

# Scores and minutes that differ by less than this part are a tie, so that rounding decides nothing.
TIE = 1e-9
# P(still broken) at which a fix is as likely as not.
HALF = 0.5
# The least score above none.
LITTLE = ulp(0.0)
# The score of an offer whose every step has been tried.
GONE = -1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Steps (positions) that can still be tried, best first, and where to stop: all of them, or as
    far as a decision looks (see `make_plan`).

    `broken` is P(the problem is still there) before each step and, last, after them all; `minutes`
    what is expected to go by until the problem is fixed or support has it, if the first `stop`
    steps are tried: the least over all stopping points.
    """

    order: tuple[int, ...]
    broken: tuple[float, ...]
    stop: int
    minutes: float


def make_plan(belief: Belief, menu: Menu, *, down_to: float = HALF, at_least: int = 0) -> Plan:
    """The greedy plan under a belief: the best chance per minute first, again and again.

    It goes as far as a decision looks: to the first step, to where stopping is best, and to where
    P(still broken) is `down_to` if it ever is; and to `at_least` so many steps, if there are so
    many. Each step costs O(steps + steps that share a cause).
    """
    walk = _Walk(belief.weights, menu, score_all(belief.weights, menu))
    while (len(walk.order) < at_least or walk.is_looked_at(down_to)) and walk.go_on():
        pass
    return Plan(
        order=tuple(walk.order), broken=tuple(walk.broken), stop=walk.stop, minutes=walk.least
    )


def least_minutes(weights: Sequence[float], menu: Menu, scores: Sequence[float]) -> float:
    """The minutes of `make_plan` for weights whose offers are scored already: the same number,
    without the order, and without looking beyond where stopping is certain to be best."""
    if not menu.plain:
        return _Walk(weights, menu, scores).minutes()
    return _least_minutes(list(weights), menu, list(scores))


def score_all(weights: Sequence[float], menu: Menu) -> list[float]:
    """Gain per minute of each offer, in a unit that is the same for all under these weights."""
    return [gain(weights, offer.effects) / offer.price for offer in menu.offers]


def rescore(
    weights: Sequence[float], menu: Menu, scores: Sequence[float], causes: Sequence[int]
) -> list[float]:
    """The scores once the weights of these causes have changed."""
    changed, offers = list(scores), menu.offers
    for place in {place for cause in causes for place in menu.acting_on[cause]}:
        offer = offers[place]
        changed[place] = gain(weights, offer.effects) / offer.price
    return changed


def best_offer(scores: Sequence[float], menu: Menu) -> Offer | None:
    """The offer with the best chance per minute; None if nothing that is left can help."""
    place = pick(scores, menu.numbers.tie_band)
    return None if place is None or scores[place] <= 0.0 else menu.offers[place]


def pick(scores: Sequence[float], tie_band: float) -> int | None:
    """The editor's earliest of the scores within the tie band of the best; None if all are gone."""
    best = max(scores, default=GONE)
    return None if best <= GONE else _earliest(scores, best, tie_band)


def _earliest(scores: Sequence[float], best: float, tie_band: float) -> int:
    first = scores.index(best)
    # However wide the band is, what helps nobody ties with nothing that may help.
    least = max(best * (1.0 - TIE) * (1.0 - tie_band), LITTLE)
    # Only what stands before the best can take its place, and hardly ever does.
    if best <= 0.0 or first == 0 or max(scores[:first]) < least:
        return first
    place = 0
    while scores[place] < least:
        place += 1
    return place


def _least_minutes(left: list[float], menu: Menu, scores: list[float]) -> float:
    """Where no step is cheaper for another. Probabilities come from excesses (see `belief`): of all
    trouble, `total`; of what has been cleared, `cleared`; of what is beyond help, `beyond`."""
    numbers, offers = menu.numbers, list(menu.offers)
    support, band = numbers.support_minutes, numbers.tie_band
    total, beyond = excess(left), excess(weigh(left, menu.survives))
    # No single step pays any more once the best gain per minute is below this: see docs/engine.md.
    floor = beyond / support if support else float("inf")
    never = support * beyond / total
    spent, cleared, broken, least = 0.0, 0.0, 1.0, support
    while (best := max(scores, default=GONE)) > floor or _unlocks(best, left, menu, offers, floor):
        offer = offers[_earliest(scores, best, band)]
        step = offer.chain[0]
        first = offer if len(offer.chain) == 1 else join(numbers, (step,))
        spent += first.cost * broken
        gained = weigh_failure(left, first.effects)
        cleared += gained + cleared * gained
        broken = (total - cleared) / total if cleared < total else 0.0
        minutes = spent + support * broken
        if minutes < least * (1.0 - TIE):
            least = minutes
        if spent + never >= least * (1.0 - TIE):
            break
        _strike_out(step, menu, offers, scores)
        _score_again(menu.touched[step], left, offers, scores)
    return least


def _unlocks(best: float, left: list[float], menu: Menu, offers: list[Offer], floor: float) -> bool:
    """Whether a step of a chain gains more per minute than the floor, by itself: then what it
    requires may be worth doing, though no score says so."""
    if best <= GONE:
        return False
    chains = (offers[place].chain for place in menu.chains)
    steps = (join(menu.numbers, (step,)) for chain in chains if len(chain) > 1 for step in chain)
    return any(gain(left, step.effects) > floor * step.price for step in steps)


def _strike_out(step: int, menu: Menu, offers: list[Offer], scores: list[float]) -> None:
    """Take a step out of all chains; gone are those that have no other left."""
    for place in menu.containing[step]:
        chain = offers[place].chain
        if len(chain) == 1:
            scores[place] = GONE
        else:
            offers[place] = join(menu.numbers, tuple(each for each in chain if each != step))


def _score_again(
    places: Iterable[int], left: list[float], offers: list[Offer], scores: list[float]
) -> None:
    """Score these offers, unless they are gone. It is `gain`, written out: a decision comes here a
    few thousand times."""
    for place in places:
        if scores[place] != GONE:
            offer, total = offers[place], 0.0
            for cause, effect in offer.effects:
                part = left[cause] * effect
                total += part + total * part
            scores[place] = total / offer.price


class _Walk:
    """Trying everything that is left, in the best order, as if nothing ever helped."""

    def __init__(self, weights: Sequence[float], menu: Menu, scores: Sequence[float]) -> None:
        self.menu, self.numbers = menu, menu.numbers
        self.offers, self.scores, self.left = list(menu.offers), list(scores), list(weights)
        self.at_hand = set(menu.at_hand)
        self.total, self.cleared, self.spent = excess(weights), 0.0, 0.0
        self.order: list[int] = []
        self.broken = [1.0]
        self.stop, self.least = 0, self.numbers.support_minutes
        # P(no step can help), which P(still broken) never falls below.
        self.beyond_help = excess(weigh(self.left, menu.survives)) / self.total

    def minutes(self) -> float:
        """Those of the plan."""
        while self._may_pay() and self.go_on():
            pass
        return self.least

    def _may_pay(self) -> bool:
        """Nothing does once what is spent, and support for those whom no step can help, take as
        long as the best so far."""
        support = self.numbers.support_minutes * self.beyond_help
        return self.spent + support < self.least * (1.0 - TIE)

    def is_looked_at(self, down_to: float) -> bool:
        """Whether what comes next is, by a decision. Rounding must not end it a step too soon."""
        gets_there = self.beyond_help <= down_to * (1.0 + TIE)
        above = gets_there and self.broken[-1] > down_to * (1.0 - TIE)
        return not self.order or above or self._may_pay()

    def go_on(self) -> bool:
        """Try the best that is left; false if nothing is."""
        place = pick(self.scores, self.numbers.tie_band)
        if place is None:
            return False
        self._take(self.offers[place])
        minutes = self.spent + self.numbers.support_minutes * self.broken[-1]
        if minutes < self.least * (1.0 - TIE):
            self.stop, self.least = len(self.order), minutes
        return True

    def _take(self, offer: Offer) -> None:
        """Do the first step of a chain, or all of it where one test comes after all."""
        if offer.bundle is Bundle.TEST:
            self.spent += offer.cost * self.broken[-1]
            taken = offer.chain
        else:
            taken = offer.chain[:1]
            self.spent += join(self.numbers, taken, frozenset(self.at_hand)).cost * self.broken[-1]
        for step in taken:
            self._clear(step)
        self._strike(taken)

    def _clear(self, step: int) -> None:
        effects = self.numbers.steps[step].proposed
        gained = gain(self.left, effects)
        self.cleared += gained + self.cleared * gained
        self.order.append(step)
        self.broken.append(max(0.0, (self.total - self.cleared) / self.total))
        weigh_failure(self.left, effects)

    def _strike(self, taken: tuple[int, ...]) -> None:
        """Take steps that are done out of the offers, and score again whatever that changes."""
        for step in taken:
            cheaper = self._now_at_hand(self.numbers.steps[step].place)
            for place in self.menu.containing[step]:
                self.offers[place] = self._without(self.offers[place], step)
                if not self.offers[place].chain:
                    self.scores[place] = GONE
            for places in (cheaper, self.menu.touched[step]):
                _score_again(places, self.left, self.offers, self.scores)

    def _without(self, offer: Offer, step: int) -> Offer:
        """What is left of an offer. Of a bundle nothing is: what it held goes on by itself."""
        rest = tuple(each for each in offer.chain if each != step)
        if not rest or offer.bundle is not Bundle.NONE:
            return NOTHING_LEFT
        return join(self.numbers, rest, frozenset(self.at_hand))

    def _now_at_hand(self, here: str) -> set[int]:
        """What else stands behind this settings path has become cheaper, if it is open only now."""
        if not self.numbers.trip_minutes or not here or here in self.at_hand:
            return set()
        self.at_hand.add(here)
        steps, at_hand = self.numbers.steps, frozenset(self.at_hand)
        cheaper = {
            place
            for place, offer in enumerate(self.offers)
            if offer.bundle is Bundle.NONE and any(steps[s].place == here for s in offer.chain)
        }
        for place in cheaper:
            self.offers[place] = join(self.numbers, self.offers[place].chain, at_hand)
        return cheaper
