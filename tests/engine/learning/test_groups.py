"""Groups of visits get shares of their own where they differ, and only there."""

import math
from collections import Counter
from dataclasses import replace

import pytest

from tests.engine.learning.people import visits
from tests.engine.learning.random_guides import random_guide
from troubleshooter.engine.learning import History, fit, group_shares
from troubleshooter.engine.learning.lesson import joined

BOTH = pytest.mark.parametrize("single", [True, False], ids=["one cause", "several"])


def grouped(guide, truths, count, seed):
    return {
        group: visits(guide, truth, count, seed=seed + place).histories
        for place, (group, truth) in enumerate(truths.items())
    }


def learnt_from(guide, editors, most):
    record = None
    for histories in most.values():
        one = visits(guide, editors, 0)
        one = replace(one, histories=histories)
        record = one if record is None else joined(record, one)
    return fit(guide, editors, record).parameters


def turned(truth, guide, by):
    """The same causes with their shares handed round."""
    shares = [truth.shares[cause] for cause in guide.causes]
    return replace(truth, shares=dict(zip(guide.causes, [*shares[by:], *shares[:by]])))


def distance(shares, truth):
    return sum(abs(shares[cause] - share) for cause, share in truth.shares.items())


@BOTH
def test_groups_that_differ_get_shares_nearer_to_their_own(single):
    guide, truth = random_guide(6, single=single)
    truths = {f"phone/{n}": turned(truth, guide, n % 2) for n in range(4)}
    most = grouped(guide, truths, 400, seed=10)
    learnt = learnt_from(guide, truth, most)
    found = group_shares(guide, learnt, most, grouped(guide, truths, 200, seed=50))
    assert found.beyond_chance > 5
    assert found.strength < 100
    assert found.held_out_grouped > found.held_out_pooled
    for group, true in truths.items():
        assert distance(found.shares[group], true) < distance(learnt.shares, true)
        assert sum(found.shares[group].values()) == pytest.approx(sum(learnt.shares.values()))


@BOTH
def test_groups_that_are_alike_stay_together(single):
    found = []
    for seed in range(6):
        guide, truth = random_guide(seed, single=single)
        truths = {f"phone/{n}": truth for n in range(6)}
        most = grouped(guide, truths, 150, seed=100 * seed)
        found.append(group_shares(guide, learnt_from(guide, truth, most), most, {}))
    assert sum(math.isinf(each.strength) for each in found) >= 5
    assert all(not each.shares for each in found if math.isinf(each.strength))


@BOTH
def test_a_group_with_few_visits_stays_near_the_others(single):
    guide, truth = random_guide(6, single=single)
    truths = {f"phone/{n}": turned(truth, guide, n % 2) for n in range(4)}
    most = grouped(guide, truths, 400, seed=10)
    most["phone/rare"] = visits(guide, truths["phone/1"], 4, seed=3).histories
    learnt = learnt_from(guide, truth, most)
    shares = group_shares(guide, learnt, most, {}).shares
    far, near = (distance(shares[group], learnt) for group in ("phone/1", "phone/rare"))
    assert near < far


def test_a_visit_that_the_numbers_rule_out_tells_nothing_of_its_group():
    """A step fixed it that does nothing about the cause that support named."""
    guide, truth = random_guide(6, single=True)
    truths = {f"phone/{n}": turned(truth, guide, n % 2) for n in range(4)}
    most = grouped(guide, truths, 200, seed=10)
    found = group_shares(guide, truth, most, {})
    step = next(s.key for s in guide.steps if len(truth.effects[s.key]) < len(guide.causes))
    cause = next(c for c in guide.causes if c not in truth.effects[step])
    impossible = History(
        answers=frozenset(), failed=frozenset(), fixed=frozenset({step}), cause=cause
    )
    more = most | {"phone/0": most["phone/0"] + Counter({impossible: 50})}
    told = group_shares(guide, truth, more, {})
    assert told.beyond_chance == pytest.approx(found.beyond_chance)
    assert found.shares
    for group, shares in told.shares.items():
        assert shares == pytest.approx(found.shares[group]), group


def test_without_groups_there_is_nothing_to_tell():
    guide, truth = random_guide(1, single=True)
    found = group_shares(guide, truth, {}, {})
    assert (found.shares, found.beyond_chance) == ({}, 0.0)
