"""Sets of causes, against an enumeration that shares nothing with the engine's tables."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.trying import tries
from troubleshooter.engine import Evidence, Guide, Parameters, Question, Step, believe
from troubleshooter.engine.joint import Tables, few_enough, sets_of, tables_of
from troubleshooter.engine.numbers import read_numbers
from troubleshooter.engine.search import look_for_best
from troubleshooter.engine.situation import size_up

from .strategies import examples, states
from .worlds import Worlds


def bits(guide, keys):
    return sum(1 << place for place, step in enumerate(guide.steps) if step.key in keys)


def positions(guide, answers):
    return tuple(
        (place, question.options.index(answers[question.key]))
        for place, question in enumerate(guide.questions)
        if question.key in answers
    )


@st.composite
def points(draw):
    """A guide, some of its answers, steps that have failed, and steps that were then proposed."""
    guide, parameters = draw(examples())
    answers = {q.key: draw(st.sampled_from([None, *q.options])) for q in guide.questions}
    keys = st.sets(st.sampled_from([step.key for step in guide.steps] or ["none"]))
    known = {key: answer for key, answer in answers.items() if answer}
    return guide, parameters, known, draw(keys), draw(keys)


def one_cause(parameters):
    total = max(1.0, sum(parameters.shares.values()))
    return replace(parameters, shares={c: x / total for c, x in parameters.shares.items()})


def trouble(guide, parameters, answers, failed, proposed):
    tables = Tables(read_numbers(guide, parameters))
    places = positions(guide, answers)
    return tables.trouble(places, bits(guide, failed), bits(guide, proposed))


@settings(max_examples=tries(50))
@given(points())
def test_what_steps_leave_broken_is_what_enumeration_leaves(point):
    guide, parameters, answers, failed, proposed = point
    worlds = Worlds(guide, parameters)
    now = worlds.broken(answers, failed)
    left = trouble(*point) / trouble(guide, parameters, answers, failed, ())
    assert left == pytest.approx(worlds.broken(answers, failed, proposed) / now, rel=1e-6, abs=1e-9)


@settings(max_examples=tries(50))
@given(points())
def test_answers_are_as_likely_as_enumeration_says(point):
    guide, parameters, answers, failed, _ = point
    worlds = Worlds(guide, parameters)
    for question in guide.questions:
        others = {key: answer for key, answer in answers.items() if key != question.key}
        told = [{**others, question.key: option} for option in question.options]
        parts = [trouble(guide, parameters, each, failed, ()) for each in told]
        expected = worlds.chances(question.key, others, failed)
        assert [part / sum(parts) for part in parts] == pytest.approx([*expected.values()])


@settings(max_examples=tries(50))
@given(points())
def test_what_is_believed_is_the_average_of_what_will_be_believed(point):
    """The closed forms do not keep this where a question speaks of two causes at once."""
    guide, parameters, answers, failed, proposed = point
    for question in guide.questions:
        before = {key: answer for key, answer in answers.items() if key != question.key}
        after = [{**before, question.key: option} for option in question.options]
        for steps in ((), proposed):
            now = trouble(guide, parameters, before, failed, steps)
            then = sum(trouble(guide, parameters, each, failed, steps) for each in after)
            assert then == pytest.approx(now, rel=1e-9)


def test_the_closed_forms_do_not_keep_that_average():
    """Or else nothing above would have been shown."""
    guide = Guide(
        key="g",
        support_minutes=60,
        causes=("c", "d"),
        questions=(Question(key="q", options=("x", "y"), minutes=1),),
        steps=(Step(key="s", minutes=1),),
    )
    parameters = Parameters(
        shares={"c": 0.7, "d": 0.7},
        effects={"s": {"c": 1.0, "d": 1.0}},
        likelihood={"q": {"c": (0.9, 0.1), "d": (0.9, 0.1)}},
    )
    tables = tables_of(read_numbers(guide, parameters))
    both = [tables.weights(((0, option),))[3] for option in range(2)]
    assert sum(both) == pytest.approx(tables.weights(())[3])
    closed = [0.5 * (each / 0.5) ** 2 for each in (0.98 * 0.9 + 0.01, 0.98 * 0.1 + 0.01)]
    assert sum(closed) > 1.2


@given(states())
def test_one_cause_at_a_time_is_as_the_closed_forms_have_it(state):
    guide, parameters, evidence = state
    parameters = one_cause(parameters)
    numbers = read_numbers(guide, parameters)
    belief = believe(guide, parameters, evidence)
    here = size_up(guide, parameters, evidence)
    tables, done = Tables(numbers), sum(1 << step for step in here.failed)
    now = tables.trouble(here.answers, done, 0)
    for place, step in enumerate(numbers.steps):
        if place not in here.failed:
            left = tables.trouble(here.answers, done, 1 << place) / now
            chance = belief.chance(step.key) * (1 - step.skip)
            assert 1 - left == pytest.approx(chance, abs=1e-9)
    for place, question in enumerate(guide.questions):
        if all(place != answered for answered, _ in here.answers):
            told = [
                tuple(sorted((*here.answers, (place, n)))) for n in range(len(question.options))
            ]
            parts = [tables.trouble(each, done, 0) / now for each in told]
            assert parts == pytest.approx([*belief.answers(question.key).values()], abs=1e-9)


@settings(max_examples=tries(50))
@given(points(), st.integers(0, 4), st.sampled_from([0.0, 1.0, 1e-12, 0.3]))
def test_a_cause_that_never_is_there_is_in_no_set(point, place, effect):
    guide, parameters, answers, failed, proposed = point
    assume(sum(parameters.shares.values()) > 0)
    causes = (*guide.causes[:place], "never", *guide.causes[place:])
    more = (
        replace(guide, causes=causes),
        replace(
            parameters,
            shares={**parameters.shares, "never": 0.0},
            effects={key: {**named, "never": effect} for key, named in parameters.effects.items()},
        ),
    )
    assert sets_of(read_numbers(*more)) == sets_of(read_numbers(guide, parameters))
    assert trouble(*more, answers, failed, proposed) == trouble(*point)


def test_the_least_effect_is_not_lost_among_the_greatest():
    """Steps that all but always work leave 1e-12 of a cause, and a last step takes half of that."""
    guide = Guide(
        key="g",
        support_minutes=60,
        causes=("c", "d"),
        steps=tuple(Step(key=key, minutes=1) for key in "stu"),
    )
    sure = 1 - 1e-12
    parameters = Parameters(
        shares={"c": 0.9, "d": 0.9},
        effects={"s": {"c": sure}, "t": {"d": 1.0}, "u": {"c": 0.5}},
    )
    before = trouble(guide, parameters, {}, (), {"s", "t"})
    assert trouble(guide, parameters, {}, (), {"s", "t", "u"}) == pytest.approx(
        before / 2, rel=1e-3
    )
    assert before > 0


@pytest.mark.parametrize("share", [0.04, 0.5])
def test_no_more_sets_are_looked_at_than_a_decision_can_bear(share):
    causes = tuple(f"c{number}" for number in range(25))
    guide = Guide(key="g", support_minutes=60, causes=causes, steps=(Step(key="s", minutes=1),))
    parameters = Parameters(
        shares=dict.fromkeys(causes, share), effects={"s": dict.fromkeys(causes, 0.5)}
    )
    one_at_a_time = share * len(causes) <= 1
    assert few_enough(read_numbers(guide, parameters)) is one_at_a_time
    assert (look_for_best(size_up(guide, parameters, Evidence())) is not None) is one_at_a_time
