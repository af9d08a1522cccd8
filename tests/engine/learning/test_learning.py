"""Learning moves wrong numbers towards the truth, and leaves alone what it must not touch."""

import math
import random
from dataclasses import replace

import pytest

from tests.engine.learning.people import visits
from tests.engine.learning.random_guides import random_guide
from troubleshooter.engine.learning import (
    History,
    Record,
    Tally,
    fit,
    learn,
    log_likelihood,
    places,
)

BOTH = pytest.mark.parametrize("single", [True, False], ids=["one cause", "several"])


def logit(p):
    return math.log(p / (1 - p))


def misjudged(parameters, seed):
    """The numbers as an editor would write them who is off by sd 1 in log-odds."""
    draw = random.Random(seed)

    def moved(p):
        return 1 / (1 + math.exp(-logit(p) - draw.gauss(0, 1)))

    def column(values):
        parts = [moved(p) for p in values]
        return tuple(p / sum(parts) for p in parts)

    shares = {c: moved(p) for c, p in parameters.shares.items()}
    scale = sum(parameters.shares.values()) / sum(shares.values())
    return replace(
        parameters,
        shares={c: min(p * scale, 0.95) for c, p in shares.items()},
        effects={
            s: {c: moved(e) for c, e in effects.items()}
            for s, effects in parameters.effects.items()
        },
        likelihood={
            q: {c: column(values) for c, values in named.items()}
            for q, named in parameters.likelihood.items()
        },
    )


def distance(one, other, what):
    """Mean distance in log-odds of all numbers of a kind."""
    a, b = ({k: v for k, v in places(each) if k.startswith(what)} for each in (one, other))
    apart = [abs(logit(x) - logit(y)) for k in a for x, y in zip(a[k], b[k])]
    return sum(apart) / len(apart)


@BOTH
def test_wrong_numbers_come_nearer_to_the_truth(single):
    before, after = {}, {}
    for seed in range(8):
        guide, truth = random_guide(seed, single=single)
        editors = misjudged(truth, seed)
        learnt = fit(guide, editors, visits(guide, truth, 2000, seed=seed)).parameters
        for what in ("shares", "effects", "likelihood"):
            before[what] = before.get(what, 0) + distance(editors, truth, what)
            after[what] = after.get(what, 0) + distance(learnt, truth, what)
    for what in before:
        assert after[what] < 0.65 * before[what], what


@BOTH
def test_what_was_learnt_foretells_new_visits_better(single):
    guide, truth = random_guide(3, single=single)
    editors = misjudged(truth, 3)
    lesson = learn(
        guide, editors, visits(guide, truth, 1200, seed=1), visits(guide, truth, 300, seed=2)
    )
    assert lesson.held_out.better
    assert lesson.held_out.learnt > lesson.held_out.editors + 0.02
    assert (lesson.visits, lesson.held_out.visits, lesson.impossible) == (1500, 300, 0)


@BOTH
def test_true_numbers_are_not_made_much_worse(single):
    for seed in range(5):
        guide, truth = random_guide(seed, single=single)
        learnt = fit(guide, truth, visits(guide, truth, 1000, seed=seed)).parameters
        new = visits(guide, truth, 4000, seed=99)
        assert log_likelihood(guide, learnt, new) > log_likelihood(guide, truth, new) - 0.03


@BOTH
def test_a_fit_is_at_least_as_likely_as_the_editors_numbers(single):
    for seed in range(5):
        guide, truth = random_guide(seed, single=single)
        record = visits(guide, truth, 500, seed=seed)
        editors = misjudged(truth, seed)
        learnt = fit(guide, editors, record).parameters
        assert log_likelihood(guide, learnt, record) > log_likelihood(guide, editors, record)


@BOTH
def test_people_who_leave_at_random_change_little(single):
    guide, truth = random_guide(5, single=single)
    editors = misjudged(truth, 5)
    stayed = fit(guide, editors, visits(guide, truth, 3000)).parameters
    left = fit(guide, editors, visits(guide, truth, 3000, leave=0.12)).parameters
    assert distance(left, truth, "effects") < distance(stayed, truth, "effects") + 0.15


@BOTH
def test_a_named_cause_teaches(single):
    """Not which numbers are right, but that support's word counts as more than a guess."""
    guide, truth = random_guide(7, single=single)
    rare = min(guide.causes, key=lambda cause: truth.shares[cause])
    silent = fit(guide, truth, Record(histories={History(): 50})).parameters
    told = fit(guide, truth, Record(histories={History(cause=rare): 50})).parameters
    assert silent.shares[rare] == pytest.approx(truth.shares[rare], rel=0.02)
    assert told.shares[rare] > 2 * silent.shares[rare] or told.shares[rare] > 0.6


