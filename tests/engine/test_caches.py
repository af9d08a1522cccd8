"""What is kept makes a decision quicker, and never another one."""

from dataclasses import replace
from random import Random

import pytest

from troubleshooter.engine import Evidence, Result, joint, menu, move, next_move, numbers, offers
from troubleshooter.engine import search as searching

from .sized import FAILURES, sized_example, some_evidence

SIZES = [(4, 5, 2), (6, 7, 3), (20, 30, 15)]


def forget_everything():
    move._kept_move.cache_clear()
    menu.draw_up_menu.cache_clear()
    offers.join.cache_clear()
    joint.tables_of.cache_clear()
    searching._is_small.cache_clear()
    numbers._kept.numbers.clear()


def visits(size):
    """Some guides, each with a few states of it."""
    for seed in range(4):
        example = sized_example(seed, *size)
        for state in range(6):
            yield example, some_evidence(97 * seed + state, example[0])


def moves(states):
    return [next_move(*example, evidence) for example, evidence in states]


@pytest.mark.parametrize("size", SIZES)
def test_the_order_in_which_states_are_met_changes_nothing(size):
    states = list(visits(size))
    forget_everything()
    forwards = moves(states)
    forget_everything()
    backwards = moves(reversed(states))
    assert backwards[::-1] == forwards
    for state, expected in zip(states, forwards, strict=True):
        forget_everything()
        assert moves([state]) == [expected]


@pytest.mark.parametrize("size", SIZES[:2])
def test_what_was_dropped_is_found_again(size, monkeypatch):
    states = list(visits(size))
    forget_everything()
    expected = moves(states)
    monkeypatch.setattr(joint, "KEPT_SUMS", 3)
    monkeypatch.setattr(joint, "KEPT_NUMBERS", 1)
    monkeypatch.setattr(numbers, "KEPT_GUIDES", 1)
    forget_everything()
    assert moves(states) == expected
    forget_everything()


def test_two_guides_alike_in_all_but_a_number_are_not_mixed_up():
    guide, parameters = sized_example(3, 4, 5, 2)
    cheap, dear = replace(guide, support_minutes=1), replace(guide, support_minutes=4000)
    assert next_move(cheap, parameters, Evidence()).kind == "hand_over"
    assert next_move(dear, parameters, Evidence()).kind != "hand_over"
    assert next_move(cheap, parameters, Evidence()).kind == "hand_over"


@pytest.mark.parametrize("size", SIZES)
def test_every_walk_ends_and_never_puts_a_step_before_what_it_requires(size):
    for seed in range(12):
        guide, parameters = sized_example(seed, *size)
        draw, questions, steps = Random(seed), {}, {}
        requires = {step.key: step.requires for step in guide.steps}
        options = {question.key: question.options for question in guide.questions}
        for _ in range(len(requires) + len(options) + 1):
            found = next_move(guide, parameters, Evidence(questions=questions, steps=steps))
            if found.kind == "hand_over":
                break
            assert found.key not in questions | steps
            if found.kind == "ask":
                questions = {**questions, found.key: draw.choice(options[found.key])}
            else:
                assert set(requires[found.key]) <= set(steps)
                steps = {**steps, found.key: draw.choice(FAILURES)}
        assert found.kind == "hand_over"


def test_a_risky_step_waits_for_its_safeguard_even_if_that_is_never_said_to_be_done():
    """Only a result of the safeguard lets the risky step come, and waiting for it is none."""
    for seed in range(40):
        guide, parameters = sized_example(seed, 4, 6, 2)
        guide = replace(
            guide,
            support_minutes=4000,
            steps=tuple(
                replace(step, irreversible=True, requires=("s0",)) if step.key != "s0" else step
                for step in guide.steps
            ),
        )
        assert next_move(guide, parameters, Evidence()).key in {"s0", "q0", "q1"}
        under_way = Evidence(steps={"s0": Result.WAITING})
        assert next_move(guide, parameters, under_way).key == "s0"
