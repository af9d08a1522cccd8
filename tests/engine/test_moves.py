"""The rules of precedence, each with the smallest guide that shows it."""

import pytest

from troubleshooter.engine import UNSURE, Step

from .examples import FIXES, NEW_BULB, NEW_FUSE, after, lamp, move, others_dark, told

SETTLED = ["no_help", "could_not", "not_found"]
SWITCH_OFF_MAINS = Step(key="mains-off", kind="safety", minutes=1)
REWIRE = Step(key="rewire", minutes=30, disruption=4, requires=("mains-off",))
REWIRE_FIXES = {"rewire": {"switch": 1.0}}
CANDLE = Step(key="candle", kind="workaround", minutes=1)
GLANCE = Step(key="glance", kind="check", minutes=1)


# Waiting


def test_a_step_under_way_is_seen_to_its_end():
    example = lamp(steps=(NEW_BULB, NEW_FUSE), fixes=FIXES, question=others_dark(gate=True))
    assert told(example, after(steps={"new-fuse": "waiting"})) == ("try", "new-fuse")


def test_of_several_steps_under_way_the_editors_first_is_shown():
    example = lamp(steps=(NEW_FUSE, NEW_BULB), fixes=FIXES)
    evidence = after(steps={"new-bulb": "waiting", "new-fuse": "waiting"})
    assert told(example, evidence) == ("try", "new-fuse")


def test_a_step_under_way_says_nothing_about_causes_yet():
    example = lamp(steps=(NEW_BULB, NEW_FUSE), fixes=FIXES)
    reason = move(example, after(steps={"new-fuse": "waiting"})).reason
    assert reason.likeliest == "bulb"
    assert reason.likelihood == pytest.approx(0.6)


def test_nobody_waits_for_anything_once_it_is_fixed():
    example = lamp(steps=(NEW_BULB, CANDLE, NEW_FUSE), fixes=FIXES)
    evidence = after(steps={"new-bulb": "fixed", "candle": "waiting"})
    assert told(example, evidence) == ("try", "new-fuse")


def test_a_safeguard_that_went_well_has_fixed_nothing():
    example = lamp(steps=(SWITCH_OFF_MAINS, REWIRE, CANDLE), fixes=REWIRE_FIXES)
    evidence = after(steps={"mains-off": "fixed", "candle": "waiting"})
    assert told(example, evidence) == ("try", "candle")


# Pinned steps


def test_what_is_pinned_comes_first_whatever_its_chance():
    pinned = Step(key="ask-neighbour", kind="check", minutes=20, pinned=True)
    example = lamp(steps=(NEW_BULB, pinned), fixes=FIXES, question=others_dark(gate=True))
    assert told(example) == ("try", "ask-neighbour")


@pytest.mark.parametrize("result", SETTLED)
def test_a_pinned_step_comes_once(result):
    pinned = Step(key="ask-neighbour", kind="check", minutes=20, pinned=True)
    example = lamp(steps=(NEW_BULB, pinned), fixes=FIXES)
    assert told(example, after(steps={"ask-neighbour": result})) == ("try", "new-bulb")


def test_what_a_pinned_step_requires_comes_before_it():
    pinned = Step(key="look-inside", minutes=5, pinned=True, requires=("mains-off",))
    example = lamp(steps=(NEW_BULB, pinned, SWITCH_OFF_MAINS), fixes=FIXES)
    assert told(example) == ("try", "mains-off")
    assert told(example, after(steps={"mains-off": "no_help"})) == ("try", "look-inside")


def test_a_pinned_safeguard_still_waits_to_be_required():
    pinned = Step(key="mains-off", kind="safety", minutes=1, pinned=True)
    assert told(lamp(steps=(pinned, NEW_BULB), fixes=FIXES)) == ("try", "new-bulb")


# Gate questions


def test_a_gate_question_comes_before_any_step_even_if_it_is_worth_nothing():
    example = lamp(
        steps=(NEW_BULB, NEW_FUSE), fixes=FIXES, question=others_dark(gate=True, minutes=500)
    )
    assert told(example) == ("ask", "others-dark")


def test_not_sure_answers_a_gate_question():
    example = lamp(
        steps=(NEW_BULB, NEW_FUSE), fixes=FIXES, question=others_dark(gate=True, minutes=500)
    )
    assert told(example, after(questions={"others-dark": UNSURE})) == ("try", "new-bulb")


def test_an_answer_that_is_not_offered_leaves_the_question_open():
    example = lamp(steps=(NEW_BULB,), fixes=FIXES, question=others_dark(gate=True))
    assert told(example, after(questions={"others-dark": "perhaps"})) == ("ask", "others-dark")


# Questions that pay


EVEN = {"bulb": 0.4, "fuse": 0.5, "switch": 0.1}