@BOTH
def test_nothing_is_learnt_from_no_visit(single):
    guide, truth = random_guide(2, single=single)
    learnt = fit(guide, truth, Record()).parameters
    for (_, was), (_, now) in zip(places(truth), places(learnt)):
        assert now == pytest.approx(was, abs=1e-12)


@BOTH
@pytest.mark.parametrize("seed", range(6))
def test_learnt_numbers_are_probabilities_that_keep_the_editors_sums(seed, single):
    guide, truth = random_guide(seed, single=single)
    editors = misjudged(truth, seed)
    learnt = fit(guide, editors, visits(guide, truth, 400)).parameters
    assert sum(learnt.shares.values()) == pytest.approx(sum(editors.shares.values()))
    for place, column in places(learnt):
        assert all(1e-4 * 0.999 <= p <= 1 - 1e-4 * 0.999 for p in column), place
        if len(column) > 1:
            assert sum(column) == pytest.approx(1)


@BOTH
def test_a_certain_number_is_the_editors_word(single):
    guide, truth = random_guide(4, single=single)
    step, cause = next((s, c) for s, effects in truth.effects.items() for c in effects)
    question, named = next((q, c) for q, columns in truth.likelihood.items() for c in columns)
    options = len(truth.likelihood[question][named])
    certain = (1.0, *[0.0] * (options - 1))
    editors = replace(
        truth,
        effects={**truth.effects, step: {**truth.effects[step], cause: 1.0}},
        likelihood={
            **truth.likelihood,
            question: {**truth.likelihood[question], named: certain},
        },
        shares={**truth.shares, guide.causes[-1]: 0.0},
    )
    learnt = fit(guide, editors, visits(guide, truth, 500)).parameters
    assert learnt.effects[step][cause] == 1.0
    assert learnt.likelihood[question][named] == certain
    assert learnt.shares[guide.causes[-1]] == 0.0


def test_the_first_edition_of_a_step_counts_less():
    guide, truth = random_guide(1, single=True)
    step = next(key for key, effects in truth.effects.items() if effects)

    def effects_after(weight):
        faded = frozenset({(step, weight)}) if weight < 1 else frozenset()
        record = Record(histories={History(failed=frozenset({step}), faded=faded): 100})
        return fit(guide, truth, record).parameters.effects[step]

    for cause, wrote in truth.effects[step].items():
        whole, half, none = (effects_after(weight)[cause] for weight in (1.0, 0.5, 0.0))
        assert whole < half < none
        assert none == pytest.approx(wrote)


def test_steps_that_share_the_credit_are_credited_by_their_effects():
    guide, truth = random_guide(1, single=True)
    cause = guide.causes[0]
    editors = replace(truth, effects={"s0": {cause: 0.8}, "s1": {cause: 0.2}, "s2": {}, "s3": {}})
    record = Record(histories={History(fixed=frozenset({"s0", "s1"})): 40})
    learnt = fit(guide, editors, record).parameters.effects
    assert learnt["s0"][cause] > 0.85
    assert learnt["s1"][cause] < 0.3


def test_what_the_guide_does_not_have_is_left_out():
    guide, truth = random_guide(6, single=False)
    known = History(failed=frozenset({"s0"}))
    odd = History(
        answers=frozenset({("gone", "a"), ("q0", "gone")}),
        failed=frozenset({"s0", "gone"}),
        cause="x",
    )
    expected = fit(guide, truth, Record(histories={known: 30}))
    found = fit(guide, truth, Record(histories={odd: 10, known: 20}))
    assert found.parameters == expected.parameters


def test_a_visit_that_the_numbers_rule_out_is_counted_and_teaches_nothing():
    guide, truth = random_guide(6, single=True)
    editors = replace(truth, effects={**truth.effects, "s0": {guide.causes[0]: 1.0}})
    editors = replace(editors, shares={**truth.shares, guide.causes[0]: 0.0})
    record = Record(histories={History(fixed=frozenset({"s0"})): 7})
    found = fit(guide, editors, record)
    assert found.counts.impossible == 7
    for (_, was), (_, now) in zip(places(editors), places(found.parameters)):
        assert now == pytest.approx(was)


def test_habits_are_counted():
    guide, truth = random_guide(2, single=True)
    record = Record(declined={"s0": Tally(times=40, of=60)}, unsure={"q1": Tally(times=0, of=180)})
    learnt = fit(guide, truth, record).parameters
    assert learnt.skip["s0"] == pytest.approx((20 * 0.1 + 40) / 80)
    assert learnt.unsure["q1"] == pytest.approx((20 * 0.1) / 200)
    assert learnt.skip["s1"] == 0.1
