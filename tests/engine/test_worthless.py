"""What can change nothing changes no move, however near a guide is to the limit of the search."""

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trying import tries
from troubleshooter.engine import (
    Evidence,
    Guide,
    Parameters,
    Question,
    Step,
    StepKind,
    look_ahead,
    next_move,
)
from troubleshooter.engine.search import look_for_best
from troubleshooter.engine.situation import size_up

from .sized import sized_example, some_evidence

SIZES = [(4, 5, 2), (5, 8, 5), (5, 9, 5), (5, 8, 6), (8, 8, 4), (4, 12, 2), (11, 3, 2)]


@st.composite
def near_the_limit(draw):
    """A guide, its parameters and some evidence: about half are small enough to be searched."""
    seed, odd = draw(st.integers(0, 10**6)), draw(st.sampled_from([0.0, 0.2]))
    guide, parameters = sized_example(seed, *draw(st.sampled_from(SIZES)), odd=odd)
    band = draw(st.sampled_from([0.0, 0.0, 0.25]))
    return replace(guide, tie_band=band), parameters, some_evidence(seed, guide)


def given_guides(*more):
    """Fewer than usual, since each is large."""
    return lambda test: settings(max_examples=tries(25))(given(near_the_limit(), *more)(test))


def added(sequence, place, what):
    return (*sequence[:place], what, *sequence[place:])


def same_move(state, more):
    old, new = next_move(*state), next_move(*more)
    assert (new.kind, new.key) == (old.kind, old.key)
    assert new.minutes == pytest.approx(old.minutes, rel=1e-9)


def test_some_of_these_are_searched_and_some_are_not():
    searched = set()
    for seed in range(40):
        guide, parameters = sized_example(seed, *SIZES[seed % len(SIZES)])
        here = size_up(guide, parameters, some_evidence(seed, guide))
        searched.add(look_for_best(here) is not None)
    assert searched == {True, False}


def is_searched(guide, parameters):
    return look_for_best(size_up(guide, parameters, Evidence())) is not None


@pytest.mark.parametrize("odd", [0.0, 0.3])
def test_what_is_worthless_is_no_reason_not_to_search(odd):
    """From guides that are searched to guides that are not, one step and one question at a time."""
    searched = Counter()
    for steps, questions in product(range(3, 13), range(1, 9)):
        guide, parameters = sized_example(steps * 10 + questions, 4, steps, questions, odd=odd)
        dear = Question(key="dear", options=("x", "y"), minutes=guide.support_minutes)
        none = Question(key="none", options=("x", "y", "z"), minutes=0)
        never = Step(key="never", minutes=1)
        late = Step(key="late", minutes=guide.support_minutes)
        more = (
            replace(
                guide,
                causes=("never", *guide.causes),
                questions=(dear, none, *guide.questions),
                steps=(never, late, *guide.steps),
            ),
            replace(
                parameters,
                effects={**parameters.effects, "never": {"never": 1}, "late": {"c0": 1}},
                likelihood={**parameters.likelihood, "dear": {"c0": (0.99, 0.01)}},
            ),
        )
        searched[is_searched(guide, parameters)] += 1
        assert is_searched(*more) == is_searched(guide, parameters)
    assert min(searched[True], searched[False]) >= 15


def test_what_takes_as_long_as_support_takes_no_place_in_a_plan():
    """It is within the tie band of the other, and stands before it."""
    late, good = Step(key="late", minutes=60), Step(key="good", minutes=30)
    guide = Guide(key="g", support_minutes=60, tie_band=0.25, causes=("c", "d"), steps=(late, good))
    parameters = Parameters(
        shares={"c": 0.55, "d": 0.45}, effects={"late": {"c": 1, "d": 0.8}, "good": {"c": 1}}
    )
    ahead = look_ahead(guide, parameters, Evidence())
    assert (ahead.plan, ahead.still_to_try) == (("good",), ("good", "late"))
    assert ahead.expected_minutes == pytest.approx(30 + 0.45 * 60)


def test_a_step_against_a_cause_that_never_is_there_keeps_no_workaround_back():
    steps = (Step(key="exorcise", minutes=1), Step(key="candle", kind="workaround", minutes=1))
    guide = Guide(key="g", support_minutes=60, causes=("c", "ghost"), steps=steps)
    parameters = Parameters(shares={"c": 1.0}, effects={"exorcise": {"ghost": 1.0}})
    assert next_move(guide, parameters, Evidence()).key == "candle"


places = st.integers(0, 8)


@given_guides(places, st.sampled_from([0.0, 0.01, 3.0]))
def test_a_step_that_fixes_nothing(state, place, minutes):
    guide, parameters, evidence = state
    step = Step(key="worthless", minutes=minutes)
    more = replace(guide, steps=added(guide.steps, place, step))
    same_move(state, (more, parameters, evidence))