def test_a_question_is_asked_when_it_saves_more_than_it_takes():
    example = lamp(steps=(NEW_BULB, NEW_FUSE), fixes=FIXES, question=others_dark(), shares=EVEN)
    found = move(example)
    assert (found.kind, found.key) == ("ask", "others-dark")
    assert found.reason.expected_minutes < found.reason.expected_minutes_without


def test_a_question_that_costs_more_than_it_saves_is_not_asked():
    question = others_dark(minutes=20)
    example = lamp(steps=(NEW_BULB, NEW_FUSE), fixes=FIXES, question=question, shares=EVEN)
    assert told(example) == ("try", "new-bulb")


def test_a_question_must_win_by_the_margin():
    example = lamp(
        steps=(NEW_BULB, NEW_FUSE),
        fixes=FIXES,
        question=others_dark(),
        shares=EVEN,
        ask_margin=30.0,
    )
    assert told(example) == ("try", "new-bulb")


def test_a_question_that_can_as_well_be_asked_later_waits_for_the_best_step():
    """Looking is nearly free, so the question is better asked of those whom it does not help."""
    quick = Step(key="press-switch", minutes=0.1)
    fixes = FIXES | {"press-switch": {"bulb": 0.5, "fuse": 0.5, "switch": 0.5}}
    example = lamp(
        steps=(NEW_BULB, NEW_FUSE, quick), fixes=fixes, question=others_dark(), shares=EVEN
    )
    assert told(example) == ("try", "press-switch")
    evidence = after(steps={"press-switch": "no_help"})
    assert told(example, evidence) == ("ask", "others-dark")


@pytest.mark.parametrize("answer", ["yes", "no", UNSURE])
def test_a_question_is_asked_once(answer):
    example = lamp(steps=(NEW_BULB, NEW_FUSE), fixes=FIXES, question=others_dark(), shares=EVEN)
    assert move(example, after(questions={"others-dark": answer})).kind == "try"


def test_the_answer_decides_what_is_tried():
    example = lamp(steps=(NEW_BULB, NEW_FUSE), fixes=FIXES, question=others_dark(), shares=EVEN)
    assert told(example, after(questions={"others-dark": "yes"})) == ("try", "new-fuse")
    assert told(example, after(questions={"others-dark": "no"})) == ("try", "new-bulb")


# Steps


def test_the_best_chance_per_minute_is_tried_first():
    assert told(lamp(steps=(NEW_FUSE, NEW_BULB), fixes=FIXES)) == ("try", "new-bulb")


def test_waiting_and_disruption_count_as_minutes():
    slow = Step(key="new-bulb", minutes=5, wait_minutes=1000, disruption=3)
    example = lamp(steps=(slow, NEW_FUSE), fixes=FIXES)
    assert told(example) == ("try", "new-fuse")
    dear = lamp(steps=(slow,), fixes=FIXES, support_minutes=600)
    assert move(dear).reason.minutes == pytest.approx(5 + 20 + 8)


@pytest.mark.parametrize("result", SETTLED)
def test_a_settled_step_is_not_offered_again(result):
    example = lamp(steps=(NEW_BULB, NEW_FUSE), fixes=FIXES)
    assert told(example, after(steps={"new-bulb": result})) == ("try", "new-fuse")


def test_equals_keep_the_editors_order():
    other = Step(key="other-bulb", minutes=5)
    fixes = FIXES | {"other-bulb": {"bulb": 0.9}}
    assert told(lamp(steps=(other, NEW_BULB), fixes=fixes)) == ("try", "other-bulb")
    assert told(lamp(steps=(NEW_BULB, other), fixes=fixes)) == ("try", "new-bulb")


def test_steps_within_the_tie_band_keep_the_editors_order():
    slower = Step(key="other-bulb", minutes=6)
    fixes = FIXES | {"other-bulb": {"bulb": 0.9}}
    assert told(lamp(steps=(slower, NEW_BULB), fixes=fixes)) == ("try", "new-bulb")
    calm = lamp(steps=(slower, NEW_BULB), fixes=fixes, tie_band=0.25)
    assert told(calm) == ("try", "other-bulb")


def test_a_wide_tie_band_never_lets_in_what_cannot_help():
    example = lamp(steps=(GLANCE, NEW_FUSE, NEW_BULB), fixes=FIXES, tie_band=1.0)
    assert told(example) == ("try", "new-fuse")


def test_a_check_that_fixes_nothing_is_not_worth_its_minutes():
    example = lamp(steps=(GLANCE, NEW_BULB), fixes=FIXES)
    assert told(example) == ("try", "new-bulb")
    assert told(example, after(steps={"new-bulb": "no_help"})) == ("hand_over", "")


# Handing over


