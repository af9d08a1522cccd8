"""Whether two groups of visits are of one mix."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, chi2_contingency, hypergeom

from troubleshooter.statistics.measures import Verdict, mix_difference
from troubleshooter.statistics.measures.tails import chi_square_tail, hypergeometric_tail

mixes = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 400))


@given(st.floats(0, 400), st.integers(1, 60))
def test_the_tail_of_chi_square_is_what_scipy_says(x, degrees):
    assert chi_square_tail(x, degrees) == pytest.approx(chi2.sf(x, degrees), rel=1e-8, abs=1e-14)


@given(st.integers(1, 400), st.data())
def test_the_hypergeometric_tail_is_what_scipy_says(all_of, data):
    all_times, of = data.draw(st.integers(0, all_of)), data.draw(st.integers(0, all_of))
    times = data.draw(st.integers(-1, of + 1))
    theirs = hypergeom.cdf(times, all_of, all_times, of)
    assert hypergeometric_tail(times, of, all_times, all_of) == pytest.approx(
        theirs, rel=1e-7, abs=1e-300
    )


def test_the_hypergeometric_tail_of_a_million_is_exact_as_well():
    ours = hypergeometric_tail(5_700, 10_000, 600_000, 1_000_000)
    assert ours == pytest.approx(hypergeom.cdf(5_700, 1_000_000, 600_000, 10_000), rel=1e-5)


@given(st.lists(st.tuples(st.integers(20, 300), st.integers(20, 300)), min_size=2, max_size=6))
def test_p_is_what_scipy_says(rows):
    first, second = ({str(k): row[side] for k, row in enumerate(rows)} for side in (0, 1))
    found = mix_difference(first, second)
    if min(sum(row) for row in rows) * min(sum(c) for c in zip(*rows)) >= 5 * sum(map(sum, rows)):
        theirs = chi2_contingency(rows, correction=False)
        assert found.p == pytest.approx(theirs.pvalue, rel=1e-6, abs=1e-12)
        plain = (theirs.statistic / sum(map(sum, rows))) ** 0.5
        assert 0 <= found.strength <= plain + 0.02


@given(mixes, mixes)
def test_the_two_sides_can_be_changed_over(first, second):
    there, back = mix_difference(first, second), mix_difference(second, first)
    assert there.verdict == back.verdict
    assert there.moved == pytest.approx(back.moved)
    assert there.p == pytest.approx(back.p) if there.p is not None else back.p is None
    assert 0 <= there.moved <= 1
    assert 0 <= there.strength <= 1


@given(mixes, st.integers(2, 9))
def test_the_same_mix_is_no_difference(first, factor):
    found = mix_difference(first, {key: visits * factor for key, visits in first.items()})
    assert found.verdict != Verdict.DIFFERENT
    assert found.moved == pytest.approx(0, abs=1e-12)


def test_another_mix_is_one():
    found = mix_difference({"phone": 80, "tablet": 20}, {"phone": 50, "tablet": 50})
    assert found.verdict == Verdict.DIFFERENT
    assert found.moved == pytest.approx(0.3)


def test_a_trifle_is_none_however_many_visits_there_are():
    found = mix_difference(
        {"phone": 510_000, "tablet": 490_000}, {"phone": 500_000, "tablet": 500_000}
    )
    assert found.p < 1e-9
    assert found.verdict == Verdict.NONE_FOUND


def test_too_few_visits_tell_nothing():
    few = mix_difference({"phone": 3}, {"tablet": 400})
    assert (few.p, few.verdict) == (None, Verdict.TOO_FEW)
    assert mix_difference({}, {"phone": 400}).verdict == Verdict.TOO_FEW
    assert mix_difference({}, {}).verdict == Verdict.TOO_FEW
    assert mix_difference({"phone": 20}, {"phone": 15, "tablet": 4}).verdict == Verdict.TOO_FEW


def test_of_one_kind_only_there_is_no_difference():
    assert mix_difference({"phone": 30}, {"phone": 400}).verdict == Verdict.NONE_FOUND


def test_rare_kinds_are_put_together():
    rare = {f"old {k}": 2 for k in range(10)}
    found = mix_difference({"phone": 80, **rare}, {"phone": 99, "new": 1})
    assert found.verdict == Verdict.DIFFERENT
    assert found.p == pytest.approx(
        chi2_contingency([[80, 99], [20, 1]], correction=False).pvalue, rel=1e-9
    )


def test_one_mix_is_hardly_ever_called_two():
    chance, called, runs = random.Random(8), 0, 400
    for _ in range(runs):
        first, second = (
            Counter(chance.choices("abcde", [50, 25, 15, 7, 3], k=n)) for n in (90, 250)
        )
        called += mix_difference(first, second).verdict == Verdict.DIFFERENT
    assert called / runs <= 0.05 + 3 * (0.05 * 0.95 / runs) ** 0.5


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        mix_difference({"phone": -1}, {"phone": 4})
