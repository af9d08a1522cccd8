"""An arrow needs enough on both sides; “changed” needs to outlive the correction for many."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trying import tries
from troubleshooter.statistics.measures import Arrow, change, changes, rate

some_rates = st.integers(0, 900).flatmap(
    lambda of: st.integers(0, of).map(lambda times: rate(times, of))
)


def test_an_arrow_needs_100_on_each_side():
    assert change(rate(90, 100), rate(10, 100)).arrow == Arrow.DOWN
    assert change(rate(90, 100), rate(9, 99)).arrow == Arrow.NONE
    assert change(rate(9, 99), rate(90, 100)).arrow == Arrow.NONE
    assert change(rate(10, 100), rate(90, 100)).arrow == Arrow.UP


def test_an_arrow_needs_a_probability_of_95_in_100():
    weak, strong = change(rate(50, 100), rate(60, 100)), change(rate(50, 100), rate(62, 100))
    assert weak.probability < 0.95 <= strong.probability
    assert (weak.arrow, strong.arrow) == (Arrow.NONE, Arrow.UP)


def test_below_10_on_a_side_no_difference_is_shown():
    found = change(rate(9, 9), rate(100, 1000))
    assert (found.difference, found.interval, found.changed) == (None, None, False)
    assert change(rate(10, 10), rate(100, 1000)).difference == pytest.approx(-0.9)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(some_rates, some_rates)))
@settings(max_examples=tries(60))
def test_changed_is_exactly_where_the_interval_excludes_no_change(pairs):
    for found in changes(pairs).values():
        if found.interval:
            assert found.changed == (0 not in found.interval)
            assert found.interval.low <= found.difference <= found.interval.high
        else:
            assert not found.changed
        assert 0.5 <= found.probability <= 1


@given(some_rates, some_rates)
def test_the_other_way_round_the_arrow_turns(before, after):
    there, back = change(before, after), change(after, before)
    turned = {Arrow.UP: Arrow.DOWN, Arrow.DOWN: Arrow.UP, Arrow.NONE: Arrow.NONE}
    assert back.arrow == turned[there.arrow]
    assert back.changed == there.changed


def test_among_many_it_takes_more():
    pair = rate(50, 100), rate(65, 100)
    same = {f"same {number}": (rate(50, 100), rate(50, 100)) for number in range(30)}
    assert change(*pair).changed
    found = changes({"it": pair, **same})
    assert not found["it"].changed
    assert found["it"].interval.width > change(*pair).interval.width


def test_pairs_of_a_handful_do_not_make_it_harder_for_the_others():
    pair = rate(50, 100), rate(65, 100)
    handful = {f"few {number}": (rate(1, 3), rate(2, 3)) for number in range(30)}
    assert changes({"it": pair, **handful})["it"].changed


def test_of_30_steps_that_did_not_change_hardly_any_page_says_one_did():
    chance, pages = random.Random(11), 0
    for _ in range(60):
        pairs = {str(k): (_seen(chance, 0.5), _seen(chance, 0.5)) for k in range(30)}
        pages += any(found.changed for found in changes(pairs).values())
    assert pages <= 0.05 * 60 + 3 * (60 * 0.05 * 0.95) ** 0.5


def _seen(chance, p, of=150):
    return rate(sum(chance.random() < p for _ in range(of)), of)


def test_nothing_to_compare_is_no_change():
    assert changes({}) == {}
    assert change(rate(0, 0), rate(0, 0)).arrow == Arrow.NONE
