"""Steps that share a slow test are tested together where that is quicker."""

import pytest

from .postponed import NONE, Workshop, measure

SEEDS = range(60)


@pytest.mark.parametrize("several", [False, True])
def test_testing_together_gains_most_of_what_there_is_to_gain(several):
    found = [measure(seed, several) for seed in SEEDS]
    engine = sum(each.engine for each in found) / len(found)
    one_by_one = sum(each.one_by_one for each in found) / len(found)
    assert min(each.engine for each in found) >= 1 - 1e-9
    assert engine - 1 < (one_by_one - 1) / 4
    assert engine < 1.008


def test_no_guide_is_made_much_worse_by_it():
    found = [measure(seed, several) for seed in SEEDS for several in (False, True)]
    assert max(each.engine / each.one_by_one for each in found) < 1.04


def test_one_test_for_all_is_worth_it_where_the_test_is_slow():
    guides = [Workshop(seed, several=False) for seed in SEEDS]
    gains = [guide.least(NONE, NONE, 1) - guide.least(NONE, NONE, 4) for guide in guides]
    assert min(gains) >= 0
    assert max(gains) > 10