@given_guides(places, st.sampled_from([0.0, 0.01, 3.0]))
def test_a_step_against_a_cause_that_never_is_there(state, place, minutes):
    guide, parameters, evidence = state
    steps = added(guide.steps, place, Step(key="worthless", minutes=minutes))
    more = replace(guide, causes=added(guide.causes, place, "never"), steps=steps)
    effects = {**parameters.effects, "worthless": {"never": 1.0}}
    same_move(state, (more, replace(parameters, effects=effects), evidence))


@given_guides(places, st.sampled_from([1.0, 1.5, 100.0]))
def test_a_step_dearer_than_support(state, place, times):
    guide, parameters, evidence = state
    step = Step(key="dear", minutes=guide.support_minutes * times)
    more = replace(guide, steps=added(guide.steps, place, step))
    effects = {**parameters.effects, "dear": dict.fromkeys(guide.causes, 0.9)}
    same_move(state, (more, replace(parameters, effects=effects), evidence))


@given_guides(places, st.sampled_from([0.0, 0.01, 3.0, 1000.0]))
def test_a_question_that_speaks_of_no_cause(state, place, minutes):
    guide, parameters, evidence = state
    question = Question(key="worthless", options=("x", "y", "z"), minutes=minutes)
    more = replace(guide, questions=added(guide.questions, place, question))
    same_move(state, (more, parameters, evidence))


@given_guides(places, st.sampled_from([0.0, 0.01, 3.0]))
def test_a_question_that_every_cause_answers_alike(state, place, minutes):
    guide, parameters, evidence = state
    question = Question(key="worthless", options=("x", "y"), minutes=minutes)
    more = replace(guide, questions=added(guide.questions, place, question))
    alike = replace(
        parameters,
        usual={**parameters.usual, "worthless": (0.3, 0.7)},
        likelihood={
            **parameters.likelihood,
            "worthless": dict.fromkeys(guide.causes, (0.3, 0.7)),
        },
    )
    same_move(state, (more, alike, evidence))


@given_guides(places, st.sampled_from([0.0, 0.01, 3.0]))
def test_a_question_about_a_cause_that_never_is_there(state, place, minutes):
    guide, parameters, evidence = state
    question = Question(key="worthless", options=("x", "y"), minutes=minutes)
    more = replace(
        guide,
        causes=added(guide.causes, place, "never"),
        questions=added(guide.questions, place, question),
    )
    likelihood = {**parameters.likelihood, "worthless": {"never": (0.99, 0.01)}}
    same_move(state, (more, replace(parameters, likelihood=likelihood), evidence))


@given_guides(places)
def test_a_question_dearer_than_support(state, place):
    guide, parameters, evidence = state
    question = Question(key="dear", options=("x", "y"), minutes=guide.support_minutes)
    more = replace(guide, questions=added(guide.questions, place, question))
    likelihood = {**parameters.likelihood, "dear": {guide.causes[0]: (0.99, 0.01)}}
    same_move(state, (more, replace(parameters, likelihood=likelihood), evidence))


@given_guides(places)
def test_a_cause_that_never_is_there(state, place):
    guide, parameters, evidence = state
    more = replace(guide, causes=added(guide.causes, place, "never"))
    same_move(state, (more, parameters, evidence))


@given_guides(places)
def test_a_step_against_nothing_keeps_no_workaround_back(state, place):
    guide, parameters, evidence = state
    candle = Step(key="candle", kind=StepKind.WORKAROUND, minutes=1)
    guide = replace(guide, steps=(*guide.steps, candle))
    steps = added(guide.steps, place, Step(key="worthless", minutes=1))
    more = replace(guide, causes=("never", *guide.causes), steps=steps)
    effects = {**parameters.effects, "worthless": {"never": 0.5}}
    same_move((guide, parameters, evidence), (more, replace(parameters, effects=effects), evidence))


@given_guides(st.sampled_from([0.001, 2.0, 1000.0]))
def test_a_different_unit_of_cost(state, unit):
    guide, parameters, evidence = state
    parameters = replace(parameters, skip={})
    other = replace(
        guide,
        support_minutes=guide.support_minutes * unit,
        waiting_weight=guide.waiting_weight * unit,
        disruption_minutes=tuple(each * unit for each in guide.disruption_minutes),
        questions=tuple(replace(q, minutes=q.minutes * unit) for q in guide.questions),
        steps=tuple(replace(step, minutes=step.minutes * unit) for step in guide.steps),
    )
    old, new = next_move(guide, parameters, evidence), next_move(other, parameters, evidence)
    assert (new.kind, new.key) == (old.kind, old.key)
    assert new.minutes == pytest.approx(old.minutes * unit)
