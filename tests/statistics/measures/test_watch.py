"""An alarm comes soon where a rate fell, and hardly ever where it did not."""

import random
from datetime import date, timedelta

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from tests.trying import tries
from troubleshooter.statistics.measures import Day, Turn, watch
from troubleshooter.statistics.measures.days import dispersion, likeliest_fall
from troubleshooter.statistics.measures.tails import hypergeometric_tail
from troubleshooter.statistics.measures.watch import BASELINE, FALSE_ALARMS_A_YEAR, LEAST, WINDOWS

from .second_watch import days_with_an_alarm

BEGIN = date(2024, 1, 1)


def on(number):
    return BEGIN + timedelta(days=number)


def days_of(counts):
    """(times, of) from the first day on."""
    return [Day(day=on(number), times=t, of=n) for number, (t, n) in enumerate(counts)]


def drawn(seed, *, rate, a_day, days):
    """A history by chance; `rate` says it for each day."""
    chance = numpy.random.default_rng(seed)
    of = chance.poisson(a_day, days)
    return days_of(
        (int(chance.binomial(n, rate(number))), int(n)) for number, n in enumerate(of)
    )  # fmt: skip


def looked(history, number, *, turn=Turn.FALL, watched=1, least=LEAST):
    return watch(history, today=on(number), turn=turn, watched=watched, least=least)


def test_three_visits_raise_no_alarm():
    steady = [(3, 5)] * 365
    assert looked(days_of([*steady, (0, 3)]), 365) is None
    assert looked(days_of([*steady, (0, 3)]), 365, least=0.01) is None


def test_a_step_that_broke_is_told_within_days_with_its_day():
    history = drawn(1, rate=lambda number: 0.6 if number < 400 else 0.05, a_day=4, days=430)
    first = next(n for n in range(390, 430) if looked(history, n, watched=100))
    alarm = looked(history, first, watched=100)
    assert 400 <= first <= 407
    assert abs((alarm.since - on(400)).days) <= 2
    assert alarm.before.times / alarm.before.of > 0.5
    assert alarm.after.times / alarm.after.of < 0.2


def test_it_counts_what_it_says():
    history = drawn(1, rate=lambda number: 0.6 if number < 400 else 0.05, a_day=4, days=420)
    alarm = looked(history, 419)
    after = [entry for entry in history if entry.day >= alarm.since]
    assert alarm.after.of == sum(entry.of for entry in after)
    assert alarm.after.times == sum(entry.times for entry in after)
    assert alarm.before.of > 365


def test_a_path_that_is_suddenly_not_found_is_a_rise():
    history = drawn(2, rate=lambda number: 0.02 if number < 380 else 0.5, a_day=3, days=395)
    alarm = looked(history, 394, turn=Turn.RISE, watched=100)
    assert abs((alarm.since - on(380)).days) <= 2
    assert alarm.after.times / alarm.after.of > alarm.before.times / alarm.before.of
    assert looked(history, 394, turn=Turn.FALL) is None


def test_what_is_seldom_tried_is_told_as_well_only_later():
    found = []
    for seed in range(6):
        history = drawn(seed, rate=lambda number: 0.7 if number < 365 else 0.1, a_day=0.5, days=560)
        found.append(any(looked(history, n, watched=20) for n in range(365, 560, 5)))
    assert sum(found) >= 5


def test_a_slow_fall_is_told_by_a_long_window():
    history = drawn(3, rate=lambda number: 0.6 if number < 400 else 0.45, a_day=6, days=520)
    assert looked(history, 410) is None
    assert looked(history, 519) is not None


def test_a_fall_that_does_not_matter_raises_no_alarm_however_sure_it_is():
    sure = [(600, 1000)] * 365 + [(550, 1000)] * 28
    assert looked(days_of(sure), 392) is None
    assert looked(days_of(sure), 392, least=0.04) is not None


def test_to_be_better_is_no_alarm():
    assert looked(days_of([(30, 60)] * 365 + [(60, 60)] * 10), 374) is None


def test_days_after_today_are_not_known_yet():
    broken = days_of([(3, 5)] * 365 + [(0, 5)] * 30)
    assert looked(broken, 364) is None
    assert looked(broken, 394) is not None


def test_more_that_is_watched_asks_for_more():
    history = days_of([(3, 5)] * 365 + [(0, 4)] * 4)
    assert looked(history, 368, watched=1) is not None
    assert looked(history, 368, watched=10_000) is None


def test_nothing_seen_is_no_alarm():
    assert looked([], 0) is None
    assert looked(days_of([(0, 0)] * 50), 49) is None
    assert looked(days_of([(0, 30)]), 0) is None


def test_what_is_watched_is_at_least_one_thing():
    with pytest.raises(ValueError, match="at least 1"):
        looked([], 0, watched=0)


# ---- how often it is wrong -------------------------------------------------------------------


@pytest.mark.parametrize(("window", "baseline"), [(6, 20), (15, 15), (25, 60)])
@pytest.mark.parametrize("p", [0.1, 0.5, 0.93])
def test_one_look_is_wrong_at_most_as_often_as_its_level_says(window, baseline, p):
    """Exactly, by summing over all that can be seen while nothing changed."""

    def chance(k, n):
        return numpy.exp(_log_choose(n, k)) * p**k * (1 - p) ** (n - k)

    for level in (0.05, 0.01, 1e-4):
        wrong = sum(
            chance(a, window) * chance(b, baseline)
            for a in range(window + 1)
            for b in range(baseline + 1)
            if hypergeometric_tail(a, window, a + b, window + baseline) <= level
        )
        assert wrong <= level


