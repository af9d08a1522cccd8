"""Differences of shares: Newcombe's interval, and the p that goes with it."""

from math import comb

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import beta

from troubleshooter.statistics.measures import (
    Estimate,
    Interval,
    difference,
    p_value,
    p_value_of_estimates,
    rate,
    wilson,
)

rates = st.integers(1, 2000).flatmap(
    lambda of: st.integers(0, of).map(lambda times: rate(times, of))
)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe 1998, table II, method 10.
        (rate(56, 70), rate(48, 80), 0.0524, 0.3339),
        (rate(9, 10), rate(3, 10), 0.1705, 0.8090),
        (rate(6, 7), rate(2, 7), 0.0582, 0.8062),
        (rate(5, 56), rate(0, 29), -0.0381, 0.1926),
        (rate(0, 10), rate(0, 20), -0.1611, 0.2775),
        (rate(10, 10), rate(0, 20), 0.6791, 1.0),
        (rate(10, 10), rate(0, 10), 0.6075, 1.0),
    ],
)
def test_the_cases_of_the_paper(first, second, low, high):
    found = difference(first, second)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@given(rates, rates)
def test_it_holds_the_difference_and_stays_within_1(first, second):
    found = difference(first, second)
    assert -1 - 1e-9 <= found.low <= found.high <= 1 + 1e-9
    seen = first.times / first.of - second.times / second.of
    assert found.low - 1e-12 <= seen <= found.high + 1e-12


@given(rates, rates)
def test_the_other_way_round_is_the_same_with_the_sign_turned(first, second):
    there, back = difference(first, second), difference(second, first)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-12)
    assert p_value(first, second) == pytest.approx(p_value(second, first))


@given(rates, rates, st.sampled_from([0.5, 0.2, 0.05, 0.01, 1e-4, 1e-7]))
def test_p_is_below_a_level_exactly_where_the_interval_of_that_level_leaves_0_out(first, second, a):
    p = p_value(first, second)
    assume(abs(p - a) > 1e-9 * a)
    assert (p <= a) == (0 not in difference(first, second, 1 - a))


def test_of_nothing_no_difference_is_known():
    assert p_value(rate(0, 0), rate(50, 50)) == 1
    assert difference(rate(0, 0), rate(50, 50)).width == 2


def test_the_same_share_is_no_difference():
    assert p_value(rate(30, 60), rate(50, 100)) == 1
    assert p_value(rate(0, 60), rate(0, 9)) == 1


def test_what_is_certain_is_certain():
    assert p_value(rate(0, 10**6), rate(10**6, 10**6)) < 1e-300


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((30, 0.5), (30, 0.5)),
        ((60, 0.3), (40, 0.6)),
        ((100, 0.8), (50, 0.75)),
        ((80, 0.2), (80, 0.3)),
    ],
)
def test_it_covers_the_truth_about_95_times_in_100(first, second):
    """Exactly, by summing over all pairs that can be seen."""
    (n, p), (m, q) = first, second
    covered = 0.0
    for j in range(m + 1):
        weight = comb(m, j) * q**j * (1 - q) ** (m - j)
        if weight > 1e-7:
            covered += weight * sum(
                comb(n, k) * p**k * (1 - p) ** (n - k)
                for k in range(n + 1)
                if p - q in difference(rate(k, n), rate(j, m))
            )
    assert 0.93 <= covered <= 0.97


@pytest.mark.parametrize(
    ("first", "second"), [((60, 100), (50, 100)), ((300, 1000), (82, 250)), ((95, 110), (180, 220))]
)
def test_p_agrees_with_what_one_would_believe(first, second):
    """1 − p/2 is how surely the direction is right: near the posterior of two flat beliefs."""
    a, b = rate(*first), rate(*second)
    grid = [(i + 0.5) / 4000 for i in range(4000)]
    one, other = (beta(c.times + 0.5, c.of - c.times + 0.5) for c in (a, b))
    higher = sum(one.pdf(grid) * other.cdf(grid)) / 4000
    sure = max(higher, 1 - higher)
    assert 1 - p_value(a, b) / 2 == pytest.approx(sure, abs=0.006)


fair_rates = st.integers(200, 2000).flatmap(
    lambda of: st.integers(of // 5, of * 4 // 5).map(lambda times: rate(times, of))
)


@given(fair_rates, fair_rates)
def test_estimates_with_wilson_intervals_give_nearly_the_same_p(first, second):
    ours = p_value_of_estimates(
        *(Estimate(value=x.times / x.of, interval=wilson(x.times, x.of)) for x in (first, second))
    )
    assert ours == pytest.approx(p_value(first, second), abs=0.02)


def test_estimates_without_room_for_doubt_differ_for_certain():
    def exactly(value):
        return Estimate(value=value, interval=Interval(low=value, high=value))

    assert p_value_of_estimates(exactly(1), exactly(2)) == 0
    assert p_value_of_estimates(exactly(1), exactly(1)) == 1
