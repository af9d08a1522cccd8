"""The editor's own order: step after step as the guide has them, stopped where support is cheaper."""

from dataclasses import replace

import pytest
from hypothesis import given

from troubleshooter.engine import Evidence, Step, editors_move, next_move

from .examples import FIXES, NEW_BULB, NEW_FUSE, NOTHING_KNOWN, after, lamp, others_dark
from .strategies import examples, states
from .test_walks import FAILURES
from .worlds import Worlds, tiny_examples

MAINS_OFF = Step(key="mains-off", kind="safety", minutes=1)
REWIRE = Step(key="rewire", minutes=30, disruption=4, requires=("mains-off",))
CANDLE = Step(key="candle", kind="workaround", minutes=1)


def shown(example, evidence=NOTHING_KNOWN):
    found = editors_move(*example, evidence)
    return found.kind.value, found.key


def test_it_is_the_order_of_the_guide_whatever_the_chances():
    example = lamp(steps=(NEW_FUSE, NEW_BULB), fixes=FIXES)
    assert next_move(*example, NOTHING_KNOWN).key == "new-bulb"
    assert shown(example) == ("try", "new-fuse")
    assert shown(example, after(steps={"new-fuse": "no_help"})) == ("try", "new-bulb")


def test_its_minutes_are_those_of_going_through_it():
    example = lamp(steps=(NEW_FUSE, NEW_BULB), fixes=FIXES)
    left = 1 - 0.27
    expected = 10 + left * 5 + (left - 0.54) * 60
    assert editors_move(*example, NOTHING_KNOWN).minutes == pytest.approx(expected)


def test_it_stops_where_support_is_cheaper_but_looks_past_a_step_that_is_not_worth_it():
    """The fuse alone never pays. What comes after it may make up for that, or not."""
    steps = (NEW_FUSE, NEW_BULB)
    assert shown(lamp(steps=steps, fixes=FIXES, support_minutes=18)) == ("try", "new-fuse")
    assert shown(lamp(steps=steps[:1], fixes=FIXES, support_minutes=18)) == ("hand_over", "")
    assert shown(lamp(steps=steps, fixes=FIXES, support_minutes=16)) == ("hand_over", "")


def test_no_question_is_asked_but_the_gates():
    steps = (NEW_BULB, NEW_FUSE)
    shares = {"bulb": 0.4, "fuse": 0.5, "switch": 0.1}
    example = lamp(steps=steps, fixes=FIXES, question=others_dark(), shares=shares)
    assert next_move(*example, NOTHING_KNOWN).kind == "ask"
    assert shown(example) == ("try", "new-bulb")
    gate = lamp(steps=steps, fixes=FIXES, question=others_dark(gate=True), shares=shares)
    assert shown(gate) == ("ask", "others-dark")


def test_what_is_pinned_comes_first_and_what_is_required_before():
    pinned = replace(NEW_FUSE, pinned=True)
    assert shown(lamp(steps=(NEW_BULB, pinned), fixes=FIXES)) == ("try", "new-fuse")
    fixes = {**FIXES, "rewire": {"switch": 1.0}}
    example = lamp(steps=(REWIRE, MAINS_OFF, NEW_BULB), fixes=fixes, support_minutes=6000)
    assert shown(example) == ("try", "mains-off")
    assert shown(example, after(steps={"mains-off": "no_help"})) == ("try", "rewire")


def test_workarounds_come_when_no_fix_is_left():
    example = lamp(steps=(CANDLE, NEW_BULB), fixes=FIXES)
    assert shown(example) == ("try", "new-bulb")
    assert shown(example, after(steps={"new-bulb": "no_help"})) == ("try", "candle")


def test_a_step_under_way_is_seen_to_its_end():
    example = lamp(steps=(NEW_BULB, NEW_FUSE), fixes=FIXES)
    assert shown(example, after(steps={"new-fuse": "waiting"})) == ("try", "new-fuse")


@given(tiny_examples(questions=0))
def test_its_minutes_are_the_least_over_where_to_stop(example):
    guide, _ = example
    if any(step.requires for step in guide.steps):
        return
    worlds, spent, done = Worlds(*example), 0.0, ()
    least, now = guide.support_minutes, worlds.broken({})
    for step in guide.steps:
        spent += worlds.cost(step.key) * worlds.broken({}, (), done) / now
        done = (*done, step.key)
        least = min(least, spent + guide.support_minutes * worlds.broken({}, (), done) / now)
    found = editors_move(*example, NOTHING_KNOWN)
    assert found.minutes == pytest.approx(least, rel=1e-6, abs=1e-9)
    if found.kind == "try":
        assert found.key == guide.steps[0].key


@given(tiny_examples())
def test_the_engine_speaks_of_hardly_more_minutes_than_this_order_takes(example):
    engine, editors = (choose(*example, NOTHING_KNOWN) for choose in (next_move, editors_move))
    assert engine.minutes <= editors.minutes * 1.02 + 1e-9


@given(states())
def test_the_order_of_the_evidence_changes_nothing(state):
    guide, parameters, evidence = state
    turned = Evidence(
        questions=dict(reversed(evidence.questions.items())),
        steps=dict(reversed(evidence.steps.items())),
    )
    assert editors_move(guide, parameters, turned) == editors_move(*state)


@given(examples())
def test_a_walk_ends_and_nothing_comes_before_what_it_requires(example):
    guide, parameters = example
    requires = {step.key: set(step.requires) for step in guide.steps}
    questions, steps = {}, {}
    for _ in range(len(guide.steps) + len(guide.questions) + 1):
        found = editors_move(guide, parameters, Evidence(questions=questions, steps=steps))
        if found.kind == "hand_over":
            return
        assert found.key not in questions | steps
        if found.kind == "ask":
            questions = {**questions, found.key: "unsure"}
        else:
            assert requires[found.key] <= set(steps)
            steps = {**steps, found.key: FAILURES[len(steps) % len(FAILURES)]}
    pytest.fail("the walk did not end")
