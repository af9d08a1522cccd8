"""What may still be tried, each step together with the open steps that it requires."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from troubleshooter.engine.guide import StepKind
from troubleshooter.engine.numbers import Numbers
from troubleshooter.engine.offers import Bundle, Offer, join, open_chain
from troubleshooter.engine.together import one_test_offers, one_trip_offers

# Safeguards are offered only where a step requires them, workarounds when no fix is left.
ON_ITS_OWN = frozenset({StepKind.FIX, StepKind.CHECK})
KEPT_MENUS = 4096


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Menu:
    """Offers in the editor's order; which of them act on a cause, which contain a step, and which
    are `touched` by it: what they gain is another once it has been tried.

    `survives` is, for each cause, the part of it left standing if everything is tried; `plain` is
    true where no step is cheaper for another; `chains` are the offers of more than one step;
    `at_hand` are places already open.
    """

    numbers: Numbers
    offers: tuple[Offer, ...]
    acting_on: tuple[tuple[int, ...], ...]
    containing: tuple[tuple[int, ...], ...]
    touched: tuple[tuple[int, ...], ...]
    survives: tuple[float, ...]
    plain: bool
    chains: tuple[int, ...]
    at_hand: frozenset[str]


@lru_cache(maxsize=KEPT_MENUS)
def draw_up_menu(
    numbers: Numbers,
    settled: frozenset[int],
    without: int | None = None,
    at_hand: frozenset[str] = frozenset(),
) -> Menu:
    """The menu when the steps at `settled` positions are done or declined.

    `without` leaves out one more step and everything that would need it first.
    """
    chains = (
        open_chain(numbers, settled, position)
        for position, step in enumerate(numbers.steps)
        if step.kind in ON_ITS_OWN and position not in settled
    )
    offers = [join(numbers, chain, at_hand) for chain in chains if without not in chain]
    alone = [offer.chain[0] for offer in offers if len(offer.chain) == 1]
    offers += one_test_offers(numbers, alone, at_hand)
    offers += one_trip_offers(numbers, alone, at_hand)
    return _index(numbers, tuple(offers), at_hand)


def _index(numbers: Numbers, offers: tuple[Offer, ...], at_hand: frozenset[str]) -> Menu:
    acting_on: list[list[int]] = [[] for _ in numbers.causes]
    containing: list[list[int]] = [[] for _ in numbers.steps]
    survives = [1.0] * len(numbers.causes)
    for place, offer in enumerate(offers):
        for cause, _ in offer.effects:
            acting_on[cause].append(place)
        for step in offer.chain:
            containing[step].append(place)
    for step in (step for step, places in enumerate(containing) if places):
        for cause, effect in numbers.steps[step].proposed:
            survives[cause] *= 1.0 - effect
    on_trips = _saves_trips(numbers, containing, at_hand)
    return Menu(
        numbers=numbers,
        offers=offers,
        acting_on=tuple(map(tuple, acting_on)),
        containing=tuple(map(tuple, containing)),
        touched=tuple(_touched(numbers, acting_on, containing)),
        survives=tuple(survives),
        plain=not on_trips and all(offer.bundle is Bundle.NONE for offer in offers),
        chains=tuple(place for place, offer in enumerate(offers) if len(offer.chain) > 1),
        at_hand=at_hand,
    )


def _touched(
    numbers: Numbers, acting_on: list[list[int]], containing: list[list[int]]
) -> Iterator[tuple[int, ...]]:
    """For each step the offers that contain it, or act on a cause that it acts on. In a large guide
    many steps act on the same causes: for those it is the same offers, worked out once."""
    acting = cache(lambda causes: frozenset(p for cause in causes for p in acting_on[cause]))
    as_tuple = cache(tuple)
    for step, places in zip(numbers.steps, containing, strict=True):
        touched = acting(tuple(cause for cause, _ in step.proposed)) if places else frozenset()
        yield as_tuple(touched if touched.issuperset(places) else touched.union(places))


def _saves_trips(numbers: Numbers, containing: list[list[int]], at_hand: frozenset[str]) -> bool:
    """Whether any step that is left stands where another does, or where somebody has been."""
    if not numbers.trip_minutes:
        return False
    offered = (numbers.steps[step].place for step, places in enumerate(containing) if places)
    left = [place for place in offered if place]
    return len(set(left)) < len(left) or not at_hand.isdisjoint(left)
