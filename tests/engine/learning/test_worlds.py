"""Which sets of causes are looked at."""

from itertools import combinations

import pytest

from troubleshooter.engine.learning.worlds import worlds_of


def sets_in(worlds, causes):
    return {
        frozenset(k for k in range(causes) if place in worlds.members[k])
        for place in range(len(worlds.grown))
    }


def test_few_causes_give_every_set():
    every = {frozenset(c) for n in range(1, 6) for c in combinations(range(5), n)}
    worlds = worlds_of(5, False)
    assert sets_in(worlds, 5) == every
    assert len(worlds.grown) == len(every)


def test_one_cause_at_a_time_gives_each_alone():
    assert sets_in(worlds_of(5, True), 5) == {frozenset({k}) for k in range(5)}


@pytest.mark.parametrize(("causes", "largest"), [(1, 1), (8, 8), (9, 5), (13, 3), (15, 2), (40, 2)])
def test_many_causes_leave_the_large_sets_out(causes, largest):
    sets = sets_in(worlds_of(causes, False), causes)
    assert max(map(len, sets)) == largest
    assert len(sets) <= max(400, causes * (causes + 1) // 2)


def test_products_and_sums_are_those_of_each_set():
    worlds, factors = worlds_of(4, False), [2.0, 3.0, 5.0, 7.0]
    products = worlds.products(factors)
    for place, product in enumerate(products):
        expected = 1.0
        for k in range(4):
            if place in worlds.members[k]:
                expected *= factors[k]
        assert product == expected
    assert worlds.by_cause(products)[3] == 7 * (1 + 2) * (1 + 3) * (1 + 5)
