"""Which share comes to which end by when: other ends compete, open visits are not forgotten."""

import random
import warnings
from collections import Counter
from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter

from tests.trying import tries
from troubleshooter.statistics.measures import (
    cumulative_incidence,
    hazard,
    leaving_by_place,
    wilson,
)

ENDS = ("resolved", "handed_over", "left", "open")
histories = st.lists(
    st.tuples(st.sampled_from(ENDS), st.integers(0, 20)), min_size=1, max_size=120
)  # fmt: skip


def counted(visits):
    ends = {end: Counter() for end in ENDS}
    for end, time in visits:
        ends[end][time] += 1
    return ends


def by_hand(visits, of):
    """Each visit that is lost from sight gives what it is worth to all that were seen for longer.

    Source of this second way to the same numbers: Efron 1967, redistribution to the right.
    """
    order = sorted(visits, key=lambda visit: (visit[1], visit[0] == "open"))
    weights, shares, so_far = [1 / len(order)] * len(order), {}, 0.0
    for i, (end, time) in enumerate(order):
        later = len(order) - i - 1
        if end == "open":
            for k in range(i + 1, len(order)):
                weights[k] += weights[i] / later
        elif end == of:
            so_far += weights[i]
        shares[time] = so_far
    return shares


@given(histories)
def test_it_is_what_giving_on_the_weight_of_open_visits_says(visits):
    curve = cumulative_incidence(counted(visits), of="resolved")
    for time, share in by_hand(visits, "resolved").items():
        assert curve.at(time) == pytest.approx(share, abs=1e-12)
    assert curve.visits == len(visits)
    assert curve.ended == sum(end == "resolved" for end, _ in visits)


@given(histories)
def test_the_ends_add_up_and_never_fall(visits):
    ends = counted(visits)
    curves = [cumulative_incidence(ends, of=end) for end in ENDS[:3]]
    assert sum(curve.at(99) for curve in curves) <= 1 + 1e-12
    for curve in curves:
        shares = [point.share for point in curve.points]
        assert shares == sorted(shares)
        for point in curve.points:
            assert 0 <= point.interval.low <= point.share + 1e-9
            assert point.share - 1e-9 <= point.interval.high <= 1


@given(histories)
def test_without_open_visits_it_is_plain_counting_with_wilsons_interval(visits):
    done = [visit for visit in visits if visit[0] != "open"]
    for point in cumulative_incidence(counted(done), of="resolved").points:
        times = sum(end == "resolved" and time <= point.time for end, time in done)
        assert point.share == pytest.approx(times / len(done), abs=1e-12)
        if 0 < times < len(done):
            plain = wilson(times, len(done))
            assert (point.interval.low, point.interval.high) == pytest.approx(
                (plain.low, plain.high), abs=1e-9
            )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_shares_and_variance_are_what_lifelines_says(seed):
    """With times that are all different: lifelines cannot have two ends at one time."""
    chance = random.Random(seed)
    times = chance.sample(range(1, 2000), 300)
    ends = chance.choices(ENDS, [5, 2, 3, 2], k=300)
    fitter = AalenJohansenFitter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitter.fit(times, [ENDS.index(end) + 1 if end != "open" else 0 for end in ends], 1)
    theirs = fitter.cumulative_density_["CIF_1"]
    for point in cumulative_incidence(counted(zip(ends, times)), of="resolved").points:
        assert point.share == pytest.approx(theirs[point.time], abs=1e-12)
        spread, share = fitter.variance_[point.time], point.share
        if spread > 0 and point.at_risk > 1:
            number = share * (1 - share) / spread
            ours = wilson(share * number, number)
            assert point.interval.low == pytest.approx(ours.low, abs=1e-9)
            assert point.interval.high == pytest.approx(ours.high, abs=1e-9)


def leaking(visits=100_000, fixing=0.0347, leaving=0.03, minutes=24):
    """What is to be expected where people leave at 3 % a minute, in minutes; the rest is open."""
    ends, here, both = {"resolved": {}, "left": {}}, float(visits), fixing + leaving
    for minute in range(1, minutes + 1):
        gone = here * (1 - exp(-both))
        ends["resolved"][minute] = round(gone * fixing / both)
        ends["left"][minute] = round(gone * leaving / both)
        here -= gone
    return {**ends, "open": {minutes + 1: round(here)}}


