"""One slow test for several quick steps, and one trip for steps at one place: worked out by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troubleshooter.engine import Evidence, Guide, Parameters, Step, look_ahead, next_move
from troubleshooter.engine.together import MOST_TOGETHER

from .examples import after, move, told
from .sized import sized_example, some_evidence
from .strategies import states

WIPE, SHUT = Step(key="wipe", minutes=1), Step(key="shut", minutes=1)
DESCALE = Step(key="descale", minutes=1)
FIXES = {"wipe": {"base": 0.8}, "shut": {"lid": 0.9}, "descale": {"coil": 0.7}}
NO_TOLL = (0.0, 0.0, 0.0, 0.0, 0.0)


def kettle(*steps, test_minutes=12.0):
    """A kettle that stays cold: its base (50 %), its lid (30 %) or its coil (20 %). Whether it
    boils again shows after `test_minutes`."""
    guide = Guide(
        key="kettle",
        support_minutes=90,
        disruption_minutes=NO_TOLL,
        causes=("base", "lid", "coil"),
        steps=tuple(replace(step, check_minutes=test_minutes) for step in steps),
    )
    return guide, Parameters(shares={"base": 0.5, "lid": 0.3, "coil": 0.2}, effects=FIXES)


def said(example, **results):
    found = move(example, after(steps=results))
    return found.key, found.postpone, set(found.together)


def minutes(example):
    return look_ahead(*example, Evidence()).expected_minutes


# One test


def test_quick_steps_are_done_first_and_tested_together():
    example = kettle(WIPE, SHUT)
    assert said(example) == ("wipe", True, set())
    assert said(example, wipe="waiting") == ("shut", False, {"wipe"})
    assert minutes(example) == pytest.approx(1 + 1 + 12 + (1 - 0.4 - 0.27) * 90)
    assert move(example).minutes == pytest.approx(minutes(example))


def test_each_is_tested_by_itself_where_the_second_takes_longer_than_a_test():
    slow = replace(SHUT, minutes=30)
    example = kettle(WIPE, slow, test_minutes=2)
    assert said(example) == ("wipe", False, set())
    assert said(example, wipe="waiting") == ("wipe", False, set())
    assert minutes(example) == pytest.approx(3 + 0.6 * 32 + 0.33 * 90)


def test_steps_that_show_at_once_are_never_put_off():
    example = kettle(WIPE, SHUT, test_minutes=0)
    assert said(example) == ("wipe", False, set())
    assert said(example, wipe="waiting") == ("wipe", False, set())


def test_three_steps_may_share_a_test():
    example = kettle(WIPE, SHUT, DESCALE)
    assert said(example) == ("wipe", True, set())
    assert said(example, wipe="waiting") == ("shut", True, {"wipe"})
    both = {"wipe": "waiting", "shut": "waiting"}
    assert said(example, **both) == ("descale", False, {"wipe", "shut"})
    assert minutes(example) == pytest.approx(3 + 12 + (1 - 0.4 - 0.27 - 0.14) * 90)


def test_a_third_that_takes_too_long_comes_after_the_test():
    example = kettle(WIPE, SHUT, replace(DESCALE, minutes=20))
    assert said(example, wipe="waiting") == ("shut", False, {"wipe"})
    both = {"wipe": "waiting", "shut": "waiting"}
    assert said(example, **both) == ("wipe", False, {"shut"})
    assert said(example, **dict.fromkeys(both, "no_help")) == ("descale", False, set())
    assert minutes(example) == pytest.approx(14 + 0.33 * 32 + 0.19 * 90)


@pytest.mark.parametrize("result", ["could_not", "not_found"])
def test_a_second_that_is_not_done_leads_back_to_testing_the_first(result):
    assert said(kettle(WIPE, SHUT), wipe="waiting", shut=result) == ("wipe", False, set())


def test_a_test_that_fails_settles_all_that_waited_for_it():
    settled = {"wipe": "no_help", "shut": "no_help"}
    assert told(kettle(WIPE, SHUT), after(steps=settled)) == ("hand_over", "")


@pytest.mark.parametrize("risk", [{"disruption": 4}, {"irreversible": True}])
def test_a_risky_step_is_tested_alone(risk):
    example = kettle(WIPE, replace(SHUT, **risk))
    assert said(example) == ("wipe", False, set())
    assert said(example, wipe="waiting") == ("wipe", False, set())
    first = kettle(replace(WIPE, **risk), SHUT)
    assert said(first) == ("wipe", False, set())


def test_what_another_test_tells_about_is_not_mixed_in():
    example = kettle(replace(WIPE, test="boil"), replace(SHUT, test="whistle"))
    assert said(example) == ("wipe", False, set())
    assert said(example, wipe="waiting") == ("wipe", False, set())
    third = kettle(replace(WIPE, test="boil"), replace(SHUT, test="whistle"), DESCALE)
    assert said(third, wipe="waiting") == ("wipe", False, set())


def test_a_named_test_may_take_some_steps_longer():
    guide, parameters = kettle(replace(WIPE, test="boil"), replace(SHUT, test="boil"))
    wipe, shut = guide.steps
    example = replace(guide, steps=(wipe, replace(shut, check_minutes=15.0))), parameters
    assert said(example) == ("wipe", True, set())
    assert minutes(example) == pytest.approx(2 + 15 + 0.33 * 90)


def test_people_who_skip_neither_do_the_step_nor_the_test():
    guide, parameters = kettle(WIPE, SHUT)
    example = guide, replace(parameters, skip={"wipe": 0.5, "shut": 0.2})
    cost = (0.5 * 1 + 0.5 * 0.5) + (0.8 * 1 + 0.2 * 0.5) + (1 - 0.5 * 0.2) * 12
    assert minutes(example) == pytest.approx(cost + (1 - 0.5 * 0.4 - 0.8 * 0.27) * 90)


def test_nobody_is_asked_to_do_too_much_at_once():
    steps = tuple(Step(key=f"s{n}", minutes=0.1, check_minutes=60) for n in range(7))
    guide = Guide(key="g", support_minutes=900, causes=("c",), steps=steps)
    parameters = Parameters(shares={"c": 1.0}, effects={step.key: {"c": 0.2} for step in steps})
    results, most = {}, 0
    while (found := next_move(guide, parameters, after(steps=results))).postpone:
        results[found.key] = "waiting"
        most = max(most, len(found.together) + 1)
    assert len(results) + 1 == MOST_TOGETHER == most + 1


# Three more ways to see to the base: by itself each gains more than the coil does.
MORE_FOR_BASE = tuple(Step(key=f"base-{n}", minutes=1) for n in range(3))


def crowded_kettle(test_minutes=12.0, **settings):
    guide, parameters = kettle(WIPE, SHUT, *MORE_FOR_BASE, DESCALE, test_minutes=test_minutes)
    more = {step.key: {"base": 0.5} for step in MORE_FOR_BASE}
    return replace(guide, **settings), replace(parameters, effects={**FIXES, **more})


def test_what_is_under_way_leaves_room_for_a_step_for_another_cause():
    """0.5 · 0.5 for the base by itself, but 0.5 · 0.2 · 0.5 after the wipe; 0.2 · 0.7 for the coil."""
    under_way = {"wipe": "waiting", "shut": "could_not"}
    assert said(crowded_kettle(), **under_way) == ("descale", True, {"wipe"})
    both = {"wipe": "waiting", "shut": "waiting"}
    assert said(crowded_kettle(), **both) == ("descale", False, {"wipe", "shut"})


def test_what_failed_before_leaves_room_for_it_too():
    assert said(crowded_kettle(), wipe="no_help", shut="waiting")[0] == "descale"


def test_two_that_join_are_for_two_causes_where_that_gains_more():
    """Per minute: base-0 added 0.52 / 4, base-1 too 0.645 / 5, which is less; descale 0.66 / 5."""
    under_way = {"wipe": "could_not", "shut": "waiting"}
    assert said(crowded_kettle(test_minutes=3.0), **under_way) == ("base-0", True, {"shut"})


def test_the_first_of_them_waits_for_one_for_another_cause_too():
    """Per minute: wipe 0.4 / 6, base-0 too 0.45 / 7, which is less; descale 0.54 / 7."""
    assert said(crowded_kettle(test_minutes=5.0), shut="could_not") == ("wipe", True, set())


@given(states(), st.sampled_from(["", "t"]))
def test_names_alone_change_nothing(state, test):
    """Without minutes for tests and trips nothing is put off or kept together."""
    guide, parameters, evidence = state
    named = replace(
        guide, steps=tuple(replace(step, test=test, place="menu") for step in guide.steps)
    )
    assert next_move(named, parameters, evidence) == next_move(*state)


@given(states(), st.sampled_from([1.0, 30.0]))
def test_a_test_of_its_own_is_a_part_of_the_step(state, test_minutes):
    guide, parameters, evidence = state
    own = tuple(
        replace(step, check_minutes=test_minutes, test=f"test-of-{step.key}")
        for step in guide.steps
    )
    longer = tuple(replace(step, minutes=step.minutes + test_minutes) for step in guide.steps)
    one = next_move(replace(guide, steps=own), parameters, evidence)
    other = next_move(replace(guide, steps=longer), parameters, evidence)
    assert (one.kind, one.key) == (other.kind, other.key)
    assert one.minutes == pytest.approx(other.minutes)
    assert not one.postpone


# One trip


def switches(trip_minutes, skip=0.0, **settings):
    """Two of three steps stand behind the same settings path; the best of the rest elsewhere."""
    guide = Guide(
        key="switches",
        support_minutes=60,
        causes=("c", "d", "e", "other"),
        trip_minutes=trip_minutes,
        steps=(
            Step(key="first", minutes=3, place="menu"),
            Step(key="elsewhere", minutes=3, place="drawer"),
            Step(key="beside", minutes=3, place="menu"),
        ),
        **settings,
    )
    parameters = Parameters(
        shares={"c": 0.3, "d": 0.28, "e": 0.25, "other": 0.17},
        effects={"first": {"c": 1.0}, "elsewhere": {"d": 1.0}, "beside": {"e": 1.0}},
        skip={"beside": skip},
    )
    return guide, parameters


def test_steps_at_one_place_are_kept_together_where_the_saved_trip_outweighs_the_order():
    example = switches(2)
    assert look_ahead(*example, Evidence()).plan == ("first", "beside", "elsewhere")
    assert told(example, after(steps={"first": "no_help"})) == ("try", "beside")
    assert minutes(example) == pytest.approx(3 + 0.7 * 1 + 0.45 * 3 + 0.17 * 60)


@pytest.mark.parametrize("trip_minutes", [0, 0.2])
def test_they_are_not_where_little_is_saved(trip_minutes):
    example = switches(trip_minutes)
    assert look_ahead(*example, Evidence()).plan == ("first", "elsewhere", "beside")
    assert told(example, after(steps={"first": "no_help"})) == ("try", "elsewhere")


def test_a_trip_may_decide_where_to_begin():
    """By itself `elsewhere` has the best chance per minute; the two at the menu together more."""
    guide, parameters = switches(2)
    parameters = replace(parameters, shares={"c": 0.26, "d": 0.3, "e": 0.25, "other": 0.19})
    assert told((guide, parameters)) == ("try", "first")
    assert told((replace(guide, trip_minutes=0), parameters)) == ("try", "elsewhere")


def test_a_trip_is_for_several_causes_before_it_is_for_one_twice():
    """`again` would follow `first`, if what `first` has dealt with were not left out."""
    guide, parameters = switches(2)
    again = Step(key="again", minutes=3, place="menu")
    shares = {"c": 0.3, "d": 0.36, "e": 0.25, "other": 0.09}
    effects = {**parameters.effects, "again": {"c": 0.95}}
    more = replace(guide, steps=(*guide.steps, again))
    example = more, replace(parameters, shares=shares, effects=effects)
    assert told(example) == ("try", "first")
    assert told(example, after(steps={"first": "no_help"})) == ("try", "beside")


@pytest.mark.parametrize("result", ["could_not", "not_found"])
def test_who_did_not_get_there_has_saved_nothing(result):
    assert told(switches(2), after(steps={"first": result})) == ("try", "elsewhere")


def test_what_is_saved_is_never_more_than_the_step_takes():
    example = switches(500)
    assert minutes(example) == pytest.approx(3 + 0.7 * 0 + 0.45 * 3 + 0.17 * 60)


def test_those_who_skip_save_no_trip():
    example = switches(2, skip=0.5)
    cost = 0.5 * 1 + 0.5 * 0.5
    left = 0.7 - 0.5 * 0.25
    assert minutes(example) == pytest.approx(3 + 0.7 * cost + left * 3 + (left - 0.28) * 60)


@given(st.integers(0, 10**6), st.sampled_from([0.5, 10.0]))
def test_a_trip_that_no_two_steps_share_changes_nothing(seed, trip_minutes):
    guide, parameters = sized_example(seed, 4, 5, 2)
    evidence = some_evidence(seed, guide)
    apart = tuple(replace(step, place=f"at-{step.key}") for step in guide.steps)
    more = replace(guide, trip_minutes=trip_minutes, steps=apart)
    assert next_move(more, parameters, evidence) == next_move(guide, parameters, evidence)
