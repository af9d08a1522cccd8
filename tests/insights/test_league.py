"""The table of fixes: contribution and rate are two things, and what cannot be told apart is one group."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troubleshooter.models import Node
from troubleshooter.statistics.counted import NodeFigures
from troubleshooter.statistics.figures.league import AdjustedRates, Sort, league
from troubleshooter.statistics.figures.names import Named
from troubleshooter.statistics.measures import Estimate, Interval
from troubleshooter.statistics.measures.parts import leading_parts


class Called:
    """Every step is a fix, but for those named otherwise."""

    def node(self, node, key):
        kind = {"look": "check", "detour": "workaround"}.get(key, "fix")
        return Named(node=node, key=key, title=key.title(), kind=kind, minutes=1, here=True)


def step(fixed, no_help, **more):
    return NodeFigures(
        shown=fixed + no_help + sum(more.values()), fixed=fixed, no_help=no_help, **more
    )


def table(figures, resolved, **options):
    nodes = {(Node.STEP.value, key): seen for key, seen in figures.items()}
    nodes[Node.QUESTION.value, "q"] = NodeFigures(shown=9, answered=9)
    nodes["", ""] = NodeFigures(shown=5)
    return league(nodes, Called(), resolved=resolved, **options)


def groups(found):
    return [[row.step.key for row in group.rows] for group in found.groups]


def test_shares_rates_and_leaving_are_of_their_own_numbers():
    (row,) = table({"a": step(40, 60, left=8, open=2)}, 100).rows
    assert (row.share.times, row.share.of) == (40, 100)
    assert (row.tried.times, row.tried.of) == (40, 100)
    assert (row.left.times, row.left.of) == (8, 108)


def test_only_fixes_are_in_it():
    found = table({"a": step(40, 60), "look": step(30, 10), "detour": step(20, 1)}, 100)
    assert [row.step.key for row in found.rows] == ["a"]


def test_what_brings_most_leads_though_its_rate_is_lower():
    figures = {"first": step(300, 600), "last": step(60, 20)}
    assert groups(table(figures, 360)) == [["first"], ["last"]]
    assert groups(table(figures, 360, sort=Sort.RATE)) == [["last"], ["first"]]


def test_steps_that_cannot_be_told_apart_are_one_group():
    found = table({"a": step(50, 100), "b": step(58, 100), "c": step(3, 150)}, 111)
    assert groups(found) == [["b", "a"], ["c"]]
    assert [group.leading for group in found.groups] == [True, False]
    assert [row.step.key for row in found.leading] == ["b", "a"]


def test_three_visits_make_no_winner():
    for sort in Sort:
        found = table({"a": step(3, 0), "b": step(0, 1)}, 3, sort=sort)
        assert found.leading == ()
        assert all(group.too_few for group in found.groups)
        assert all(row.tried.interval is None for row in found.rows)


def test_by_adjusted_effects_what_cannot_be_known_comes_last():
    sure = {
        "a": Estimate(value=0.3, interval=Interval(low=0.25, high=0.35)),
        "b": Estimate(value=0.6, interval=Interval(low=0.5, high=0.7)),
    }
    rates = AdjustedRates(
        estimates=sure, refused={"c": "no_overlap"}, made_at=datetime(2026, 3, 2, tzinfo=UTC)
    )
    found = table({k: step(40, 60) for k in "abc"}, 120, adjusted=rates, sort=Sort.ADJUSTED)
    assert groups(found) == [["b"], ["a"], ["c"]]
    assert found.groups[-1].too_few
    assert found.rows[-1].refused == "no_overlap"


@given(
    st.dictionaries(
        st.sampled_from("abcdefgh"), st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=8
    ),
    st.sampled_from(Sort),
)
def test_every_fix_is_there_once_whatever_it_is_sorted_by(counts, sort):
    figures = {key: step(*pair) for key, pair in counts.items()}
    resolved = sum(fixed for fixed, _ in counts.values())
    found = table(figures, resolved, sort=sort)
    assert sorted(row.step.key for row in found.rows) == sorted(figures)
    assert [group.too_few for group in found.groups] == sorted(
        group.too_few for group in found.groups
    )


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"a": 58, "b": 42, "c": 2}, [("a", "b"), ("c",)]),
        ({"a": 600, "b": 400}, [("a",), ("b",)]),
        ({"a": 5, "b": 4}, []),
        ({}, []),
    ],
)
def test_parts_of_one_whole_are_told_apart_by_the_visits_of_both(counts, expected):
    assert list(leading_parts(counts).groups) == expected


def test_parts_are_wrongly_told_apart_in_at_most_one_of_twenty_cases():
    """Twelve equal parts of 300 fixes, simulated: at most 5 % may name a leader."""
    import random

    luck, wrong = random.Random(11), 0
    for _ in range(400):
        drawn = luck.choices("abcdefghijkl", k=300)
        wrong += len(leading_parts({key: drawn.count(key) for key in "abcdefghijkl"}).leading) < 12
    assert wrong <= 400 * 0.05 + 2 * (400 * 0.05 * 0.95) ** 0.5