def test_one_minus_kaplan_meier_says_56_where_42_is_true():
    """The trap: as if those who left had stayed, and been fixed like the others."""
    ends = leaking()
    truly = cumulative_incidence(ends, of="resolved").at(24)
    assert truly == pytest.approx(sum(ends["resolved"].values()) / 100_000, abs=1e-3)
    assert truly == pytest.approx(0.42, abs=0.005)
    rows = [(t, end == "resolved", n) for end, times in ends.items() for t, n in times.items()]
    times, fixed, weights = zip(*rows)
    fitter = KaplanMeierFitter().fit(times, fixed, weights=weights)
    assert 1 - fitter.predict(24) == pytest.approx(0.56, abs=0.01)
    # The same trap with our own means: as soon as leaving is called open, it snaps shut.
    trapped = {"resolved": ends["resolved"], "open": Counter(ends["left"]) + Counter(ends["open"])}
    assert cumulative_incidence(trapped, of="resolved").at(24) == pytest.approx(0.56, abs=0.01)


def test_the_interval_covers_the_truth_about_95_times_in_100():
    """By simulation, with a fifth of all visits open and three ends."""
    chance, runs, covered = random.Random(2), 400, 0
    truth = 0.5 * (1 - exp(-12 / 8))
    for _ in range(runs):
        visits = []
        for _ in range(120):
            end = chance.choices(ENDS[:3], [5, 2, 3])[0]
            time, lost = chance.expovariate(1 / 8), chance.expovariate(1 / 40)
            visits.append((end, int(time)) if time < lost else ("open", int(lost)))
        points = cumulative_incidence(counted(visits), of="resolved").points
        covered += truth in [point for point in points if point.time <= 11][-1].interval
    assert 0.92 <= covered / runs <= 0.98


def test_if_nobody_came_to_an_end_the_share_is_0_and_the_interval_is_not():
    curve = cumulative_incidence({"left": {3: 50}}, of="resolved")
    assert curve.at(3) == 0
    assert curve.points[0].interval.high == wilson(0, 50).high


def test_of_nothing_there_is_no_curve():
    assert cumulative_incidence({}, of="resolved").points == ()
    assert cumulative_incidence({"open": {3: 7}}, of="resolved").points == ()


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        cumulative_incidence({"left": {1: -1}}, of="left")


# ---- leaving ---------------------------------------------------------------------------------


def test_the_hazard_of_leaving_is_among_those_who_were_there_and_showed_what_they_do():
    found = hazard(shown=100, left=18, still_open=10)
    assert (found.times, found.of) == (18, 90)


def test_leaving_along_the_visit_by_hand():
    ends = {
        "left": {0: 20, 1: 30},
        "resolved": {1: 20, 2: 10},
        "handed_over": {2: 10},
        "open": {1: 10},
    }
    first, second, third = leaving_by_place(ends)
    assert (first.place, first.hazard.times, first.hazard.of) == (0, 20, 100)
    # Of 80 who came to place 1, 10 are open there: 30 of 70 left.
    assert (second.place, second.hazard.times, second.hazard.of) == (1, 30, 70)
    assert second.left_so_far == pytest.approx(0.2 + 0.8 * 30 / 70)
    assert (third.place, third.hazard.times, third.hazard.of) == (2, 0, 20)
    assert third.left_so_far == second.left_so_far
    assert third.interval.low <= third.left_so_far <= third.interval.high


@given(histories)
@settings(max_examples=tries(60))
def test_if_no_visit_is_open_the_last_share_is_that_of_all_who_left(visits):
    done = [visit for visit in visits if visit[0] != "open"]
    found = leaving_by_place(counted(done))
    left = sum(end == "left" for end, _ in done)
    if done:
        assert found[-1].left_so_far == pytest.approx(left / len(done), abs=1e-12)
        assert sum(here.hazard.times for here in found) == left
        assert found[0].hazard.of == len(done)


@given(histories)
@settings(max_examples=tries(60))
def test_who_goes_on_was_there(visits):
    """At risk at a place: all who ended there or later, and the open ones who stand later."""
    for here in leaving_by_place(counted(visits)):
        later = sum(t > here.place if end == "open" else t >= here.place for end, t in visits)
        assert here.hazard.of == later
