"""A plan goes as far as a decision looks, and no step of that is another than in the whole plan."""

import pytest

from troubleshooter.engine import (
    Evidence,
    Guide,
    Parameters,
    Step,
    StepKind,
    look_ahead,
    next_move,
    plan,
    still_to_try,
)
from troubleshooter.engine.plan import HALF, least_minutes, make_plan, score_all
from troubleshooter.engine.situation import size_up

from .sized import sized_example, some_evidence


def first_down_to(broken, part):
    return next((place for place, p in enumerate(broken) if p <= part), None)


@pytest.mark.parametrize("seed", range(40))
def test_as_far_as_it_goes_it_is_the_whole_plan(seed):
    guide, numbers = sized_example(seed, 1 + seed % 9, 1 + seed % 31, 0, odd=0.2)
    here = size_up(guide, numbers, some_evidence(seed, guide))
    whole = make_plan(here.belief, here.menu, at_least=len(here.numbers.steps))
    for down_to in (HALF, 0.9, 0.2, 1e-3, 1.0):
        short = make_plan(here.belief, here.menu, down_to=down_to)
        count = len(short.order)
        assert short.order == whole.order[:count]
        assert short.broken == whole.broken[: count + 1]
        assert (short.stop, short.minutes) == (whole.stop, whole.minutes)
        assert first_down_to(short.broken, down_to) == first_down_to(whole.broken, down_to)
        assert bool(short.order) == bool(whole.order)


def least_of(guide, numbers, evidence):
    """By the short way of a decision, and over the whole plan."""
    here = size_up(guide, numbers, evidence)
    weights = here.belief.weights
    least = least_minutes(weights, here.menu, score_all(weights, here.menu))
    return least, make_plan(here.belief, here.menu, at_least=len(here.numbers.steps)).minutes


@pytest.mark.parametrize("seed", range(40))
def test_looking_no_further_than_pays_misses_nothing(seed):
    guide, numbers = sized_example(seed, 1 + seed % 9, 1 + seed % 31, 0, odd=0.2)
    least, whole = least_of(guide, numbers, some_evidence(seed, guide))
    assert least == pytest.approx(whole, rel=1e-9)


def test_what_one_dear_step_opens_pays_together():
    """None of the five does alone: 21 minutes for one in ten. All of them do."""
    keys = [f"s{n}" for n in range(5)]
    safe = Step(key="safe", minutes=20, kind=StepKind.SAFETY)
    steps = (safe, *(Step(key=key, minutes=1, requires=("safe",)) for key in keys))
    guide = Guide(
        key="chest", support_minutes=80, causes=(*keys, "other"), questions=(), steps=steps
    )
    shares = dict.fromkeys(keys, 0.1) | {"other": 0.5}
    numbers = Parameters(shares=shares, effects={key: {key: 1.0} for key in keys})
    least, whole = least_of(guide, numbers, Evidence())
    assert least == pytest.approx(whole, rel=1e-9)
    assert least == pytest.approx(20 + 1 + 0.9 + 0.8 + 0.7 + 0.6 + 80 * 0.5, abs=0.5)


def test_a_large_guide_is_not_planned_to_its_end(monkeypatch):
    """500 steps that all act on one cause: what no decision looks at would be 500 times 500."""
    steps = tuple(Step(key=f"s{n}", minutes=3 + n % 7) for n in range(500))
    guide = Guide(key="large", support_minutes=60, causes=("it",), questions=(), steps=steps)
    effects = {step.key: {"it": 0.1 + n % 3 / 10} for n, step in enumerate(steps)}
    numbers = Parameters(shares={"it": 1.0}, effects=effects)
    taken, go_on = [], plan._Walk.go_on
    monkeypatch.setattr(plan._Walk, "go_on", lambda walk: taken.append(1) or go_on(walk))
    # Three minutes and three in ten: the first of the best.
    assert next_move(guide, numbers, Evidence()).key == "s14"
    assert 0 < len(taken) < 100


@pytest.mark.parametrize("seed", range(40))
def test_the_first_that_are_left_are_those_of_the_outlook(seed):
    guide, numbers = sized_example(seed, 1 + seed % 9, 1 + seed % 31, 0, odd=0.2)
    evidence = some_evidence(seed, guide)
    everything = look_ahead(guide, numbers, evidence).still_to_try
    for most in (0, 1, 3, len(guide.steps)):
        assert still_to_try(guide, numbers, evidence, most=most) == everything[:most]


def test_what_helps_nobody_ties_with_nothing_however_wide_the_band():
    """A band of one: each step that may help is as good as the best."""
    assert plan.pick([0.0, 0.2, 1.0], 1.0) == 1
    assert plan.pick([0.0, 1e-320], 1.0) == 1
    assert plan.pick([0.0, 0.0], 1.0) == 0
