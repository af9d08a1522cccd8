"""A rate shows no more of itself than so few visits allow; silence is neither good nor bad."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from troubleshooter.statistics.measures import Shown, bounds, percent, rate


@pytest.mark.parametrize(
    ("of", "shown"),
    [
        (0, Shown.COUNT),
        (3, Shown.COUNT),
        (9, Shown.COUNT),
        (10, Shown.INTERVAL),
        (29, Shown.INTERVAL),
        (30, Shown.RATE),
        (10**6, Shown.RATE),
    ],
)
def test_how_many_it_is_of_decides_what_is_shown(of, shown):
    found = rate(of, of)
    assert found.shown_as == shown
    assert (found.interval is None) == (shown == Shown.COUNT)
    assert (found.share is None) == (shown != Shown.RATE)


def test_three_of_three_is_not_a_hundred_per_cent():
    assert "%" not in str(rate(3, 3))
    assert str(rate(3, 3)).split()[0] == "3"


def test_what_is_said_of_a_rate():
    assert str(rate(3, 7)) == "3 of 7"
    theirs = binomtest(8, 20).proportion_ci(method="wilson")
    assert str(rate(8, 20)) == "21–62 %"
    assert (theirs.low >= 0.21, theirs.high <= 0.62) == (True, True)
    assert str(rate(62, 100)) == "62 % (52–71 %)"


@given(st.integers(30, 10**7).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_only_none_is_0_and_only_all_is_100(count):
    times, of = count
    assert (percent(times / of) == 0) == (times == 0)
    assert (percent(times / of) == 100) == (times == of)


@given(st.integers(10, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_is_rounded_outwards(count):
    found = rate(*count)
    between = str(found).split("(")[-1].rstrip(")").removesuffix(" %")
    low, high = map(int, between.split("–"))
    assert low <= 100 * found.interval.low + 1e-6
    assert high >= 100 * found.interval.high - 1e-6


def test_what_is_no_rate_is_refused():
    with pytest.raises(ValueError, match="no share"):
        rate(4, 3)


visits = st.integers(0, 400)


@given(visits, visits, visits)
def test_whoever_left_may_have_been_helped_or_not(fixed, other, left):
    found = bounds(fixed=fixed, said=fixed + other, left=left)
    assert (found.lower.times, found.lower.of) == (fixed, fixed + other + left)
    assert (found.upper.times, found.upper.of) == (fixed + left, fixed + other + left)
    if found.whole:
        for helped in (0, left // 3, left):
            of = fixed + other + left
            assert found.whole.low <= (fixed + helped) / of <= found.whole.high
        if fixed + other:
            assert found.whole.low <= fixed / (fixed + other) <= found.whole.high


def test_if_nobody_left_the_three_are_one():
    found = bounds(fixed=20, said=50, left=0)
    assert found.responders == found.lower == found.upper
    assert found.whole == found.responders.interval


def test_silence_alone_says_nothing():
    found = bounds(fixed=0, said=0, left=500)
    assert (found.lower.share, found.upper.share) == (0, 1)
    assert (found.whole.low, found.whole.high) == (0, 1)


def test_fewer_than_nobody_cannot_leave():
    with pytest.raises(ValueError, match="left"):
        bounds(fixed=1, said=2, left=-1)
