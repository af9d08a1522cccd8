"""What if, against the exact arithmetic of the bench, which is another program."""

import random
from dataclasses import replace

import numpy as np
import pytest

from tests.bench.exact import expected_minutes
from tests.bench.guides import Kind, Size
from tests.bench.policies import as_move, each, evidence_of
from tests.bench.world import true_world
from tests.bench_effects.judging import true_ends
from tests.bench_effects.world import case, engines_policy, visited
from troubleshooter.engine import Evidence, Result, next_move
from troubleshooter.statistics.effects.adjusted import adjusted_by, posteriors
from troubleshooter.statistics.effects.change import Change, ImpossibleChange, changed
from troubleshooter.statistics.effects.change import Kind as How
from troubleshooter.statistics.effects.logged import Met, Went, logged
from troubleshooter.statistics.effects.observed import Observed
from troubleshooter.statistics.effects.what_if import Order, Unsupported, Worked, what_if, what_ifs

SMALL = Size(causes=(4, 5), steps=(5, 6), questions=(1, 2))
KINDS = [Kind.ONE, Kind.SEVERAL]


def policy(one, guide):
    def move(state):
        given = evidence_of(one.editors, state)
        steps = {key: Result(result) for key, result in given["steps"].items()}
        said = next_move(guide, one.numbers, Evidence(questions=given["questions"], steps=steps))
        return as_move(one.editors, said.kind.value, said.key)

    return each(move)


def exactly(one, guide):
    """Minutes, and share resolved: from what one more minute of support would add."""
    minutes = {step.key: step.minutes for step in guide.steps}
    world = true_world(one.truth)
    world = replace(
        world, minutes=np.array([minutes.get(s["key"], 0.0) for s in one.editors["steps"]])
    )
    moves = policy(one, guide)
    found = expected_minutes(world, moves)
    dearer = replace(world, support_minutes=world.support_minutes + 1.0)
    return found, 1.0 - (expected_minutes(dearer, moves) - found)


def some_change(one):
    draw = random.Random(one.seed)
    step = draw.choice(one.guide.steps)
    how = draw.choice((How.FIRST, How.REMOVE, How.MINUTES))
    return Change(step=step.key, kind=how, to=step.minutes * draw.choice((0.3, 3.0)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_walking_a_crowd_comes_to_the_exact_minutes(kind, seed):
    one = case(seed, kind, size=SMALL)
    for guide in (one.guide, changed(one.guide, some_change(one))):
        assert true_ends(one, guide) == pytest.approx(exactly(one, guide), rel=0.01, abs=0.004)


def test_intervals_hold_what_the_change_really_does():
    held, told = [], 0
    for kind in KINDS:
        for seed in range(1, 6):
            one = case(seed, kind, size=SMALL)
            change = some_change(one)
            said = what_if(one.guide, one.numbers, visited(one, engines_policy(one), 1500), change)
            if said.compared is None:
                continue
            told += 1
            now, then = exactly(one, one.guide), exactly(one, changed(one.guide, change))
            found = said.compared.difference
            for at, estimate in enumerate((found.minutes, found.resolved)):
                # What is not followed to the end is near, not exact.
                wide = 0.004 * (1 if at else 60)
                true, interval = then[at] - now[at], estimate.interval
                held.append(interval.low - wide <= true <= interval.high + wide)
    assert told >= 4
    assert np.mean(held) >= 0.9


def test_few_visits_and_a_step_that_nobody_tried_are_refused():
    one = case(1, Kind.ONE, size=SMALL)
    change = Change(step=one.guide.steps[0].key, kind=How.REMOVE)
    assert what_if(one.guide, one.numbers, Observed(), change).why_not is Unsupported.FEW_VISITS
    seen = visited(one, engines_policy(one), 400)
    untried = Observed(record=seen.record)
    assert what_if(one.guide, one.numbers, untried, change).why_not is Unsupported.FEW_TRIED


@pytest.mark.parametrize(
    ("how", "to"), [(How.MINUTES, -1.0), (How.MOVE, 0), (How.MOVE, 99), (How.MOVE, 1.5)]
)
def test_an_impossible_change_says_what_is_wrong(how, to):
    one = case(1, Kind.ONE, size=SMALL)
    with pytest.raises(ImpossibleChange):
        changed(one.guide, Change(step=one.guide.steps[0].key, kind=how, to=to))
    with pytest.raises(ImpossibleChange):
        changed(one.guide, Change(step="no-such-step", kind=How.REMOVE))


def by_lot(one, *, share, visits=4000, leave=0.0):
    """Visits of which a share tries the second step of the file before the first, by lot; people
    are fixed by either with a chance of their own."""
    draw = random.Random(7)
    first, second, *_ = one.guide.steps
    found = []
    for _ in range(visits):
        swapped = draw.random() < share
        order = (second, first) if swapped else (first, second)
        met, done, results, resolved, left = [], [], {}, False, False
        for step in order:
            chance = (share if swapped else 1.0 - share) if not met else 1.0
            met.append(
                Met(evidence=Evidence(steps=results), kind="try", key=step.key, propensity=chance)
            )
            if draw.random() < leave:
                left = True
                break
            done.append(step.key)
            resolved = draw.random() < (0.7 if step is second else 0.2)
            if resolved:
                break
            results = {**results, step.key: Result.NO_HELP}
        found.append(
            Went(arm="engine", met=tuple(met), asked=(), done=tuple(done), declined=0,
                 resolved=resolved, ended=not left)
        )  # fmt: skip
    return found


class Says:
    def __init__(self, key):
        self.kind, self.key = "try", key


def swapping(one):
    first, second, *_ = (step.key for step in one.guide.steps)
    return lambda evidence: Says(first if second in evidence.steps else second)


def test_logged_exploration_tells_what_the_swapped_order_does():
    one = case(1, Kind.ONE, size=SMALL)
    found = logged(by_lot(one, share=0.1), one.guide, swapping(one))
    minutes = [step.minutes for step in one.guide.steps[:2]]
    support = one.guide.support_minutes
    assert 0.7 + 0.3 * 0.2 in found.resolved.interval
    assert minutes[1] + 0.3 * minutes[0] + 0.24 * support in found.minutes.interval
    assert 300 <= found.effective <= 500


def test_without_a_chance_for_the_other_order_nothing_is_told():
    one = case(1, Kind.ONE, size=SMALL)
    assert logged(by_lot(one, share=0.0), one.guide, swapping(one)) is None
    assert logged(by_lot(one, share=0.1, visits=100), one.guide, swapping(one)) is None
    assert logged([], one.guide, swapping(one)) is None


def test_several_changes_at_once_are_each_what_it_is_alone():
    one = case(2, Kind.ONE, size=SMALL)
    seen = visited(one, engines_policy(one), 600)
    changes = [Change(step=step.key, kind=How.FIRST) for step in one.guide.steps[:3]]
    known = posteriors(one.guide, one.numbers, seen)
    worked = Worked(known=known, adjusted=adjusted_by(known, one.numbers, seen))
    together = what_ifs(
        worked, one.numbers, seen, changes, live=one.numbers, order=Order.ENGINE, went=()
    )
    assert list(together) == [what_if(one.guide, one.numbers, seen, each) for each in changes]
    assert any(each.compared for each in together)