def test_support_comes_where_going_on_would_take_longer():
    """The bulb is to blame in 6 of 10 cases, and 9 of 10 new bulbs glow: 5 minutes of 54 %."""
    worth = lamp(steps=(NEW_BULB,), fixes=FIXES, support_minutes=5 / 0.54 + 0.1)
    dear = lamp(steps=(NEW_BULB,), fixes=FIXES, support_minutes=5 / 0.54 - 0.1)
    assert told(worth) == ("try", "new-bulb")
    assert told(dear) == ("hand_over", "")


def test_a_question_may_tell_whether_going_on_is_worth_it():
    """The fuse alone is not worth ten minutes, unless other lamps are dark as well."""
    example = lamp(
        steps=(NEW_FUSE,), fixes=FIXES, question=others_dark(), support_minutes=30, shares=EVEN
    )
    assert told(example) == ("ask", "others-dark")
    assert told(example, after(questions={"others-dark": "yes"})) == ("try", "new-fuse")
    assert told(example, after(questions={"others-dark": "no"})) == ("hand_over", "")


def test_a_move_says_how_many_minutes_are_to_go():
    example = lamp(steps=(NEW_BULB, NEW_FUSE), fixes=FIXES)
    assert move(example).minutes == pytest.approx(5 + 0.46 * 10 + 0.19 * 60)
    assert move(example, after(steps={"new-bulb": "no_help"})).minutes == pytest.approx(
        10 + (1 - 0.27 / 0.46) * 60
    )


# Requirements


@pytest.mark.parametrize("result", ["fixed", *SETTLED])
def test_a_step_comes_after_what_it_requires_is_done_or_declined(result):
    steps = (REWIRE, SWITCH_OFF_MAINS)
    example = lamp(steps=steps, fixes=REWIRE_FIXES, support_minutes=6000)
    assert told(example) == ("try", "mains-off")
    assert told(example, after(steps={"mains-off": result})) == ("try", "rewire")


def test_a_safeguard_is_never_offered_on_its_own():
    example = lamp(steps=(SWITCH_OFF_MAINS, NEW_BULB), fixes=FIXES)
    assert told(example, after(steps={"new-bulb": "no_help"})) == ("hand_over", "")


def test_a_chain_is_worth_its_gains_over_its_costs():
    """Alone the safeguard gains nothing; with the step that needs it, it beats the fuse."""
    fixes = {"rewire": {"bulb": 0.9}, "new-fuse": {"fuse": 0.9}}
    rewire = Step(key="rewire", minutes=4, requires=("mains-off",))
    example = lamp(steps=(NEW_FUSE, SWITCH_OFF_MAINS, rewire), fixes=fixes)
    assert told(example) == ("try", "mains-off")
    dear = Step(key="mains-off", kind="safety", minutes=50)
    assert told(lamp(steps=(NEW_FUSE, dear, rewire), fixes=fixes)) == ("try", "new-fuse")


def test_a_chain_may_be_long():
    links = tuple(
        Step(key=f"link-{n}", kind="safety", minutes=0.1, requires=(f"link-{n - 1}",))
        for n in range(2000)
    )
    rewire = Step(key="rewire", minutes=4, requires=("link-1999", "link-7"))
    fixes = {"rewire": {"bulb": 0.9}}
    example = lamp(steps=(rewire, *links), fixes=fixes, support_minutes=6000)
    assert told(example) == ("try", "link-0")


def test_a_ring_of_requirements_is_broken_rather_than_endless():
    one = Step(key="one", minutes=1, requires=("two",))
    two = Step(key="two", minutes=1, requires=("one", "nowhere"))
    example = lamp(steps=(one, two), fixes={"one": {"bulb": 0.5}, "two": {"fuse": 0.5}})
    assert told(example) == ("try", "one")
    assert told(example, after(steps={"one": "no_help"})) == ("try", "two")
    assert told(example, after(steps={"two": "no_help"})) == ("try", "one")


# What is left


def test_workarounds_come_when_no_fix_is_left_in_the_editors_order():
    torch = Step(key="torch", kind="workaround", minutes=0)
    example = lamp(steps=(CANDLE, torch, GLANCE, NEW_BULB), fixes=FIXES)
    fixes_spent = {"new-bulb": "no_help"}
    assert told(example, after(steps=fixes_spent)) == ("try", "candle")
    assert told(example, after(steps={**fixes_spent, "candle": "no_help"})) == ("try", "torch")


def test_support_comes_when_nothing_is_left():
    example = lamp(steps=(NEW_BULB, NEW_FUSE), fixes=FIXES)
    evidence = after(steps={"new-bulb": "no_help", "new-fuse": "not_found"})
    assert told(example, evidence) == ("hand_over", "")


def test_an_empty_guide_hands_over():
    assert told(lamp()) == ("hand_over", "")


def test_evidence_about_what_the_guide_does_not_have_is_ignored():
    example = lamp(steps=(NEW_BULB, NEW_FUSE), fixes=FIXES)
    stale = after(questions={"old": "yes"}, steps={"older": "waiting", "oldest": "fixed"})
    assert move(example, stale) == move(example)
