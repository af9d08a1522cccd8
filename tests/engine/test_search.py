"""The search, against every way of going on, on guides small enough to look at all of them."""

from dataclasses import replace
from statistics import mean

import pytest
from hypothesis import given

from troubleshooter.engine import Evidence, Guide, Parameters, Step, believe, next_move

from .examples import FIXES, NEW_FUSE, lamp, others_dark, told
from .sized import sized_example
from .worlds import (
    Worlds,
    least_minutes,
    minutes_asking,
    minutes_trying,
    tiny_examples,
    walking_minutes,
)

NOTHING, NONE = Evidence(), frozenset()


def promised_walked_and_least(example):
    """Minutes that the first move speaks of; those of doing as the engine says; the fewest."""
    worlds = Worlds(*example)
    walked = walking_minutes(lambda evidence: next_move(*example, evidence))
    promised = next_move(*example, NOTHING).minutes
    return promised, walked(worlds, {}, NONE), least_minutes(worlds, {}, NONE)


@given(tiny_examples())
def test_going_on_as_told_takes_no_longer_than_was_said_and_hardly_more_than_the_least(example):
    promised, walked, least = promised_walked_and_least(example)
    rounding = 1e-9 * example[0].support_minutes
    assert least - rounding <= walked <= promised + rounding
    assert walked <= least * 1.03 + rounding


def test_over_many_guides_next_to_nothing_is_lost():
    examples = [sized_example(seed, 3, 3, 2, skipped=False) for seed in range(60)]
    found = [promised_walked_and_least(example) for example in examples]
    assert mean(walked / least for _, walked, least in found) <= 1.0002
    assert mean(promised / least for promised, _, least in found) <= 1.0002
    assert max(promised / least for promised, _, least in found) <= 1.02


def test_steps_alone_are_tried_in_the_best_order():
    """Five steps that share causes: 120 orders, and each may stop anywhere."""
    for seed in range(25):
        promised, walked, least = promised_walked_and_least(
            sized_example(seed, 3, 5, 0, skipped=False)
        )
        assert walked <= promised * (1 + 1e-9)
        assert walked <= least * 1.02


def test_the_second_best_chance_per_minute_may_be_the_better_beginning():
    """One step helps most people. The two others help everybody, and make it needless."""
    guide = Guide(
        key="g",
        support_minutes=100,
        causes=tuple("cdef"),
        steps=tuple(Step(key=key, minutes=10) for key in ("most", "one", "other")),
    )
    parameters = Parameters(
        shares={"c": 0.26, "d": 0.26, "e": 0.24, "f": 0.24},
        effects={"most": {"c": 1, "d": 1}, "one": {"c": 1, "e": 1}, "other": {"d": 1, "f": 1}},
    )
    assert told((guide, parameters)) == ("try", "one")
    assert next_move(guide, parameters, NOTHING).minutes == pytest.approx(10 + 0.5 * 10)


def test_a_chain_costs_its_later_steps_only_those_whom_the_earlier_have_not_helped():
    """Both steps together take longer than support; but the first alone helps nine of ten."""
    guide = Guide(
        key="g",
        support_minutes=30,
        causes=("c", "d"),
        steps=(Step(key="first", minutes=10), Step(key="then", minutes=25, requires=("first",))),
    )
    parameters = Parameters(
        shares={"c": 0.9, "d": 0.1}, effects={"first": {"c": 1}, "then": {"d": 1}}
    )
    assert told((guide, parameters)) == ("try", "first")
    assert next_move(guide, parameters, NOTHING).minutes == pytest.approx(10 + 0.1 * 25)


