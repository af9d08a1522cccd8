"""The closed forms agree with counting every set of causes and every way that steps may work."""

from math import log

import pytest

from tests.engine.learning.enumeration import expected
from tests.engine.learning.random_guides import random_guide, random_history
from troubleshooter.engine.learning.cases import lay_out
from troubleshooter.engine.learning.expectation import expect
from troubleshooter.engine.numbers import read_numbers


def counted(guide, parameters, history):
    """What the engine expects of one visit, under the names that the enumeration uses."""
    numbers = read_numbers(guide, parameters)
    counts = expect(numbers, lay_out(guide, parameters, {history: 1}))
    found = {("present", c): n for c, n in zip(guide.causes, counts.present)}
    for step, effects in zip(guide.steps, counts.effects):
        for cause, tally in effects.items():
            found["cleared", step.key, guide.causes[cause]] = tally.times
            found["met", step.key, guide.causes[cause]] = tally.of
    for question, columns in zip(guide.questions, counts.columns):
        for number, option in enumerate(question.options):
            found["usual", question.key, option] = columns.usual[number]
            for cause, column in zip(columns.named, columns.likelihood):
                found["told", question.key, guide.causes[cause], option] = column[number]
    return found, counts


@pytest.mark.parametrize("single", [True, False], ids=["one cause", "several"])
@pytest.mark.parametrize("seed", range(150))
def test_every_count_is_what_enumeration_finds(seed, single):
    guide, parameters = random_guide(seed, single=single)
    history = random_history(seed, guide)
    true, weight = expected(guide, parameters, history)
    found, counts = counted(guide, parameters, history)
    assert counts.impossible == (0 if weight else 1)
    for name, value in found.items():
        assert value == pytest.approx(true.get(name, 0.0), abs=1e-9), name
    assert {name for name, value in true.items() if value > 1e-9} <= set(found)


@pytest.mark.parametrize("single", [True, False], ids=["one cause", "several"])
@pytest.mark.parametrize("seed", range(40))
def test_a_history_is_as_likely_as_enumeration_finds(seed, single):
    guide, parameters = random_guide(seed, single=single)
    history = random_history(seed, guide)
    _, weight = expected(guide, parameters, history)
    _, counts = counted(guide, parameters, history)
    if weight:
        assert counts.log_likelihood == pytest.approx(log(weight), abs=1e-9)
