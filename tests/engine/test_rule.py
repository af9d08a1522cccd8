"""Large guides, where a rule decides: always the same, and in a number of sums that is bounded."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troubleshooter.engine import Evidence, Question, asking, next_move, plan
from troubleshooter.engine.asking import SHORTLIST
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


def test_work_grows_no_faster_than_questions_times_causes_times_steps(sums):
    def work(size):
        sums.total = decided = 0
        for seed in range(20):
            example = sized_example(seed, *size)
            if not is_searched(example, Evidence()):
                next_move(*example, Evidence())
                decided += 1
        return sums.total / decided

    small, large = work(HALF), work(LARGE)
    assert large / small <= (20 * 30 * 15) / (10 * 15 * 8)
    assert large <= 20 * 30 * 15


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