def test_a_chain_is_compared_as_a_whole_and_charged_as_far_as_it_goes():
    """At 0.7 in 30 minutes it comes after 0.3 in 12, though not all will need all of it. (Within a
    band, however narrow, the best chance per minute is taken without a look at the next best.)"""
    guide = Guide(
        key="g",
        support_minutes=400,
        tie_band=0.001,
        causes=("c", "d", "e"),
        steps=(
            Step(key="first", minutes=10),
            Step(key="then", minutes=20, requires=("first",)),
            Step(key="other", minutes=12.4),
        ),
    )
    parameters = Parameters(
        shares={"c": 0.1, "d": 0.6, "e": 0.3},
        effects={"first": {"c": 1}, "then": {"d": 1}, "other": {"e": 1}},
    )
    assert told((guide, parameters)) == ("try", "other")
    assert next_move(guide, parameters, NOTHING).minutes == pytest.approx(12.4 + 7 + 12)
    dearer = replace(guide, steps=(*guide.steps[:2], replace(guide.steps[2], minutes=13)))
    assert told((dearer, parameters)) == ("try", "first")
    assert next_move(dearer, parameters, NOTHING).minutes == pytest.approx(10 + 18 + 0.3 * 13)


@given(tiny_examples())
def test_without_a_question_it_takes_as_long_as_in_a_guide_that_does_not_have_it(example):
    guide, parameters = example
    found = next_move(*example, NOTHING)
    if found.kind != "ask":
        return
    others = tuple(question for question in guide.questions if question.key != found.key)
    without = next_move(replace(guide, questions=others), parameters, NOTHING).minutes
    said = found.reason.expected_minutes_without
    assert found.minutes < said
    assert without * (1 - 1e-9) - 1e-9 <= said <= without * 1.05 + 1e-9


# Support


@given(tiny_examples())
def test_support_comes_exactly_where_nothing_pays(example):
    guide, _ = example
    least = least_minutes(Worlds(*example), {}, NONE)
    kind = next_move(*example, NOTHING).kind
    if kind == "hand_over":
        assert least >= guide.support_minutes * 0.99
    else:
        assert least < guide.support_minutes


# The margin and the band


def test_a_question_is_asked_up_to_the_margin_that_it_wins_by():
    """One question that tells whether one step pays: what it saves is known exactly."""
    example = lamp(
        steps=(NEW_FUSE,),
        fixes=FIXES,
        question=others_dark(),
        support_minutes=30,
        shares={"bulb": 0.4, "fuse": 0.5, "switch": 0.1},
    )
    worlds = Worlds(*example)
    without = minutes_trying(worlds, {}, NONE, "new-fuse", lambda *_: 30)
    asking = minutes_asking(worlds, {}, NONE, "others-dark", least_minutes)
    saved = min(30, without) - asking
    assert saved > 1
    assert told(with_margin(example, saved * 0.999)) == ("ask", "others-dark")
    assert told(with_margin(example, saved * 1.001)) == ("try", "new-fuse")


def with_margin(example, margin):
    return replace(example[0], ask_margin=margin), example[1]


@given(tiny_examples())
def test_no_question_wins_by_more_than_all_there_is_to_lose(example):
    patient = with_margin(example, example[0].support_minutes)
    assert next_move(*patient, NOTHING).kind != "ask"


@pytest.mark.parametrize("band", [0.1, 0.25, 0.5])
@pytest.mark.parametrize("seed", range(15))
def test_the_editors_first_of_the_band_is_tried(seed, band):
    guide, parameters = sized_example(seed, 4, 6, 0, skipped=False)
    steps = tuple(replace(step, requires=(), disruption=1) for step in guide.steps)
    guide = replace(guide, tie_band=band, support_minutes=4000, steps=steps)
    found = next_move(guide, parameters, NOTHING)
    belief, worlds = believe(guide, parameters, NOTHING), Worlds(guide, parameters)
    ratios = {s.key: belief.chance(s.key) / max(worlds.cost(s.key), 1e-9) for s in guide.steps}
    least = max(ratios.values()) * (1 - band)
    assert ratios[found.key] >= least * (1 - 1e-6)
    before = [s.key for s in guide.steps[: [s.key for s in guide.steps].index(found.key)]]
    assert all(ratios[key] <= least * (1 + 1e-6) for key in before)
