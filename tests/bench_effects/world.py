"""A population of which the truth is known: editors' numbers, disturbed, and visits through the
real policies, some of which are left."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.bench.exact import Policy
from tests.bench.guides import GuideFile, Kind, Size, misjudged, random_guide
from tests.bench.policies import as_move, each, evidence_of, in_order
from tests.bench.population import Habits, Population, Seen
from tests.bench.world import State, sets_of
from tests.engine.reference import guide_values
from troubleshooter.engine import Evidence, Guide, Move, Parameters, Result, next_move
from troubleshooter.statistics.effects.observed import Observed, Trials

SIZE = Size(causes=(8, 11), steps=(10, 14), questions=(3, 5))
LEAVE = 0.3
Decide = Callable[[Guide, Parameters, Evidence], Move]


@dataclass(frozen=True, kw_only=True)
class Case:
    """`editors` is the guide as it is written; `truth` the same with the true numbers."""

    seed: int
    editors: GuideFile
    truth: GuideFile
    guide: Guide
    numbers: Parameters


def case(seed: int, kind: Kind, *, size: Size = SIZE, editors_off: bool = False) -> Case:
    """Numbers are disturbed by 0.5 or 1.0 in log-odds. As a rule the truth is what is disturbed;
    with `editors_off` it is the plausible guide, and the editors' numbers are the disturbed ones."""
    plausible = random_guide(seed, kind, size)
    other = misjudged(plausible, seed, random.Random(seed).choice((0.5, 1.0)))
    editors, truth = (other, plausible) if editors_off else (plausible, other)
    guide, numbers = guide_values(editors)
    return Case(seed=seed, editors=editors, truth=truth, guide=guide, numbers=numbers)


def true_rates(truth: GuideFile) -> dict[str, float]:
    """step -> P(it clears every cause of a new visitor): by enumeration of all sets of causes."""
    sets, chances = sets_of(truth, None)
    causes = [cause["key"] for cause in truth["causes"]]
    found = {}
    for step in truth["steps"]:
        effects = np.array([step["fixes"].get(cause, 0.0) for cause in causes])
        found[step["key"]] = float(chances @ np.prod(np.where(sets, effects, 1.0), axis=1))
    return found


def engines_policy(one: Case) -> Policy:
    """What `next_move` says by the editors' numbers."""

    def move(state: State):
        given = evidence_of(one.editors, state)
        steps = {key: Result(result) for key, result in given["steps"].items()}
        evidence = Evidence(questions=given["questions"], steps=steps)
        said = next_move(one.guide, one.numbers, evidence)
        return as_move(one.editors, said.kind.value, said.key)

    return each(move)


def with_step_at(one: Case, step: str, *, first: bool) -> Policy:
    """Every step in the editors' order, but this one first or last; nothing is asked."""
    places = [place for place, other in enumerate(one.guide.steps) if other.key != step]
    here = next(place for place, other in enumerate(one.guide.steps) if other.key == step)
    return in_order([here, *places] if first else [*places, here])


def visited(one: Case, policy: Policy, visits: int, *, leave: float = LEAVE) -> Observed:
    """What so many visits showed under a policy."""
    seen = Seen()
    Population(one.truth, Habits(leave=leave), one.seed).visit(policy, visits, seen)
    tried: Counter[str] = Counter()
    fixed: Counter[str] = Counter()
    for history, count in seen.histories.items():
        for key in history.failed | history.fixed:
            tried[key] += count
        for key in history.fixed:
            fixed[key] += count
    trials = {key: Trials(tried=of, fixed=fixed[key]) for key, of in tried.items()}
    return Observed(record=seen.record, trials=trials)