def _log_choose(n, k):
    return sum(numpy.log((n - i) / (i + 1)) for i in range(k))


def test_all_looks_of_a_year_share_what_is_allowed():
    """A hundred rates, each looked at on every day through every window."""
    level = FALSE_ALARMS_A_YEAR / (100 * 366 * len(WINDOWS))
    table = [(100, 160)] * 365
    for times in range(9, -1, -1):
        alarm = looked(days_of([*table, (times, 20)]), 365, watched=100)
        p = fisher_exact([[times, 20 - times], [36_500, 365 * 60]], alternative="less").pvalue
        assert (alarm is not None) == (p <= level)


@pytest.mark.parametrize("a_day", [0.3, 3, 25])
def test_years_without_a_change_pass_without_an_alarm(a_day):
    """A hundred rates are watched: of 8 years of one of them, all but some in a thousand are quiet."""
    for seed in range(8):
        history = drawn(seed, rate=lambda number: 0.6, a_day=a_day, days=730)
        assert not any(looked(history, n, watched=100) for n in range(365, 730, 7))


def test_days_that_vary_more_than_by_chance_raise_no_alarm_of_themselves():
    """Rates that wander by 6 points from day to day, with 200 visits a day."""
    chance = random.Random(5)
    daily = [min(max(chance.gauss(0.6, 0.06), 0), 1) for _ in range(730)]
    history = drawn(5, rate=lambda number: daily[number], a_day=200, days=730)
    assert dispersion(history) > 2
    assert not any(looked(history, n, watched=100) for n in range(365, 730, 3))


# ---- days ------------------------------------------------------------------------------------

some_days = st.lists(
    st.integers(0, 12).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))),
    min_size=1,
    max_size=40,
)


@given(some_days)
def test_dispersion_is_pearsons_chi_square_over_its_degrees(counts):
    seen = [(t, n) for t, n in counts if n]
    times, of = sum(t for t, _ in seen), sum(n for _, n in seen)
    found = dispersion(days_of(counts))
    assert found >= 1
    if len(seen) > 1 and 0 < times < of:
        expected = [(n * times / of, n - n * times / of) for _, n in seen]
        square = sum(
            (t - a) ** 2 / a + (n - t - b) ** 2 / b for (t, n), (a, b) in zip(seen, expected)
        )
        assert found == pytest.approx(max(square / (len(seen) - 1), 1))


@given(some_days)
@settings(max_examples=tries(60))
def test_the_likeliest_day_is_the_best_of_all_days(counts):
    def fit(part):
        t, n = sum(x for x, _ in part), sum(y for _, y in part)
        return sum(x * numpy.log(x / n) for x in (t, n - t) if x)

    def falls(cut):
        (a, b), (c, d) = (
            (sum(x for x, _ in part), sum(y for _, y in part))
            for part in (counts[:cut], counts[cut:])
        )
        return b and d and a / b > c / d

    cuts = [cut for cut in range(1, len(counts)) if falls(cut)]
    since = (likeliest_fall(days_of(counts)) - BEGIN).days
    if cuts:
        best = max(fit(counts[:cut]) + fit(counts[cut:]) for cut in cuts)
        assert fit(counts[:since]) + fit(counts[since:]) == pytest.approx(best)
    else:
        assert since == len(counts) - 1


def test_worse_days_of_more_than_a_year_ago_do_not_hide_a_fall():
    worse, year, fallen = [(0, 200)] * 105, [(120, 200)] * BASELINE, [(96, 200)] * 7
    history = days_of([*worse, *year, *fallen])
    assert looked(history, len(history) - 1) is not None


def test_the_year_before_is_the_year_before():
    """What lies further back than the window and its year is not looked at."""
    old = [(100, 100)] * 400
    steady = [(30, 60)] * (BASELINE + max(WINDOWS))
    assert looked(days_of([*old, *steady]), len(old) + len(steady) - 1) is None


# ---- a second way ----------------------------------------------------------------------------


def _rates(shape, seed):
    chance = numpy.random.default_rng(seed)
    return {
        "steady": numpy.full(730, 0.6),
        "varied": chance.beta(36, 24, 730),
        "broken": numpy.where(numpy.arange(730) < 500, 0.6, 0.4),
    }[shape]


@pytest.mark.parametrize("shape", ["steady", "varied", "broken"])
@pytest.mark.parametrize("a_day", [2, 40])
def test_a_second_way_tells_the_same_days(shape, a_day):
    daily = _rates(shape, 6)
    history = drawn(6, rate=lambda number: daily[number], a_day=a_day, days=730)
    times, of = (numpy.array([getattr(entry, n) for entry in history]) for n in ("times", "of"))
    second = days_with_an_alarm(times, of, watched=3)
    checked = range(10, 730, 12)
    ours = {number for number in checked if looked(history, number, watched=3)}
    assert ours == second & set(checked)
    assert bool(second) == (shape == "broken")


def test_in_200_years_without_a_change_there_are_fewer_alarms_than_are_allowed():
    """One rate that takes the whole allowance for itself. An alarm of many days is counted daily."""
    chance, told, years = numpy.random.default_rng(9), 0, 200
    for year in range(years):
        of = chance.poisson([1, 5, 20, 100][year % 4], 731)
        times = chance.binomial(of, [0.6, 0.3][year % 2])
        told += len(days_with_an_alarm(times, of, watched=1, first=365))
    assert told / years <= FALSE_ALARMS_A_YEAR
