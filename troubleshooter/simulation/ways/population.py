"""Everybody that `person` could make up, at once: sets of causes and how many people have them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import fsum, prod

from troubleshooter.content.schema import GuideContent
from troubleshooter.engine import Parameters
from troubleshooter.simulation.causes import Independent, Listed, by_shares
from troubleshooter.simulation.truth import Answers, Truth, truth_of_guide

# Sets of causes that hardly anybody has are left out, as long as this part of people is looked at.
ENOUGH_PEOPLE = 0.999
# No more sets than this, however many causes are common at the same time.
MOST_SETS = 4096
# Sets less common than this are left out; it falls until enough people are looked at.
FIRST_FLOOR, FALL, LAST_FLOOR = 1e-3, 0.25, 1e-9


Chances = tuple[tuple[float, ...], ...]
"""P(each option), for each set of causes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Population:
    """Sets of causes with their parts of the people, which add up to 1. `left_out` is the part of
    all people (0..1) whose set of causes is too rare to be looked at.

    `grown` says for each set which earlier one it is with one more cause: (place, cause), where
    place 0 is no cause at all and 1 the first set. So a product over each set's causes takes one
    multiplication.
    """

    truth: Truth
    sets: tuple[frozenset[str], ...]
    parts: tuple[float, ...]
    left_out: float
    grown: tuple[tuple[int, str], ...]
    kept: dict[str, Chances] = field(default_factory=dict, compare=False, repr=False)

    def chances(self, question: str) -> Chances:
        """How people with each set of causes answer, if they can tell."""
        if question not in self.kept:
            answers = self.truth.answers[question]
            self.kept[question] = tuple(answers.chances(causes) for causes in self.sets)
        return self.kept[question]


def truth_of(content: GuideContent, numbers: Parameters) -> Truth:
    """As `truth_of_guide`, with these numbers in place of the editors'."""
    return replace(
        truth_of_guide(content),
        causes=by_shares(
            {cause.key: numbers.shares.get(cause.key, 0.0) for cause in content.causes}
        ),
        effects={step.key: numbers.effects.get(step.key, {}) for step in content.steps},
        answers={
            question.key: _answers(tuple(o.key for o in question.options), question.key, numbers)
            for question in content.questions
        },
        skip={step.key: numbers.skip.get(step.key, 0.0) for step in content.steps},
        unsure={q.key: numbers.unsure.get(q.key, 0.0) for q in content.questions},
    )


def _answers(options: tuple[str, ...], question: str, numbers: Parameters) -> Answers:
    return Answers(
        options=options,
        usual=_whole(numbers.usual[question]),
        likelihood={
            cause: _whole(column)
            for cause, column in sorted(numbers.likelihood.get(question, {}).items())
        },
    )


def _whole(column: tuple[float, ...]) -> tuple[float, ...]:
    total = fsum(column)
    return tuple(p / total for p in column)


def population(truth: Truth) -> Population:
    """The people of a truth whose causes come one at a time, as listed, or independently."""
    mix = truth.causes
    sets = dict(_listed(mix)) if isinstance(mix, Listed) else _most_common(mix)
    seen = fsum(sets.values())
    places: dict[frozenset[str], int] = {frozenset(): 0}
    grown: list[tuple[int, str]] = []
    for causes in sets:
        _grow(causes, places, grown)
    every = list(places)[1:]
    return Population(
        truth=truth,
        sets=tuple(every),
        parts=tuple(sets.get(causes, 0.0) / seen for causes in every),
        left_out=max(0.0, 1.0 - seen),
        grown=tuple(grown),
    )


def _grow(
    causes: frozenset[str], places: dict[frozenset[str], int], grown: list[tuple[int, str]]
) -> None:
    """Give a set its place, after the smaller ones that it grows from. Some of these may be too
    rare to be looked at by themselves: they have no part of the people."""
    if causes in places:
        return
    last = max(causes)
    fewer = causes - {last}
    _grow(fewer, places, grown)
    grown.append((places[fewer], last))
    places[causes] = len(places)


def _listed(mix: Listed) -> Iterator[tuple[frozenset[str], float]]:
    before = 0.0
    for causes, reached in zip(mix.sets, mix.sums, strict=True):
        yield causes, (reached - before) / mix.sums[-1]
        before = reached


def _most_common(mix: Independent) -> dict[frozenset[str], float]:
    """The sets that are common enough, where causes are independent and there is at least one."""
    floor = FIRST_FLOOR
    while True:
        sets = dict(_above(mix, floor))
        enough = fsum(sets.values()) >= ENOUGH_PEOPLE
        if enough or floor <= LAST_FLOOR or len(sets) >= MOST_SETS:
            return sets
        floor *= FALL


def _above(mix: Independent, floor: float) -> Iterator[tuple[frozenset[str], float]]:
    """Sets with at least this part of the people; what cannot reach it is not followed."""
    somebody = 1.0 - mix.none[0]
    chances = [chance for _, chance in mix.present]
    best = [prod(max(p, 1.0 - p) for p in chances[at:]) for at in range(len(chances) + 1)]
    waiting = [(0, 1.0 / somebody, frozenset[str]())]
    while waiting:
        at, part, causes = waiting.pop()
        if part * best[at] < floor:
            continue
        if at == len(chances):
            if causes:
                yield causes, part
            continue
        cause, chance = mix.present[at]
        waiting.append((at + 1, part * (1.0 - chance), causes))
        waiting.append((at + 1, part * chance, causes | {cause}))
