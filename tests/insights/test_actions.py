"""What would help most: by stated rules, in visits, with intervals; and nothing where the data are silent."""

import random
from dataclasses import replace
from unittest.mock import patch

import pytest
from django.utils import timezone

from troubleshooter.models import Node
from troubleshooter.statistics.counted import NodeFigures, VisitFigures
from troubleshooter.statistics.effects.change import Change
from troubleshooter.statistics.effects.change import Kind as How
from troubleshooter.statistics.effects.moving_up import MovedUp
from troubleshooter.statistics.effects.what_if import Compared, Ends, WhatIf
from troubleshooter.statistics.figures.actions import Kind, actions
from troubleshooter.statistics.figures.ends import ends_of
from troubleshooter.statistics.figures.league import AdjustedRates
from troubleshooter.statistics.figures.moving import moves_that_help
from troubleshooter.statistics.measures import Estimate, Interval

from .test_league import Called
from .world import FIXED, TO_PLUG, Visitors

STEP, QUESTION = Node.STEP.value, Node.QUESTION.value
ENDS = ends_of(VisitFigures(visits=1000, resolved=600, handed_over=200, left=200))


def node(shown, left=0, **more):
    said = shown - left
    return NodeFigures(shown=shown, answered=said, left=left, **more)


def found(nodes, answers=None, ends=ENDS, names=None, **more):
    return actions(nodes, answers or {}, ends, names or Called(), support_minutes=30, **more)


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


def moved(minutes, resolved=(-0.01, 0.0, 0.01), *, kind=How.FIRST, to=0.0):
    """A move whose differences are (low, value, high) for one visitor."""
    ends = Ends(minutes=estimate(*minutes), resolved=estimate(*resolved))
    compared = Compared(now=ends, then=ends, difference=ends, followed=1.0)
    change = Change(step="late", kind=kind, to=to)
    return MovedUp(change=change, found=WhatIf(compared=compared))


def estimate(low, value, high):
    return Estimate(value=value, interval=Interval(low=low, high=high))


def adjusted(*moves, fresh=True):
    helps = {"late": estimate(0.2, 0.3, 0.4)}
    return AdjustedRates(
        estimates=helps, after={"late": 2.5}, moves=moves, made_at=timezone.now(), fresh=fresh
    )


def test_a_step_that_comes_late_is_named_with_the_minutes_that_a_hundred_visits_save():
    (action,) = moves_that_help(adjusted(moved((-4.0, -3.0, -1.0))), Called())
    assert (action.kind, action.node.key, action.in_minutes) == (Kind.MOVE_UP, "late", True)
    gain = action.gain
    assert (gain.interval.low, gain.value, gain.interval.high) == (100, 300, 400)
    assert (action.late.after, action.late.helps.value) == (2.5, 0.3)


@pytest.mark.parametrize(
    "known",
    [
        adjusted(moved((-4.0, -2.0, 0.1))),
        adjusted(moved((1.0, 2.0, 3.0))),
        adjusted(moved((-4.0, -3.0, -1.0), resolved=(-0.3, -0.2, -0.1))),
        adjusted(moved((-4.0, -3.0, -1.0)), fresh=False),
        adjusted(MovedUp(change=moved((0, 0, 0)).change, found=WhatIf(why_not="no_overlap"))),
        adjusted(),
    ],
    ids=["by chance", "slower", "resolves fewer", "of other visits", "refused", "none"],
)
def test_a_move_that_is_not_sure_to_help_is_not_named(known):
    assert list(moves_that_help(known, Called())) == []


def test_visits_resolved_and_minutes_are_weighed_by_what_support_takes():
    """By hand: `b` brings at least 100 × (its low ends) visits, each worth so many minutes."""
    stuck = {(STEP, "b"): node(400, 0, not_found=100, fixed=150, no_help=150)}
    move = tuple(moves_that_help(adjusted(moved((-4.0, -3.0, -1.0))), Called()))
    low = found(stuck).actions[0].gain.interval.low

    def order(minutes):
        said = actions(stuck, {}, ENDS, Called(), support_minutes=minutes, moves=move)
        return [action.node.key for action in said.actions]

    assert order(100 / low * 1.01) == ["b", "late"]
    assert order(100 / low * 0.99) == ["late", "b"]


@pytest.mark.parametrize(
    ("kind", "to", "asks"),
    [(How.FIRST, 0.0, "change=first"), (How.MOVE, 1.0, "change=move&to=1")],
)
def test_the_overview_links_a_move_to_where_it_is_thought_through(lamp, lead, kind, to, asks):
    visitors = Visitors(lamp)
    visitors.come(40, TO_PLUG, FIXED)
    rates = adjusted(moved((-4.0, -3.0, -1.0), kind=kind, to=to))
    plug = replace(rates.moves[0], change=replace(rates.moves[0].change, step="plug-in"))
    named = {"estimates": {"plug-in": rates.estimates["late"]}, "after": {"plug-in": 2.5}}
    with patch(
        "troubleshooter.views.insights.overview.adjusted_rates",
        lambda _: replace(rates, moves=(plug,), **named),
    ):
        answer = lead.get("/insights/?guide=lamp")
    (todo,) = answer.context["todo"]
    assert todo.action.kind == Kind.MOVE_UP
    assert todo.look == f"/insights/what-if/?guide=lamp&step=plug-in&{asks}"
    asked = lead.get(todo.look).context["thought"]
    assert asked.changing.change == plug.change


def test_alike_steps_are_rarely_called_leaking():
    """Ten steps that lose one in ten, 400 times: a finding in at most one of twenty cases."""
    luck, wrong = random.Random(3), 0
    for _ in range(400):
        lost = {k: sum(luck.random() < 0.1 for _ in range(150)) for k in "abcdefghij"}
        wrong += bool(found({(STEP, k): node(150, n) for k, n in lost.items()}).actions)
    assert wrong <= 400 * 0.05 + 2 * (400 * 0.05 * 0.95) ** 0.5
