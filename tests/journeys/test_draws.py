"""Draws from a visit's lot: even, independent, and as likely as the event says."""

from collections import Counter
from itertools import product
from random import Random
from types import SimpleNamespace

import pytest

from tests.engine.examples import after, lamp
from troubleshooter.engine import Step
from troubleshooter.models import Arm
from troubleshooter.visits.offering import PLACES, draw, drawn_arm, offered

MANY, FEWER = 10_000, 1_500
LOTS = [Random(lot).getrandbits(63) for lot in range(MANY)]
PURPOSES = ("arm", "explore", "place")
# A fair draw passes these limits of chi-square once in a thousand times.
LIMITS = {15: 37.7, 19: 43.8}

# Four steps for four places: each is nearly as good as the one before it.
KEYS = ("one", "two", "three", "four", "five")
EQUALS = lamp(
    steps=tuple(Step(key=key, minutes=5 + n / 10) for n, key in enumerate(KEYS)),
    fixes={key: {"bulb": 0.3, "fuse": 0.3} for key in KEYS},
    support_minutes=600,
)


def chi_square(counts, cells):
    expected = sum(counts.values()) / cells
    assert len(counts) == cells
    return sum((count - expected) ** 2 / expected for count in counts.values())


@pytest.mark.parametrize("purpose", PURPOSES)
def test_draws_are_even(purpose):
    counts = Counter(int(20 * draw(lot, purpose)) for lot in LOTS)
    assert chi_square(counts, 20) < LIMITS[19]


@pytest.mark.parametrize("purpose", PURPOSES)
def test_lots_that_follow_each_other_draw_evenly_too(purpose):
    counts = Counter(int(20 * draw(lot, purpose)) for lot in range(MANY))
    assert chi_square(counts, 20) < LIMITS[19]


@pytest.mark.parametrize("pair", [("arm", "explore"), ("explore", "place"), ("arm", "place")])
def test_draws_for_two_purposes_have_nothing_to_do_with_each_other(pair):
    counts = Counter(tuple(int(4 * draw(lot, purpose)) for purpose in pair) for lot in LOTS)
    assert chi_square(counts, 16) < LIMITS[15]


def test_draws_stay_below_one_and_are_the_same_again():
    for lot, purpose in product((0, 1, 2**63 - 1, *LOTS[:100]), PURPOSES):
        assert 0 <= draw(lot, purpose) < 1
        assert draw(lot, purpose) == draw(lot, purpose)


# Arms


def arms(**settings):
    content = SimpleNamespace(**{"shadow": False, "hold_out": 0.0} | settings)
    return Counter(drawn_arm(content, lot) for lot in LOTS)


def test_nobody_is_held_out_unless_the_guide_says_so():
    assert arms() == {Arm.ENGINE: MANY}


@pytest.mark.parametrize("share", [0.05, 0.5])
def test_so_many_visits_are_held_out_as_the_guide_says(share):
    spread = 4 * (share * (1 - share) * MANY) ** 0.5
    assert arms(hold_out=share)[Arm.HOLD_OUT] == pytest.approx(share * MANY, abs=spread)


def test_all_are_held_out_or_in_shadow_if_the_guide_says_so():
    assert arms(hold_out=1.0) == {Arm.HOLD_OUT: MANY}
    assert arms(shadow=True, hold_out=0.5) == {Arm.SHADOW: MANY}


# Exploring


def offers(place, explore, **settings):
    """What each lot is offered after so many steps that did not help: (key, propensity)."""
    evidence = after(steps=dict.fromkeys(KEYS[:place], "no_help"))
    return Counter(
        (found.move.key, found.propensity)
        for lot in LOTS[:FEWER]
        for found in [offered(*EQUALS, evidence, explore=explore, lot=lot, **settings)]
    )


@pytest.mark.parametrize("place", range(PLACES))
@pytest.mark.parametrize("explore", [0.1, 0.02])
def test_a_move_is_as_likely_as_the_event_will_say(place, explore):
    found = offers(place, explore)
    assert {key for key, _ in found} == set(KEYS[place : place + 2])
    assert sum(propensity for _, propensity in found) == pytest.approx(1)
    for (_, propensity), count in found.items():
        spread = 4 * (propensity * (1 - propensity) * FEWER) ** 0.5
        assert count == pytest.approx(propensity * FEWER, abs=spread)


def test_so_many_visits_explore_as_the_guide_says_and_each_swaps_at_most_once():
    swaps = [swaps_of(lot, 0.1) for lot in LOTS[:1000]]
    assert set(swaps) == {0, 1}
    assert sum(swaps) == pytest.approx(0.1 * len(swaps), abs=4 * (0.09 * len(swaps)) ** 0.5)


def swaps_of(lot, explore):
    """How often a visit in which nothing helps is offered another step than the engine's."""
    steps, swaps = {}, 0
    while True:
        found = offered(*EQUALS, after(steps=steps), explore=explore, lot=lot)
        if found.move.kind != "try":
            return swaps
        swaps += found.in_place_of is not None
        steps = {**steps, found.move.key: "no_help"}


def test_nobody_explores_without_a_budget_or_after_the_last_place():
    assert offers(0, 0.0) == {("one", 1.0): FEWER}
    assert offers(PLACES, 0.1) == {("five", 1.0): FEWER}


@pytest.mark.parametrize("arm", [Arm.HOLD_OUT, Arm.SHADOW])
def test_the_editors_order_never_explores(arm):
    assert offers(0, 0.1, arm=arm) == {("one", 1.0): FEWER}


def test_only_what_is_shown_in_place_of_another_has_the_other_beside_it():
    for lot in LOTS[:500]:
        found = offered(*EQUALS, after(), explore=0.1, lot=lot)
        assert (found.in_place_of is None) == (found.move.key == "one")
        if found.in_place_of is not None:
            assert found.in_place_of.key == "one"
