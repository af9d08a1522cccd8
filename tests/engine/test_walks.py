"""What holds for every guide, on every way through it."""

from dataclasses import astuple, replace
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troubleshooter.engine import (
    UNSURE,
    Evidence,
    Parameters,
    Question,
    Result,
    Step,
    StepKind,
    believe,
    look_ahead,
    next_move,
)

from .strategies import examples, states

FAILURES = [Result.NO_HELP, Result.COULD_NOT, Result.NOT_FOUND]


def walk(example, choose, results=FAILURES):
    """Every move and the evidence that it was made on, until support has it."""
    guide, parameters = example
    options = {question.key: (*question.options, UNSURE) for question in guide.questions}
    evidence = Evidence()
    for _ in range(len(guide.questions) + len(guide.steps) + 1):
        move = next_move(guide, parameters, evidence)
        yield move, evidence
        if move.kind == "hand_over":
            return
        if move.kind == "ask":
            assert move.key not in evidence.questions
            answers = {**evidence.questions, move.key: choose(options[move.key])}
            evidence = replace(evidence, questions=answers)
        else:
            assert move.key not in evidence.steps
            steps = {**evidence.steps, move.key: choose(results)}
            evidence = replace(evidence, steps=steps)
    pytest.fail("the walk did not end")


def chooser(data):
    return lambda choices: data.draw(st.sampled_from(list(choices)))


@given(examples(), st.data())
def test_a_walk_ends_with_support_and_what_is_left_can_still_be_tried(example, data):
    guide, parameters = example
    *_, (last, evidence) = walk(example, chooser(data))
    assert last.kind == "hand_over"
    fixes = {step.key for step in guide.steps if step.kind in (StepKind.FIX, StepKind.CHECK)}
    left = look_ahead(guide, parameters, evidence).still_to_try
    assert fixes - set(evidence.steps) <= set(left)


@given(examples(), st.data())
def test_nothing_comes_before_what_it_requires(example, data):
    guide, _ = example
    requires = {step.key: set(step.requires) for step in guide.steps}
    for move, evidence in walk(example, chooser(data)):
        if move.kind == "try":
            assert requires[move.key] <= set(evidence.steps)


@given(examples(), st.data())
def test_a_safeguard_comes_only_where_something_still_needs_it(example, data):
    guide, _ = example
    steps = {step.key: step for step in guide.steps}

    def needed(key, evidence):
        open_steps = [s for s in guide.steps if s.key not in evidence.steps and key in s.requires]
        return any(
            step.kind is not StepKind.SAFETY or needed(step.key, evidence) for step in open_steps
        )

    for move, evidence in walk(example, chooser(data)):
        if move.kind == "try" and steps[move.key].kind is StepKind.SAFETY:
            assert needed(move.key, evidence)


@given(states())
def test_the_same_evidence_gives_the_same_move_in_any_order(state):
    guide, parameters, evidence = state
    turned = Evidence(
        questions=dict(reversed(evidence.questions.items())),
        steps=dict(reversed(evidence.steps.items())),
    )
    assert next_move(guide, parameters, evidence) == next_move(guide, parameters, turned)


@given(states())
def test_reasons_are_numbers_that_one_can_print(state):
    guide, _, _ = state
    reason = next_move(*state).reason
    assert reason.likeliest in guide.causes
    assert 0 <= reason.chance <= 1
    assert 0 <= reason.likelihood <= 1
    numbers = [value for value in astuple(reason) if isinstance(value, float)]
    assert all(isfinite(number) and number >= 0 for number in numbers)
    assert reason.expected_minutes_without <= guide.support_minutes


def with_worthless_step(state, place, minutes):
    guide, parameters, evidence = state
    step = Step(key="worthless", kind=StepKind.CHECK, minutes=minutes)
    steps = (*guide.steps[:place], step, *guide.steps[place:])
    return replace(guide, steps=steps), parameters, evidence


@given(states(), st.integers(0, 5), st.sampled_from([0.0, 1.0, 20.0]))
def test_a_worthless_step_changes_nothing_about_the_others(state, place, minutes):
    more = with_worthless_step(state, place, minutes)
    before, after = look_ahead(*state), look_ahead(*more)
    assert believe(*more).still_present == believe(*state).still_present
    assert tuple(key for key in after.still_to_try if key != "worthless") == before.still_to_try
    assert after.plan == before.plan
    assert after.expected_minutes == before.expected_minutes
    assert after.asking_now == before.asking_now
    old, new = next_move(*state), next_move(*more)
    if new.key == "worthless":
        assert old.kind != "ask"
        belief, skip = believe(*state), state[1].skip
        assert all(belief.chance(key) * (1 - skip[key]) == 0 for key in before.still_to_try)
    else:
        assert (new.kind, new.key) == (old.kind, old.key)


@given(states(), st.integers(0, 3), st.sampled_from([0.0, 1.0]))
def test_a_worthless_question_changes_nothing_about_the_others(state, place, minutes):
    guide, parameters, evidence = state
    question = Question(key="worthless", options=("yes", "no"), minutes=minutes)
    questions = (*guide.questions[:place], question, *guide.questions[place:])
    more = replace(guide, questions=questions), parameters, evidence
    assert next_move(*more) == next_move(*state)


@given(states(), st.sampled_from([0.1, 3.0, 1000.0]))
def test_a_different_unit_of_cost_changes_nothing_where_nobody_skips(state, unit):
    guide, parameters, evidence = state
    guide = replace(
        guide,
        ask_margin=0.0,
        steps=tuple(replace(step, minutes=step.minutes + 0.5) for step in guide.steps),
    )
    dearer = replace(
        guide,
        support_minutes=guide.support_minutes * unit,
        waiting_weight=guide.waiting_weight * unit,
        disruption_minutes=tuple(each * unit for each in guide.disruption_minutes),
        questions=tuple(replace(q, minutes=q.minutes * unit) for q in guide.questions),
        steps=tuple(replace(step, minutes=step.minutes * unit) for step in guide.steps),
    )
    parameters = replace(parameters, skip={})
    old = next_move(guide, parameters, evidence)
    new = next_move(dearer, parameters, evidence)
    assert (new.kind, new.key) == (old.kind, old.key)
    assert new.reason.expected_minutes == pytest.approx(old.reason.expected_minutes * unit)


@given(states(), st.sampled_from([0.0, 0.5, 3.0]))
def test_a_weight_on_support_is_dearer_support(state, weight):
    guide, parameters, evidence = state
    weighted = replace(guide, support_weight=weight)
    dearer = replace(guide, support_minutes=weight * guide.support_minutes)
    assert next_move(weighted, parameters, evidence) == next_move(dearer, parameters, evidence)


@given(states())
def test_planning_ahead_never_costs_more_than_support(state):
    guide, _, _ = state
    outlook = look_ahead(*state)
    assert 0 <= outlook.expected_minutes <= guide.support_minutes
    assert outlook.plan == outlook.still_to_try[: len(outlook.plan)]
    assert all(isfinite(minutes) and minutes >= 0 for minutes in outlook.asking_now.values())


@given(examples())
def test_a_guide_without_numbers_is_walked_all_the_same(example):
    guide, _ = example
    *_, (last, _) = walk((guide, Parameters()), lambda choices: choices[0])
    assert last.kind == "hand_over"
