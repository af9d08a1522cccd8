"""Learning keeps its footing at the limits: 0 and 1, next to nothing, and every shape of guide."""

from collections import Counter
from math import isfinite

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.strategies import examples
from troubleshooter.engine import Guide, Parameters
from troubleshooter.engine.learning import (
    History,
    Record,
    group_shares,
    learn,
    places,
    with_chosen,
    within_band,
)


@st.composite
def histories_for(draw, guide):
    answers = {q.key: draw(st.sampled_from([None, *q.options])) for q in guide.questions}
    results = {s.key: draw(st.sampled_from([None, "failed", "fixed"])) for s in guide.steps}
    return History(
        answers=frozenset((key, option) for key, option in answers.items() if option),
        failed=frozenset(key for key, result in results.items() if result == "failed"),
        fixed=frozenset(key for key, result in results.items() if result == "fixed"),
        cause=draw(st.sampled_from(["", "", *guide.causes])),
    )


@st.composite
def lessons(draw):
    guide, parameters = draw(examples())
    records = [
        Record(histories=Counter(draw(st.lists(histories_for(guide), max_size=8)))) for _ in "ab"
    ]
    return guide, parameters, *records


@given(lessons())
def test_whatever_was_seen_numbers_stay_probabilities(lesson):
    guide, parameters, most, held_out = lesson
    told = learn(guide, parameters, most, held_out)
    for place, column in places(told.parameters):
        assert all(0 <= p <= 1 for p in column), place
    assert isfinite(told.held_out.learnt)
    assert isfinite(told.held_out.editors)
    for change in told.changes:
        for low, now, high in zip(change.low, change.now, change.high):
            assert 0 <= low <= now <= high <= 1
        assert isfinite(change.count)
        assert change.count >= 0
    near = within_band(told.changes, 1.5)
    for place, column in places(with_chosen(parameters, told.parameters, near)):
        assert all(0 <= p <= 1 for p in column), place


@given(lessons())
def test_whatever_was_seen_learning_is_the_same_the_second_time(lesson):
    assert learn(*lesson) == learn(*lesson)


@given(lessons())
def test_whatever_was_seen_groups_can_be_compared(lesson):
    guide, parameters, most, held_out = lesson
    seen = {"a": most.histories, "b": held_out.histories}
    told = learn(guide, parameters, most, held_out)
    found = group_shares(guide, told.parameters, seen, seen)
    for shares in found.shares.values():
        assert all(0 <= share <= 1 for share in shares.values())


def test_shares_of_next_to_nothing_are_kept():
    guide = Guide(key="any", support_minutes=1.0, causes=("c0", "c1"))
    parameters = Parameters(shares={"c0": 0.0, "c1": 2e-309})
    told = learn(guide, parameters, Record(), Record())
    assert told.parameters.shares == {"c0": 0.0, "c1": 2e-309}
