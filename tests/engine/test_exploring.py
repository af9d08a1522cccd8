"""The two best steps may change places only as equals, and only where nothing is at stake."""

from dataclasses import replace

import pytest
from hypothesis import given

from troubleshooter.engine import believe, next_move, swapped_move
from troubleshooter.engine.numbers import effective_minutes

from .examples import FIXES, NEW_BULB, NEW_FUSE, NOTHING_KNOWN, after, lamp, others_dark
from .strategies import states

# The bulb gives 0.54 in 5 minutes; so many minutes of the fuse (0.27) give 70 % of that ratio.
EQUAL = 5 * 0.27 / 0.54 / 0.7
NO_TOLL = (0.0, 0.0, 0.0, 0.0, 0.0)


def fuse(minutes=EQUAL - 0.01, **settings):
    return replace(NEW_FUSE, minutes=minutes, **settings)


def swapped(*steps, evidence=NOTHING_KNOWN, fixes=FIXES, **settings):
    example = lamp(steps=steps, fixes=fixes, disruption_minutes=NO_TOLL, **settings)
    found = swapped_move(*example, evidence)
    return found.key if found else None


def test_the_second_best_comes_first_if_it_is_nearly_as_good():
    assert swapped(NEW_BULB, fuse()) == "new-fuse"
    assert swapped(fuse(), NEW_BULB) == "new-fuse"


def test_it_does_not_below_seven_tenths_of_the_best():
    assert swapped(NEW_BULB, fuse(EQUAL + 0.01)) is None


def test_there_is_nothing_to_swap_with_one_step_or_none():
    assert swapped(NEW_BULB) is None
    assert swapped() is None
    assert swapped(NEW_BULB, fuse(), evidence=after(steps={"new-bulb": "no_help"})) is None


@pytest.mark.parametrize("risk", [{"disruption": 4}, {"disruption": 5}, {"irreversible": True}])
def test_a_risky_step_neither_comes_sooner_nor_later(risk):
    assert swapped(NEW_BULB, fuse(**risk)) is None
    assert swapped(replace(NEW_BULB, **risk), fuse()) is None


def test_nothing_is_brought_before_a_risky_step_either():
    """The third best is an equal of the best; but between the two comes a risky step."""
    third = replace(NEW_BULB, key="shake", minutes=4)
    fixes = FIXES | {"shake": {"switch": 0.5, "bulb": 0.5}}
    assert swapped(NEW_BULB, fuse(2.8), third, fixes=fixes) == "new-fuse"
    assert swapped(NEW_BULB, fuse(2.8, irreversible=True), third, fixes=fixes) is None
    assert swapped(NEW_BULB, third, fixes=fixes) == "shake"


def test_a_pinned_step_stays_where_it_is():
    assert swapped(replace(NEW_BULB, pinned=True), fuse()) is None
    glance = replace(NEW_BULB, key="glance", kind="check", pinned=True)
    assert swapped(NEW_BULB, fuse(), glance) is None


def test_a_blocked_step_is_not_brought_forward():
    mains = replace(NEW_BULB, key="mains-off", kind="safety", minutes=0.01)
    blocked = fuse(EQUAL - 0.1, requires=("mains-off",))
    assert swapped(NEW_BULB, blocked, mains) is None
    done = after(steps={"mains-off": "no_help"})
    assert swapped(NEW_BULB, blocked, mains, evidence=done) == "new-fuse"


def test_nothing_is_swapped_while_a_step_is_under_way():
    evidence = after(steps={"new-fuse": "waiting"})
    assert swapped(NEW_BULB, fuse(), evidence=evidence) is None


def test_a_step_whose_test_is_put_off_is_not_swapped():
    together = [replace(step, check_minutes=30.0) for step in (NEW_BULB, fuse())]
    assert swapped(*together) is None
    own = [replace(step, check_minutes=1.0, test=step.key) for step in (NEW_BULB, fuse(2))]
    assert swapped(*own) == "new-fuse"


def test_a_question_or_support_is_never_swapped():
    gate = others_dark(gate=True)
    assert swapped(NEW_BULB, fuse(), question=gate) is None
    assert swapped(NEW_BULB, fuse(), support_minutes=0.1) is None


@given(states())
def test_only_equals_that_are_free_to_go_change_places(state):
    guide, parameters, evidence = state
    second = swapped_move(*state)
    if second is None:
        return
    first, belief = next_move(*state), believe(*state)
    steps = {step.key: step for step in guide.steps}

    def per_minute(key):
        skip, minutes = parameters.skip[key], effective_minutes(steps[key], guide)
        cost = (1 - skip) * minutes + skip * 0.5
        return belief.chance(key) * (1 - skip) / max(cost, 1e-11 * guide.support_minutes)

    assert first.kind == second.kind == "try"
    assert first.key != second.key
    assert second.key not in evidence.steps
    assert "waiting" not in evidence.steps.values()
    assert per_minute(second.key) >= 0.7 * per_minute(first.key) * (1 - 1e-9) > 0
    for step in (steps[first.key], steps[second.key]):
        assert not step.risky
        assert not step.pinned
        assert set(step.requires) <= set(evidence.steps)
