"""How much visits really say about each number.

A visit that leaves open which cause it was says less of each than one that settles it. What all say
together is the Fisher information, estimated by the squares of the visits' scores (Berndt, Hall,
Hall, Hausman 1974; Louis 1982 for expected counts): so many visits in which everything is known
would say as much. That numbers must be told apart from each other as well is left aside, so that it
is still too much.
"""

from collections.abc import Iterator
from math import fsum

from troubleshooter.engine.guide import Guide
from troubleshooter.engine.learning.cases import Cases
from troubleshooter.engine.learning.counts import Counts
from troubleshooter.engine.learning.expectation import Expectation
from troubleshooter.engine.numbers import read_numbers
from troubleshooter.engine.parameters import Parameters

# The most frequent histories, so many, are all looked at, and as many of the rest.
MOST_HISTORIES = 1_000

Column = tuple[float, ...]


def visits_worth(guide: Guide, parameters: Parameters, cases: Cases) -> dict[str, float]:
    """place (see `changes.places`) -> how many visits in which all is known would tell as much."""
    expectation = Expectation(read_numbers(guide, parameters))
    worth: dict[str, float] = {}
    for place, count in _looked_at(cases):
        counts = expectation.of(cases.alone(place))
        for name, expected, column in _columns(guide, parameters, counts):
            worth[name] = worth.get(name, 0.0) + count * _squared_score(expected, column)
    return worth


def _looked_at(cases: Cases) -> Iterator[tuple[int, float]]:
    """Places of cases with the visits that each stands for: the most frequent ones for themselves,
    of the others an even part."""
    by_count = sorted(range(len(cases.cases)), key=lambda place: -cases.cases[place].count)
    frequent, rare = by_count[:MOST_HISTORIES], by_count[MOST_HISTORIES:]
    yield from ((place, cases.cases[place].count) for place in frequent)
    step = -(-len(rare) // MOST_HISTORIES) or 1
    yield from ((place, step * cases.cases[place].count) for place in rare[step // 2 :: step])


def _columns(
    guide: Guide, parameters: Parameters, counts: Counts
) -> Iterator[tuple[str, Column, Column]]:
    """For each number its place, what a visit expects of it, and its distribution."""
    for cause, present in zip(guide.causes, counts.present, strict=True):
        yield f"shares.{cause}", (present, counts.visits - present), _two(parameters.shares[cause])
    for step, effects in zip(guide.steps, counts.effects, strict=True):
        for place, tally in effects.items():
            cause = guide.causes[place]
            told = (tally.times, tally.of - tally.times)
            yield f"effects.{step.key}.{cause}", told, _two(parameters.effects[step.key][cause])
    for question, columns in zip(guide.questions, counts.columns, strict=True):
        key = question.key
        if key in parameters.usual:
            yield f"usual.{key}", tuple(columns.usual), parameters.usual[key]
        for place, likelihood in zip(columns.named, columns.likelihood, strict=True):
            cause = guide.causes[place]
            yield (
                f"likelihood.{key}.{cause}",
                tuple(likelihood),
                parameters.likelihood[key][cause],
            )


def _two(p: float) -> Column:
    return p, 1.0 - p


def _squared_score(expected: Column, column: Column) -> float:
    """1 for a visit that settles it, on average; 0 for one that says nothing."""
    total = fsum(expected)
    spread = fsum(p * (1.0 - p) for p in column)
    if not total or spread <= 0.0:
        return 0.0
    return fsum((n - p * total) ** 2 for n, p in zip(expected, column, strict=True)) / spread
