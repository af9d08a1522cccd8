"""Every move says why, in numbers that can be checked by hand."""

import pytest

from troubleshooter.engine import Step

from .examples import FIXES, NEW_BULB, NEW_FUSE, after, lamp, move, others_dark


def test_a_step_is_tried_for_its_chance_per_minute():
    reason = move(lamp(steps=(NEW_BULB, NEW_FUSE), fixes=FIXES)).reason
    assert (reason.likeliest, reason.likelihood) == ("bulb", pytest.approx(0.6))
    assert reason.chance == pytest.approx(0.6 * 0.9)
    assert reason.minutes == 5
    assert reason.ratio == pytest.approx(0.54 / 5)
    assert reason.runner_up == "new-fuse"
    assert reason.steps_to_half == 1


def test_a_step_says_which_cause_it_is_after():
    reason = move(lamp(steps=(NEW_FUSE, NEW_BULB), fixes={"new-fuse": {"fuse": 0.9}})).reason
    assert reason.likeliest == "bulb"
    assert (reason.aims_at, reason.aim_likelihood) == ("fuse", pytest.approx(0.3))


def test_a_step_that_acts_on_nothing_is_after_nothing():
    reason = move(lamp(steps=(NEW_FUSE,), fixes={})).reason
    assert (reason.aims_at, reason.aim_likelihood) == ("", 0)


def test_a_step_is_weighed_against_never_trying_it():
    reason = move(lamp(steps=(NEW_BULB, NEW_FUSE), fixes=FIXES)).reason
    assert reason.expected_minutes == pytest.approx(5 + 0.46 * 10 + 0.19 * 60)
    assert reason.expected_minutes_without == pytest.approx(10 + 0.73 * 60)


def test_the_last_step_has_no_runner_up():
    reason = move(lamp(steps=(NEW_FUSE,), fixes=FIXES)).reason
    assert reason.runner_up is None
    assert reason.expected_minutes_without == 60
    assert reason.steps_to_half is None


def test_a_safeguard_is_weighed_with_what_needs_it():
    safe = Step(key="mains-off", kind="safety", minutes=1)
    rewire = Step(key="rewire", minutes=4, requires=("mains-off",))
    reason = move(lamp(steps=(safe, rewire, NEW_FUSE), fixes={"rewire": {"bulb": 0.9}})).reason
    assert reason.chance == reason.ratio == 0
    assert reason.expected_minutes == pytest.approx(1 + 4 + 0.46 * 60)
    assert reason.expected_minutes_without == 60
    assert reason.runner_up == "new-fuse"
    assert reason.to_half == ("mains-off", "rewire")
    assert reason.steps_to_half == 2


def test_a_question_is_weighed_against_not_asking():
    even = {"bulb": 0.4, "fuse": 0.5, "switch": 0.1}
    example = lamp(steps=(NEW_BULB, NEW_FUSE), fixes=FIXES, question=others_dark(), shares=even)
    reason = move(example).reason
    assert reason.chance == 0
    assert reason.minutes == 0.2
    assert reason.expected_minutes_without == pytest.approx(5 + 0.64 * 10 + 0.19 * 60)
    assert reason.expected_minutes < reason.expected_minutes_without
    assert reason.runner_up == "new-bulb"


def test_handing_over_costs_what_support_costs():
    example = lamp(steps=(NEW_BULB,), fixes=FIXES)
    reason = move(example, after(steps={"new-bulb": "no_help"})).reason
    assert reason.likeliest == "fuse"
    assert reason.minutes == reason.expected_minutes == reason.expected_minutes_without == 60
    assert reason.chance == reason.ratio == 0
    assert reason.runner_up is None
    assert reason.steps_to_half is None


def test_a_free_step_has_a_finite_ratio():
    free = Step(key="new-bulb", minutes=0)
    reason = move(lamp(steps=(NEW_FUSE, free), fixes=FIXES)).reason
    assert reason.chance == pytest.approx(0.54)
    assert 0 < reason.ratio < float("inf")
