"""Which steps are thought through as coming sooner."""

import pytest

from troubleshooter.engine import Guide, Step, StepKind
from troubleshooter.statistics.effects.adjusted import Adjusted, Reason, Refusal
from troubleshooter.statistics.effects.change import Change, Kind
from troubleshooter.statistics.effects.moving_up import moves_up
from troubleshooter.statistics.effects.observed import Trials
from troubleshooter.statistics.effects.what_if import Order
from troubleshooter.statistics.measures import Interval


def guide(*steps):
    return Guide(key="g", support_minutes=30, causes=("c",), steps=steps)


def step(key, minutes=5.0, **more):
    return Step(key=key, minutes=minutes, **more)


def known(**rates):
    """Steps that are tried in this order, by the rates that adjusting comes to."""
    return {key: effect(rate, after=at) for at, (key, rate) in enumerate(rates.items())}


def effect(rate, *, after, why_not=Refusal.NONE):
    return Adjusted(
        value=rate,
        interval=Interval(low=0.0, high=1.0),
        trials=Trials(tried=100, fixed=50, after=float(after)),
        why_not=why_not,
        reason=Reason.CHANCE,
    )


def first(key):
    return Change(step=key, kind=Kind.FIRST)


def test_what_helps_more_for_each_minute_than_what_comes_before_it_would_come_first():
    steps = guide(step("a"), step("b", minutes=1.0), step("c"))
    assert moves_up(steps, known(a=0.3, b=0.2, c=0.1), Order.ENGINE) == (first("b"),)


def test_in_the_editors_order_it_would_come_before_the_first_that_helps_less():
    steps = guide(step("a"), step("b"), step("c"), step("d"))
    found = moves_up(steps, known(a=0.4, b=0.2, c=0.3, d=0.1), Order.EDITORS)
    assert found == (Change(step="c", kind=Kind.MOVE, to=2.0),)


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize(
    "last",
    [
        step("b", disruption=4),
        step("b", irreversible=True),
        step("b", requires=("a",)),
        step("b", kind=StepKind.WORKAROUND),
        step("b", kind=StepKind.SAFETY),
        step("b", pinned=True),
        step("b", wait_minutes=2000.0),
    ],
)
def test_what_is_risky_bound_or_not_quick_stays_where_it_is(order, last):
    assert moves_up(guide(step("a"), last), known(a=0.1, b=0.2), order) == ()
    assert moves_up(guide(step("a"), step("b")), known(a=0.1, b=0.2), order) != ()


@pytest.mark.parametrize("order", list(Order))
def test_what_cannot_be_told_is_neither_moved_nor_passed(order):
    steps, sure = guide(step("a"), step("b")), known(a=0.1, b=0.2)
    for key in sure:
        vague = effect(sure[key].value, after=sure[key].trials.after, why_not=Refusal.NO_OVERLAP)
        assert moves_up(steps, sure | {key: vague}, order) == ()


def test_at_most_three_are_looked_at_and_those_that_help_most():
    keys = "abcdef"
    rates = dict(zip(keys, (0.01, 0.05, 0.4, 0.3, 0.2, 0.1), strict=True))
    found = moves_up(guide(*map(step, keys)), known(**rates), Order.ENGINE)
    assert [change.step for change in found] == ["c", "d", "e"]
