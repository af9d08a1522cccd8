"""Adjusted effects find the truth, whoever tried a step and when, and refuse what nobody can know.

A small run of `python -m tests.bench_effects`; the figures of a large one are in
docs/statistics.md.
"""

import numpy as np
import pytest
from scipy.stats import spearmanr

from tests.bench.guides import Kind, Size
from tests.bench_effects.world import (
    case,
    engines_policy,
    true_rates,
    visited,
    with_step_at,
)
from tests.trying import tries
from troubleshooter.statistics.effects.adjusted import Reason, Refusal, adjusted_effects
from troubleshooter.statistics.effects.causes import cause_shares, separations
from troubleshooter.statistics.effects.observed import Observed, Trials

SMALL = Size(causes=(5, 6), steps=(6, 8), questions=(2, 3))
KINDS = [Kind.ONE, Kind.SEVERAL]

pytestmark = pytest.mark.long


def populations(kind):
    return [case(seed, kind, size=SMALL) for seed in range(1, 1 + tries(5, least=3))]


@pytest.fixture(scope="module")
def runs():
    """kind -> (case, adjusted, truth) of three populations, of five in a long run."""
    return {
        kind: [
            (one, adjusted_effects(one.guide, one.numbers, visited(one, engines_policy(one), 1500)))
            for one in populations(kind)
        ]
        for kind in KINDS
    }


def test_nearly_all_intervals_hold_the_truth(runs):
    held = [
        true_rates(one.truth)[key] in each.interval
        for kind in KINDS
        for one, told in runs[kind]
        for key, each in told.items()
        if each.enough
    ]
    # 92 % of thousands in the bench; of some forty, seven standard errors would be half of them.
    assert len(held) >= 20
    assert np.mean(held) >= 0.85


def test_adjusted_rates_rank_steps_better_than_raw_ones(runs):
    raw, adjusted = [], []
    for kind in KINDS:
        for one, told in runs[kind]:
            truth = true_rates(one.truth)
            keys = [key for key, each in told.items() if each.trials.tried >= 10]
            true = [truth[key] for key in keys]
            raw.append(spearmanr([told[key].trials.rate for key in keys], true)[0])
            adjusted.append(spearmanr([told[key].value for key in keys], true)[0])
    assert np.mean(adjusted) > np.mean(raw) + 0.1
    assert np.mean(adjusted) > 0.8


@pytest.mark.parametrize("kind", KINDS)
def test_the_place_of_a_step_moves_its_raw_rate_and_not_the_adjusted_one(kind):
    raw, adjusted = [], []
    for one in populations(kind):
        truth = true_rates(one.truth)
        step = max(truth, key=truth.get)
        first, last = (
            adjusted_effects(
                one.guide, one.numbers, visited(one, with_step_at(one, step, first=place), 2500)
            )[step]
            for place in (True, False)
        )
        raw.append(first.trials.rate - last.trials.rate)
        adjusted.append(first.value - last.value)
    assert abs(np.mean(adjusted)) <= 0.02
    assert np.mean(np.abs(raw)) > 2 * np.mean(np.abs(adjusted))


def test_what_nobody_tried_is_refused_and_so_is_what_acts_on_no_cause():
    one = case(2, Kind.ONE, size=SMALL)
    told = adjusted_effects(one.guide, one.numbers, Observed())
    assert {each.why_not for each in told.values()} == {Refusal.FEW_TRIED}
    assert all(each.estimate is None for each in told.values())


def test_tries_of_which_no_history_says_anything_are_no_overlap():
    one = case(2, Kind.ONE, size=SMALL)
    tries = {step.key: Trials(tried=500, fixed=100) for step in one.guide.steps}
    told = adjusted_effects(one.guide, one.numbers, Observed(trials=tries))
    wide = {each.why_not for each in told.values() if each.interval.width > 0.03}
    assert wide == {Refusal.NO_OVERLAP}


def test_the_reason_tells_late_steps_from_well_aimed_ones():
    one = case(1, Kind.ONE, size=SMALL)
    seen = visited(one, engines_policy(one), 1500)
    told = adjusted_effects(one.guide, one.numbers, seen)
    key = max(told, key=lambda key: told[key].value)

    def reason(**trials):
        other = Observed(record=seen.record, trials={key: Trials(tried=400, **trials)})
        return adjusted_effects(one.guide, one.numbers, other)[key].reason

    same = round(400 * told[key].value)
    assert reason(fixed=same) is Reason.CHANCE
    assert reason(fixed=400) is Reason.LIKELY
    assert reason(fixed=0, after=2.0) is Reason.LATE
    assert reason(fixed=0, after=0.0) is Reason.UNLIKELY


def test_the_same_visits_say_the_same_again():
    one = case(3, Kind.SEVERAL, size=SMALL)
    seen = visited(one, engines_policy(one), 300)
    again = [adjusted_effects(one.guide, one.numbers, seen) for _ in range(2)]
    assert again[0] == again[1]


def test_shares_of_causes_and_bits_of_questions_hold_the_truth():
    held, bits = [], []
    for one in populations(Kind.ONE):
        seen = visited(one, engines_policy(one), 1500)
        true = {cause["key"]: cause["share"] for cause in one.truth["causes"]}
        held += [
            true[each.cause] in each.share.interval
            for each in cause_shares(one.guide, one.numbers, seen)
        ]
        bits += [each.bits for each in separations(one.guide, one.numbers, seen)]
    assert np.mean(held) >= 0.85
    # An answer of two options says one bit at most.
    assert all(0.0 <= each.value <= 1.0 for each in bits)
