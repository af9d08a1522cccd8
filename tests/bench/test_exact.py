"""The bench judges rightly: its optimum is the least, and its minutes are those that go by."""

from itertools import product

import numpy as np
import pytest

from . import policies
from .command import through_command
from .exact import ASK, HAND_OVER, TRY, Move, expected_minutes
from .guides import Kind, Size, correlations, random_guide
from .optimum import solve
from .table import ENGINE, Column, Task, measure
from .world import TURNED_DOWN_MINUTES, answer_table, sets_of, true_world

TINY = Size(causes=(3, 3), steps=(2, 2), questions=(1, 1))
KINDS = [Kind.ONE, Kind.SEVERAL]
GOOD = 1.02


def scenarios(file):
    """Everything that can be so, hidden from the visitor: (probability, causes, what each step
    would do, what each question would be answered). Written for plainness, not for speed."""
    causes = [cause["key"] for cause in file["causes"]]
    sets, chances = sets_of(file, None)
    for number, (there, chance) in enumerate(zip(sets, chances)):
        steps = [list(ways_of_step(step, causes)) for step in file["steps"]]
        questions = [
            list(ways_of_question(question, answer_table(question, causes, sets, 0)[:, number]))
            for question in file["questions"]
        ]
        here = frozenset(cause for cause, present in zip(causes, there) if present)
        for does, says in product(product(*steps), product(*questions)):
            p = chance * np.prod([p for p, _ in (*does, *says)])
            yield p, here, tuple(way for _, way in does), tuple(way for _, way in says)


def ways_of_step(step, causes):
    """(probability, causes that it clears), or None in their place if it is turned down."""
    yield step["skip"], None
    for clears in product((True, False), repeat=len(causes)):
        p = [step["fixes"].get(cause, 0) for cause in causes]
        chance = np.prod([e if cleared else 1 - e for e, cleared in zip(p, clears)])
        cleared = frozenset(cause for cause, does in zip(causes, clears) if does)
        yield (1 - step["skip"]) * chance, cleared


def ways_of_question(question, chances):
    yield question["unsure"], None
    for option, chance in enumerate(chances):
        yield (1 - question["unsure"]) * chance, option


def least(file, cases, asked=frozenset(), tried=frozenset()):
    """Total expected minutes over these cases, by trying every move in every situation."""
    total = sum(case[0] for case in cases)
    best = file["support_minutes"] * total
    for place, question in enumerate(file["questions"]):
        if place not in asked:
            groups = grouped(cases, lambda case, place=place: case[3][place])
            ahead = sum(least(file, group, asked | {place}, tried) for group in groups)
            best = min(best, question["minutes"] * total + ahead)
    for place, step in enumerate(file["steps"]):
        if place not in tried:
            best = min(best, trying(file, cases, asked, tried, place, step))
    return best


def trying(file, cases, asked, tried, place, step):
    turned_down = [case for case in cases if case[2][place] is None]
    done = [case for case in cases if case[2][place] is not None]
    broken = [(p, left - does[place], does, says) for p, left, does, says in done]
    broken = [case for case in broken if case[1]]
    minutes = step["minutes"] * sum(case[0] for case in done)
    minutes += TURNED_DOWN_MINUTES * sum(case[0] for case in turned_down)
    for group in filter(None, (turned_down, broken)):
        minutes += least(file, group, asked, tried | {place})
    return minutes


def grouped(cases, key):
    found = {}
    for case in cases:
        found.setdefault(key(case), []).append(case)
    return found.values()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_the_optimum_is_that_of_trying_everything(kind, seed):
    file = random_guide(seed, kind, TINY) | {"support_minutes": 45}
    assert solve(true_world(file)).minutes == pytest.approx(least(file, list(scenarios(file))))


@pytest.mark.parametrize("kind", KINDS)
def test_the_best_moves_take_the_least_minutes(kind):
    file = random_guide(5, kind)
    best = solve(true_world(file, correlations(file, 5) if kind is Kind.SEVERAL else None))
    assert expected_minutes(best.world, best.policy) == pytest.approx(best.minutes)


@pytest.mark.parametrize("column", [Column.ONE, Column.SEVERAL, Column.CORRELATED])
@pytest.mark.parametrize("seed", [901, 902, 903])
def test_nothing_beats_the_optimum_and_the_engine_is_near_it(column, seed):
    ratios = measure(Task(column=column, seed=seed))
    assert min(ratios.values()) >= 1 - 1e-9
    assert ratios[ENGINE] <= GOOD


def test_a_planted_bad_policy_is_seen():
    for seed in (901, 902, 903):
        file = random_guide(seed, Kind.ONE)
        world = true_world(file)
        minutes = expected_minutes(world, policies.worst_step_first(file))
        assert minutes / solve(world).minutes > GOOD


def test_the_command_and_the_function_say_the_same():
    file = random_guide(7, Kind.SEVERAL, Size(steps=(6, 6), questions=(2, 2)))
    world = true_world(file)
    asked = []

    def both(states):
        by_function = policies.through_engine(file)(states)
        assert command(states) == by_function
        asked.extend(states)
        return by_function

    with through_command(file) as command:
        expected_minutes(world, both)
    assert len(asked) > 10


@pytest.mark.parametrize("kind", KINDS)
def test_shares_stay_true_whatever_causes_know_of_each_other(kind):
    file = random_guide(11, kind)
    shares = [cause["share"] for cause in file["causes"]]
    for loadings in (None, correlations(file, 11)) if kind is Kind.SEVERAL else (None,):
        sets, chances = sets_of(file, loadings)
        assert chances.sum() == pytest.approx(1)
        assert chances @ sets == pytest.approx(shares, abs=1e-6)


def test_correlated_causes_come_together_or_apart():
    file = random_guide(11, Kind.SEVERAL)
    apart, together = (sets_of(file, loadings) for loadings in (None, correlations(file, 11)))
    assert np.abs(apart[1] - together[1]).sum() > 0.05


@pytest.mark.parametrize("move", [Move(ASK), Move(TRY)])
def test_a_policy_that_offers_the_same_again_is_refused(move):
    world = true_world(random_guide(1, Kind.ONE))
    with pytest.raises(ValueError, match="twice"):
        expected_minutes(world, policies.each(lambda state: move))


def test_a_step_waits_for_what_it_requires():
    file = random_guide(1, Kind.ONE, TINY) | {"questions": [], "support_minutes": 1000}
    first = solve(true_world(file)).policy([true_world(file).start])[0].place
    file["steps"][first]["requires"] = [file["steps"][1 - first]["key"]]
    world = true_world(file)
    assert solve(world).policy([world.start]) == [Move(TRY, 1 - first)]


def test_handing_over_at_once_costs_what_support_costs():
    world = true_world(random_guide(1, Kind.ONE))
    minutes = expected_minutes(world, policies.each(lambda state: Move(HAND_OVER)))
    assert minutes == world.support_minutes


def test_the_same_seed_gives_the_same_guide():
    assert random_guide(3, Kind.SEVERAL) == random_guide(3, Kind.SEVERAL)
    assert random_guide(3, Kind.SEVERAL) != random_guide(4, Kind.SEVERAL)
