"""The arrays say of visits what `engine.learning` says, and their slopes are right."""

import numpy as np
import pytest

from tests.bench.guides import Kind, misjudged, random_guide
from tests.bench.policies import through_engine
from tests.bench.population import Habits, Population, Seen
from tests.engine.reference import guide_values
from troubleshooter.engine import Parameters
from troubleshooter.engine.learning import log_likelihood
from troubleshooter.statistics.effects.fitting import fit
from troubleshooter.statistics.effects.layout import Model, lay_out_numbers, model_of
from troubleshooter.statistics.effects.likelihood import look, read, scores
from troubleshooter.statistics.effects.rates import fix_rates
from troubleshooter.statistics.effects.visits import lay_out_visits


def observed(kind, *, visits=400, seed=3):
    truth = random_guide(seed, kind)
    seen = Seen()
    people = Population(truth, Habits(leave=0.3, label=0.3), seed)
    people.visit(through_engine(truth), visits, seen)
    return guide_values(misjudged(truth, seed, 0.7)), seen.record


@pytest.mark.parametrize("kind", [Kind.ONE, Kind.SEVERAL])
def test_visits_are_as_likely_as_learning_says(kind):
    (guide, editors), record = observed(kind)
    layout = lay_out_numbers(guide, editors, model_of(editors))
    visits = lay_out_visits(guide, editors, record.histories)
    seen = look(layout, visits, layout.centre)
    mean = visits.count @ seen.fits / visits.total
    # The engine takes it that 2 in 100 slip; here the answers' columns are fitted, slips and all.
    assert mean == pytest.approx(log_likelihood(guide, editors, record), abs=0.05)
    assert seen.sets.sum(axis=1) == pytest.approx(1.0)


@pytest.mark.parametrize("kind", [Kind.ONE, Kind.SEVERAL])
@pytest.mark.parametrize("model", Model)
def test_scores_are_the_slopes_of_the_likelihood(kind, model):
    (guide, editors), record = observed(kind)
    layout = lay_out_numbers(guide, editors, model)
    visits = lay_out_visits(guide, editors, record.histories)
    at = layout.centre + np.random.default_rng(1).normal(0, 0.3, len(layout.centre))
    found = scores(layout, visits, at, look(layout, visits, at))
    for place in range(len(at)):
        off = np.zeros(len(at))
        off[place] = 1e-5
        above, below = (look(layout, visits, at + sign * off).fits for sign in (1, -1))
        assert found[:, place] == pytest.approx((above - below) / 2e-5, abs=1e-6)


def test_a_fit_stands_on_a_summit():
    (guide, editors), record = observed(Kind.SEVERAL)
    layout = lay_out_numbers(guide, editors, Model.SEVERAL)
    visits = lay_out_visits(guide, editors, record.histories)
    found = fit(layout, visits)

    def height(vector):
        off = (vector - layout.centre) / layout.spread
        return visits.count @ look(layout, visits, vector).fits - off @ off / 2

    luck = np.random.default_rng(2)
    around = [found.mode + luck.normal(0, 0.3, len(found.mode)) for _ in range(50)]
    assert max(height(each) for each in around) < height(found.mode)


def test_fix_rates_are_those_worked_out_by_hand():
    (guide, editors), _ = observed(Kind.ONE)
    layout = lay_out_numbers(guide, editors, Model.ONE)
    shares = np.array([editors.shares[cause] for cause in guide.causes])
    by_hand = [
        sum(
            share / shares.sum() * editors.effects[step.key].get(cause, 0.0)
            for cause, share in zip(guide.causes, shares)
        )
        for step in guide.steps
    ]
    assert fix_rates(layout, layout.centre[None])[0] == pytest.approx(by_hand, abs=1e-3)


def test_with_several_causes_a_step_must_clear_them_all():
    (guide, editors), _ = observed(Kind.SEVERAL)
    layout = lay_out_numbers(guide, editors, Model.SEVERAL)
    numbers = read(layout, layout.centre)
    luck = np.random.default_rng(4)
    sets = luck.choice(len(layout.sets), 60_000, p=np.exp(numbers.prior))
    has = layout.sets[sets] > 0
    for step in range(len(guide.steps)):
        cleared = luck.random(has.shape) < numbers.effects[step]
        drawn = (cleared | ~has).all(axis=1).mean()
        assert fix_rates(layout, layout.centre[None])[0, step] == pytest.approx(drawn, abs=0.01)


def test_a_question_without_named_causes_and_a_guide_without_visits_do_no_harm():
    (guide, editors), _ = observed(Kind.ONE)
    silent = Parameters(shares=editors.shares, effects=editors.effects, usual=editors.usual)
    layout = lay_out_numbers(guide, silent, Model.ONE)
    visits = lay_out_visits(guide, silent, {})
    assert fit(layout, visits).mode == pytest.approx(layout.centre)
