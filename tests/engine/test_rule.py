"""Large guides, where a rule decides: always the same, and in a number of sums that is bounded."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troubleshooter.engine import Evidence, Question, Result, asking, next_move, plan
from troubleshooter.engine.asking import SHORTLIST
from troubleshooter.engine.joint import Tables
from troubleshooter.engine.numbers import KEPT_GUIDES, numbers_of
from troubleshooter.engine.search import look_for_best
from troubleshooter.engine.situation import size_up

from .sized import sized_example, some_evidence

LARGE, HALF = (20, 30, 15), (10, 15, 8)
seeds = st.integers(0, 10**6)


def turned(evidence):
    return Evidence(
        questions=dict(reversed(evidence.questions.items())),
        steps=dict(reversed(evidence.steps.items())),
    )


def again(example):
    """The same values, laid out anew."""
    return replace(example[0]), replace(example[1])


@given(seeds)
def test_a_large_guide_gives_the_same_move_in_any_order_of_evidence(seed):
    example = sized_example(seed, *LARGE)
    evidence = some_evidence(seed, example[0])
    assert next_move(*example, evidence) == next_move(*again(example), turned(evidence))


class Counting:
    """Counts calls, and how much each was about."""

    def __init__(self, function, size=lambda *args: 1):
        self.function, self.size, self.calls, self.total = function, size, 0, 0

    def __call__(self, *args):
        self.calls += 1
        self.total += self.size(*args)
        return self.function(*args)


@pytest.fixture
def plans(monkeypatch):
    """Counts the plans that a decision makes."""
    counting = Counting(asking.least_minutes)
    monkeypatch.setattr(asking, "least_minutes", counting)
    return counting


@pytest.fixture
def sums(monkeypatch):
    """Counts the causes that a decision sums over for offers in its plans."""
    counting = Counting(plan.gain, lambda weights, effects: len(effects))
    monkeypatch.setattr(plan, "gain", counting)
    return counting


def is_searched(example, evidence):
    return look_for_best(size_up(*example, evidence)) is not None


def test_a_decision_makes_few_plans_however_many_questions_there_are(plans):
    """One for each of three options of the questions on the shortlist, and six to ask one later."""
    most = []
    for seed in range(15):
        example = sized_example(seed, *LARGE)
        plans.calls = 0
        next_move(*example, Evidence())
        most.append(plans.calls)
    assert 0 < max(most) <= 3 * SHORTLIST + 2 * (3 + 1)


@pytest.mark.parametrize("chains", [True, False])
def test_work_grows_no_faster_than_questions_times_causes_times_steps(sums, chains):
    def work(size):
        sums.total = decided = 0
        for seed in range(20):
            guide, parameters = sized_example(seed, *size)
            if not chains:
                steps = tuple(replace(step, requires=()) for step in guide.steps)
                guide = replace(guide, steps=steps)
            example = guide, parameters
            if not is_searched(example, Evidence()):
                next_move(*example, Evidence())
                decided += 1
        return sums.total / decided

    small, large = work(HALF), work(LARGE)
    assert large / small <= (20 * 30 * 15) / (10 * 15 * 8)
    assert large <= 20 * 30 * 15


@pytest.mark.parametrize(
    ("size", "bound"), [(LARGE, 1_500), ((9, 30, 15), 1_500), ((7, 8, 5), 10_000)]
)
def test_a_search_looks_at_few_enough_points_in_every_state_of_a_guide(size, bound, monkeypatch):
    """With one cause at a time there are few sets, so only steps and questions can be too many."""
    looks = Counting(Tables.trouble)
    monkeypatch.setattr(Tables, "trouble", lambda *args: looks(*args))
    most = searched = 0
    for seed in range(60):
        guide, parameters = sized_example(seed, *size)
        looks.calls = 0
        evidence = nearly_done(seed, guide)
        searched += is_searched((guide, parameters), evidence)
        most = max(most, looks.calls)
    assert searched
    assert most <= bound


def nearly_done(seed, guide):
    """Everything answered and tried but a few questions and steps, more or less of them."""
    draw = Random(seed)
    questions, steps = draw.randint(0, 6), draw.randint(1, 12)
    return Evidence(
        questions={q.key: draw.choice(q.options) for q in guide.questions[questions:]},
        steps={step.key: Result.NO_HELP for step in guide.steps[steps:]},
    )


def test_what_is_looked_at_closely_does_not_hang_on_what_can_never_pay():
    """Questions that take as long as support move much, but push none off the shortlist."""
    changed = 0
    for seed in range(30):
        guide, parameters = sized_example(seed, *LARGE)
        dear = tuple(
            Question(key=f"d{n}", options=("x", "y"), minutes=guide.support_minutes)
            for n in range(SHORTLIST)
        )
        telling = {q.key: dict.fromkeys(guide.causes[:8], (0.99, 0.01)) for q in dear}
        more = (
            replace(guide, questions=dear + guide.questions),
            replace(parameters, likelihood={**parameters.likelihood, **telling}),
        )
        old, new = next_move(guide, parameters, Evidence()), next_move(*more, Evidence())
        changed += (old.kind, old.key, old.minutes) != (new.kind, new.key, new.minutes)
    assert changed == 0


def test_layouts_are_kept_for_so_many_guides_and_no_more():
    examples = [sized_example(seed, 2, 2, 1) for seed in range(KEPT_GUIDES + 1)]
    first = numbers_of(*examples[0])
    assert numbers_of(*examples[0]) is first
    for example in examples:
        numbers_of(*example)
    assert numbers_of(*examples[0]) is not first
