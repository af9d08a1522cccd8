"""What would help most: by stated rules, in visits, with intervals; and nothing where the data are silent."""

import random

import pytest

from troubleshooter.models import Node
from troubleshooter.statistics.counted import NodeFigures, VisitFigures
from troubleshooter.statistics.figures.actions import Kind, actions
from troubleshooter.statistics.figures.ends import ends_of

from .test_league import Called

STEP, QUESTION = Node.STEP.value, Node.QUESTION.value
ENDS = ends_of(VisitFigures(visits=1000, resolved=600, handed_over=200, left=200))


def node(shown, left=0, **more):
    said = shown - left
    return NodeFigures(shown=shown, answered=said, left=left, **more)


def found(nodes, answers=None, ends=ENDS, names=None):
    return actions(nodes, answers or {}, ends, names or Called())


def test_a_step_that_loses_more_people_than_the_others_is_named():
    nodes = {(STEP, "leak"): node(500, 150), **{(STEP, k): node(500, 25) for k in "abc"}}
    (action,) = found(nodes).actions
    assert (action.kind, action.node.key) == (Kind.LEAVING, "leak")
    assert (action.seen.times, action.usual.times, action.usual.of) == (150, 75, 1500)
    # By hand: (0.30 − 0.05) × 500 more stay, three in four of them are resolved, of 1000 visits.
    assert action.gain.value == pytest.approx(100 * 0.25 * 500 * 0.75 / 1000)
    assert action.gain.value in action.gain.interval


def test_losing_a_little_more_by_chance_is_no_finding():
    nodes = {(STEP, k): node(200, left) for k, left in zip("abcde", (10, 14, 9, 11, 16))}
    assert found(nodes).actions == ()


def test_questions_are_compared_with_questions():
    nodes = {(STEP, k): node(300, 2) for k in "abcd"} | {
        (QUESTION, k): node(300, 30) for k in "xyz"
    }
    assert found(nodes).actions == ()


def test_what_cannot_be_found_counts_as_far_as_it_would_fix_and_nothing_else_does():
    nodes = {(STEP, "lost"): node(400, 0, not_found=100, fixed=150, no_help=150)}
    (action,) = found(nodes).actions
    assert (action.kind, action.seen.times, action.seen.of) == (Kind.NOT_FOUND, 100, 400)
    # By hand: 100 of 1000 did not find it; it fixes half; four in ten find no other fix.
    assert action.gain.value == pytest.approx(100 * 100 / 1000 * 0.5 * 0.4)
    assert action.gain.interval.low < action.gain.value < action.gain.interval.high


def test_a_step_that_nobody_could_try_promises_nothing():
    nodes = {(STEP, "lost"): node(400, 0, not_found=400)}
    assert found(nodes).actions == ()


def test_a_question_that_most_cannot_answer_costs_its_minutes():
    most, half = {"q": {"unsure": 300, "yes": 100}}, {"q": {"unsure": 200, "yes": 200}}
    (action,) = found({(QUESTION, "q"): node(400)}, most).actions
    assert (action.kind, action.in_minutes) == (Kind.UNSURE, True)
    assert action.gain.value == pytest.approx(100 * 400 / 1000 * 0.75 * 1)
    assert found({(QUESTION, "q"): node(400)}, half).actions == ()


def test_few_visits_say_nothing():
    few = ends_of(VisitFigures(visits=29, resolved=20, left=9))
    nodes = {(STEP, "leak"): node(29, 9), (STEP, "a"): node(29, 0)}
    assert found(nodes, ends=few).too_few
    assert found(nodes, ends=few).actions == ()


def test_at_most_three_are_named_the_surest_gain_first_and_none_that_the_guide_has_no_more():
    class Gone(Called):
        def node(self, *at):
            named = super().node(*at)
            return named if at[1] != "gone" else type(named)(**{**vars(named), "here": False})

    stuck = {
        (STEP, key): node(400, 0, not_found=n, fixed=150, no_help=400 - 150 - n)
        for key, n in (("a", 30), ("b", 90), ("c", 60), ("d", 40), ("gone", 200))
    }
    assert [action.node.key for action in found(stuck, names=Gone()).actions] == ["b", "c", "d"]


def test_alike_steps_are_rarely_called_leaking():
    """Ten steps that lose one in ten, 400 times: a finding in at most one of twenty cases."""
    luck, wrong = random.Random(3), 0
    for _ in range(400):
        lost = {k: sum(luck.random() < 0.1 for _ in range(150)) for k in "abcdefghij"}
        wrong += bool(found({(STEP, k): node(150, n) for k, n in lost.items()}).actions)
    assert wrong <= 400 * 0.05 + 2 * (400 * 0.05 * 0.95) ** 0.5
