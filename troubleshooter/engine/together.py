"""Steps that are cheaper together: one test for several of them, or one trip to one place.

A slow test is worth doing once for several cheap steps (postponed tests: Ottosen 2012, chapter 6);
what stands behind the same settings path is worth doing on one trip (steps with a shared set-up
cost). Both add offers to the menu, which then compete by gain per minute like all others.
"""

from collections.abc import Iterator, Sequence

from troubleshooter.engine.belief import gain, weigh_failure
from troubleshooter.engine.numbers import TURNED_DOWN_MINUTES, Numbers
from troubleshooter.engine.offers import Bundle, Offer, offer_of, trip_saved

# More than this at a time is too much to ask of a person, and too hard to undo.
MOST_TOGETHER = 4


def one_test_offers(numbers: Numbers, alone: Sequence[int], at_hand: frozenset[str]) -> list[Offer]:
    """Steps (positions) that share a slow test, the two best of it together, the three best …"""
    groups: dict[tuple[str, float], list[int]] = {}
    for position in alone:
        step = numbers.steps[position]
        if step.check_minutes > 0.0 and step.effects and not step.risky:
            groups.setdefault((step.test, 0.0 if step.test else step.check_minutes), []).append(
                position
            )
    return [
        in_one_test(numbers, chain, at_hand)
        for group in groups.values()
        for chain in growing(numbers, numbers.prior, group)
        if len(chain) > 1
    ]


def in_one_test(
    numbers: Numbers, chain: tuple[int, ...], at_hand: frozenset[str], done: tuple[int, ...] = ()
) -> Offer:
    """These steps, and those that are `done` but not tested, with one test at the end of all."""
    steps = [numbers.steps[position] for position in chain]
    waiting = [numbers.steps[position] for position in done]
    nobody = 0.0 if waiting else 1.0
    cost = 0.0
    for step in steps:
        nobody *= step.skip
        work = step.minutes - trip_saved(numbers, step, at_hand)
        cost += (1.0 - step.skip) * work + step.skip * TURNED_DOWN_MINUTES
    test = max(step.check_minutes for step in (*steps, *waiting))
    cost += (1.0 - nobody) * test
    return offer_of(numbers, chain, cost, done=done, bundle=Bundle.TEST)


def one_trip_offers(numbers: Numbers, alone: Sequence[int], at_hand: frozenset[str]) -> list[Offer]:
    """Steps (positions) behind one settings path that is not open yet, as one trip each time."""
    groups: dict[str, list[int]] = {}
    for position in alone if numbers.trip_minutes > 0.0 else ():
        step = numbers.steps[position]
        if step.place not in at_hand and step.place and step.effects:
            groups.setdefault(step.place, []).append(position)
    return [
        _in_one_trip(numbers, chain)
        for group in groups.values()
        for chain in growing(numbers, numbers.prior, group)
        if len(chain) > 1
    ]


def _in_one_trip(numbers: Numbers, chain: tuple[int, ...]) -> Offer:
    steps = [numbers.steps[position] for position in chain]
    open_place = frozenset({steps[0].place})
    saved = sum(trip_saved(numbers, step, open_place) for step in steps[1:])
    cost = sum(step.cost for step in steps) - saved
    return offer_of(numbers, chain, cost, bundle=Bundle.TRIP)


def growing(
    numbers: Numbers, weights: Sequence[float], group: Sequence[int], most: int = MOST_TOGETHER
) -> Iterator[tuple[int, ...]]:
    """One of a group (in the editor's order), two, three … up to `most`: each time with the one
    that gains most for its time where those before it failed, so that several steps for one cause
    leave room for a step for another."""
    left, rest = list(weights), list(group)
    chain: tuple[int, ...] = ()

    def worth(position: int) -> float:
        step = numbers.steps[position]
        return gain(left, step.proposed) / max(step.cost, numbers.free)

    while rest and len(chain) < most:
        best = max(rest, key=worth)
        rest.remove(best)
        weigh_failure(left, numbers.steps[best].proposed)
        chain = (*chain, best)
        yield chain
