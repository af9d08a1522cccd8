"""Intervals of shares hold the truth as often as they say."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, norm

from troubleshooter.statistics.measures import Estimate, Interval, apart, wilson
from troubleshooter.statistics.measures.interval import p_of, z_of

counts = st.integers(1, 3000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(counts, st.floats(0.5, 0.9999))
def test_wilson_is_what_scipy_says(count, confidence):
    times, of = count
    theirs = binomtest(times, of).proportion_ci(confidence, method="wilson")
    ours = wilson(times, of, confidence)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@given(counts)
def test_it_holds_the_share_and_stays_within_0_and_1(count):
    times, of = count
    found = wilson(times, of)
    assert 0 <= found.low <= times / of <= found.high <= 1
    assert times / of in found


@given(counts)
def test_it_is_the_same_seen_from_the_other_side(count):
    times, of = count
    ours, other = wilson(times, of), wilson(of - times, of)
    assert (ours.low, ours.high) == pytest.approx((1 - other.high, 1 - other.low), abs=1e-12)


@given(counts)
def test_one_more_success_moves_both_ends_up(count):
    times, of = count
    ours, more = wilson(times, of + 1), wilson(times + 1, of + 1)
    assert ours.low < more.low
    assert ours.high < more.high


@given(counts, st.integers(2, 50))
def test_the_same_share_of_more_is_known_better(count, factor):
    times, of = count
    assert wilson(times * factor, of * factor).width < wilson(times, of).width


@given(counts, st.floats(0.01, 0.98))
def test_more_confidence_takes_more_room(count, confidence):
    ours, wider = wilson(*count, confidence), wilson(*count, confidence + 0.01)
    assert wider.low <= ours.low
    assert ours.high <= wider.high
    assert ours.width < wider.width


def test_of_nothing_everything_is_possible():
    assert wilson(0, 0) == Interval(low=0, high=1)


@pytest.mark.parametrize("bad", [(-1, 5), (6, 5), (1, 0), (0, -1)])
def test_what_is_no_share_is_refused(bad):
    with pytest.raises(ValueError, match="no share"):
        wilson(*bad)


@pytest.mark.parametrize("confidence", [0, 1, -0.5, 95])
def test_a_confidence_outside_of_0_and_1_is_refused(confidence):
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson(1, 2, confidence)


@pytest.mark.parametrize("of", [30, 60, 100, 300])
@pytest.mark.parametrize("p", [0.2, 0.35, 0.5, 0.65, 0.8])
def test_it_covers_the_truth_about_95_times_in_100(of, p):
    """Exactly, by summing over all that can be seen."""
    covered = sum(
        comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(of + 1) if p in wilson(k, of)
    )
    assert 0.93 <= covered <= 0.97


def test_it_covers_95_times_in_100_on_average_over_all_truths():
    truths = [(i + 0.5) / 400 for i in range(400)]
    for of in (10, 30, 100):
        intervals = [wilson(k, of) for k in range(of + 1)]
        covered = [
            sum(
                comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(of + 1) if p in intervals[k]
            )
            for p in truths
        ]
        assert 0.945 <= sum(covered) / len(covered) <= 0.96


def test_the_plain_interval_would_not_pass_that_test():
    """The planted fault: p ± 1.96 standard errors, which many pages show."""
    of, p = 30, 0.1

    def plain(k: int) -> Interval:
        reach = 1.96 * (k / of * (1 - k / of) / of) ** 0.5
        return Interval(low=k / of - reach, high=k / of + reach)

    covered = sum(comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(of + 1) if p in plain(k))
    assert covered < 0.93


@given(st.floats(0.001, 0.999999))
def test_standard_errors_and_confidence_are_two_ways_to_say_one_thing(confidence):
    assert z_of(confidence) == pytest.approx(norm.isf((1 - confidence) / 2), abs=1e-9)
    assert 1 - p_of(z_of(confidence)) == pytest.approx(confidence)


def test_two_normal_numbers_are_apart_by_the_root_of_their_squares():
    first = Estimate(value=10, interval=Interval(low=7, high=13))
    second = Estimate(value=4, interval=Interval(low=0, high=8))
    assert apart(first, second) == Interval(low=1, high=11)
