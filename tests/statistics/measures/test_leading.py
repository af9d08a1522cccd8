"""Groups in place of ranks: what cannot be told apart stands together."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trying import tries
from troubleshooter.statistics.measures import (
    Estimate,
    difference,
    leading_estimates,
    leading_groups,
    rate,
    wilson,
)

some_rates = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.integers(0, 2000).flatmap(
        lambda of: st.integers(0, of).map(lambda times: rate(times, of))
    ),
)  # fmt: skip


def test_three_of_three_does_not_lead():
    found = leading_groups({"lucky": rate(3, 3), "proven": rate(700, 1000)})
    assert found.groups == (("proven",),)
    assert found.too_few == ("lucky",)


def test_what_is_clearly_apart_is_apart():
    found = leading_groups(
        {"low": rate(100, 1000), "high": rate(700, 1000), "mid": rate(400, 1000)}
    )
    assert found.groups == (("high",), ("mid",), ("low",))
    assert found.place == {"high": 1, "mid": 2, "low": 3}


def test_what_cannot_be_told_apart_leads_together_in_the_order_in_which_it_came():
    found = leading_groups({"b": rate(50, 100), "a": rate(55, 100), "c": rate(10, 100)})
    assert found.groups == (("b", "a"), ("c",))
    assert found.leading == ("b", "a")


def test_someone_between_two_groups_does_not_pull_the_last_into_the_first():
    """a and b, and b and c, cannot be told apart, but a and c can: only what nothing beats leads."""
    found = leading_groups({"a": rate(60, 100), "b": rate(12, 25), "c": rate(35, 100)})
    assert found.groups == (("a", "b"), ("c",))


def test_a_pair_that_would_be_apart_alone_is_not_among_many():
    one, other = rate(60, 100), rate(45, 100)
    assert 0 not in difference(one, other)
    assert len(leading_groups({"one": one, "other": other}).groups) == 2
    many = {f"x{number}": rate(52, 100) for number in range(8)}
    assert len(leading_groups({"one": one, "other": other, **many}).groups) == 1


@given(some_rates)
@settings(max_examples=tries(60))
def test_each_takes_part_once_and_the_best_leads(rates):
    found = leading_groups(rates)
    named = [key for group in found.groups for key in group] + list(found.too_few)
    assert sorted(named) == sorted(rates)
    assert all(rates[key].of < 10 for key in found.too_few)
    if found.groups:
        enough = [key for key in rates if rates[key].of >= 10]
        best = max(rates[key].times / rates[key].of for key in enough)
        assert any(rates[key].times / rates[key].of == best for key in found.leading)


@given(some_rates, st.randoms())
@settings(max_examples=tries(60))
def test_the_groups_do_not_hang_on_the_order(rates, chance):
    keys = chance.sample(list(rates), len(rates))
    there, back = leading_groups(rates), leading_groups({key: rates[key] for key in keys})
    assert [set(group) for group in there.groups] == [set(group) for group in back.groups]


def test_equals_are_told_apart_at_most_5_times_in_100_and_the_best_is_hardly_ever_missed():
    """By simulation: eight equal steps; and eight of which one is best."""
    chance, apart, missed = random.Random(5), 0, 0
    runs = 120
    for _ in range(runs):
        equal = {str(k): _seen(chance, 0.5, chance.choice([12, 30, 60, 120])) for k in range(8)}
        apart += len(leading_groups(equal).groups) > 1
        mixed = {str(k): _seen(chance, 0.3 + 0.05 * k, 60) for k in range(8)}
        missed += "7" not in leading_groups(mixed).leading
    assert apart <= 0.05 * runs
    assert missed <= 0.05 * runs


def _seen(chance, p, of):
    return rate(sum(chance.random() < p for _ in range(of)), of)


def test_adjusted_numbers_are_grouped_in_the_same_way():
    rates = {"high": rate(700, 1000), "mid": rate(480, 1000), "near": rate(460, 1000)}
    estimates = {
        key: Estimate(value=x.times / x.of, interval=wilson(x.times, x.of))
        for key, x in rates.items()
    }
    assert leading_estimates(estimates).groups == leading_groups(rates).groups
    assert leading_estimates(estimates).groups == (("high",), ("mid", "near"))


def test_of_nothing_nothing_leads():
    assert leading_groups({}).leading == leading_estimates({}).leading == ()
