"""How long a fix takes: plain quartiles where all is known, and honest ones where it is not."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from numpy import quantile

from tests.trying import tries
from troubleshooter.statistics.measures import Shown, cumulative_incidence, quartiles, time_until

times = st.lists(st.integers(0, 300), min_size=30, max_size=200)


def resolved(minutes, **ends):
    return cumulative_incidence({"resolved": Counter(minutes), **ends}, of="resolved")


@given(times, times)
@settings(max_examples=tries(50))
def test_if_no_visit_is_open_they_are_the_plain_quartiles_of_those_fixed(fixed, left):
    found = quartiles(resolved(fixed, left=Counter(left)))
    plain = quantile(fixed, [0.25, 0.5, 0.75], method="inverted_cdf")
    ours = (found.quarter, found.median, found.three_quarters)
    assert [one.minutes for one in ours] == list(plain)
    for one in ours:
        assert one.low <= one.minutes <= one.high


@given(times)
@settings(max_examples=tries(25))
def test_without_other_ends_it_is_kaplan_meiers_median(fixed):
    lost = Counter(range(0, 300, 7))
    curve = resolved(fixed, open=lost)
    rows = [(t, 1) for t in fixed] + [(t, 0) for t in lost]
    theirs = KaplanMeierFitter().fit(*zip(*rows)).median_survival_time_
    ours = time_until(curve, 0.5)
    if curve.points and abs(curve.at(int(min(theirs, 999))) - 0.5) > 1e-9:
        assert (ours.minutes or float("inf")) == theirs


def test_an_open_visit_counts_for_as_long_as_it_was_seen():
    """The slow ones are still open: to leave them out would make fixes look quick."""
    quick = {"resolved": {5: 40, 50: 20}, "open": {10: 20}}
    found = quartiles(cumulative_incidence(quick, of="resolved"))
    without = quartiles(cumulative_incidence({"resolved": quick["resolved"]}, of="resolved"))
    assert without.median.minutes == found.median.minutes == 5
    # 20 open ones share the fate of the 20 who were still there: 40 of 80 each way.
    assert (without.three_quarters.minutes, found.three_quarters.minutes) == (50, 50)
    more = {**quick, "open": {10: 60}}
    assert quartiles(cumulative_incidence(more, of="resolved")).median.minutes == 50


def test_half_of_all_is_not_half_of_those_fixed():
    curve = resolved([5] * 40, left={2: 60})
    assert quartiles(curve).median.minutes == 5
    assert time_until(curve, 0.5).minutes is None
    assert time_until(curve, 0.25).minutes == 5


@pytest.mark.parametrize(
    ("fixed", "shown"),
    [(0, "count"), (9, "count"), (10, "interval"), (29, "interval"), (30, "rate")],
)
def test_few_fixes_show_less(fixed, shown):
    found = quartiles(resolved(range(fixed))).median
    assert found.shown_as == Shown(shown)
    assert (found.minutes is None, found.low is None) == (shown != "rate", shown == "count")
    assert str(found).startswith(f"{fixed} visit") == (shown == "count")


def test_what_is_said_of_a_time():
    assert str(quartiles(resolved(range(1, 101))).median) == "50 min (41–60 min)"
    assert str(time_until(resolved([5] * 40, left={2: 45}), 0.5)) == "from 5 min"
    assert str(quartiles(resolved([4])).median) == "1 visit"


def test_the_interval_of_the_median_holds_it_about_95_times_in_100():
    """By simulation, with a quarter of all visits open; the truth by the same law without them."""
    chance, runs, covered = random.Random(4), 400, 0
    for _ in range(runs):
        ends = {"resolved": Counter(), "left": Counter(), "open": Counter()}
        for _ in range(150):
            end = chance.choices(["resolved", "left"], [6, 4])[0]
            time, lost = chance.gammavariate(2, 5), chance.expovariate(1 / 35)
            ends["open" if lost < time else end][int(min(time, lost))] += 1
        found = quartiles(cumulative_incidence(ends, of="resolved")).median
        covered += found.low <= int(8.39) <= found.high  # the median of gamma(2, 5) is 8.39
    assert covered / runs >= 0.93
