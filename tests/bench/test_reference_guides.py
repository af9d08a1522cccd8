"""The reference guides: our policy takes no more minutes than the one that they were measured with.

Their minutes were worked out by somebody else, in a world that we cannot look into: there both the
optimum and the prototype take a little longer than here. So the prototype's minutes are an upper
bound for ours, and the rule that it used is walked here as well, to be compared in one world.
"""

import numpy as np
import pytest

from tests.engine.reference import GUIDES, guide_values
from troubleshooter.engine import Evidence, Result
from troubleshooter.engine.move import best_by_rule
from troubleshooter.engine.numbers import numbers_of
from troubleshooter.engine.situation import size_up_numbers

from .exact import HAND_OVER, Move, expected_minutes
from .optimum import solve
from .policies import as_move, each, evidence_of, through_engine
from .world import true_world


def the_prototypes_rule(file):
    """Ask now, or after the best step; try the best chance per minute; stop where that is best."""
    numbers = numbers_of(*guide_values(file))

    def move(state) -> Move:
        given = evidence_of(file, state)
        steps = {key: Result(result) for key, result in given["steps"].items()}
        here = size_up_numbers(numbers, Evidence(questions=given["questions"], steps=steps))
        found = best_by_rule(here)
        return Move(HAND_OVER) if found is None else as_move(file, found.kind.value, found.key)

    return each(move)


@pytest.fixture(scope="module")
def minutes():
    """For each guide: the optimum, ours, the rule's, and the two numbers that came with it."""
    rows = []
    for reference in GUIDES:
        file = reference["guide"]
        world = true_world(file)
        policies = (through_engine(file), the_prototypes_rule(file))
        ours, rule = (expected_minutes(world, policy) for policy in policies)
        theirs = reference["exact_optimum_minutes"], reference["prototype_minutes"]
        rows.append((solve(world).minutes, ours, rule, *theirs))
    return np.array(rows).T


def test_no_guide_takes_longer_than_with_the_prototypes_rule(minutes):
    _, ours, rule, _, _ = minutes
    assert (ours <= rule * 1.0005).all()
    assert (ours / rule).mean() < 0.99


def test_no_guide_takes_longer_than_the_prototype_was_measured_with(minutes):
    _, ours, _, _, prototype = minutes
    assert (ours <= prototype).all()


def test_ours_is_nearer_to_the_optimum_than_the_prototype_to_its_own(minutes):
    optimum, ours, _, their_optimum, prototype = minutes
    assert (ours >= optimum * (1 - 1e-9)).all()
    assert (ours / optimum).mean() < 1.002 < (prototype / their_optimum).mean()
