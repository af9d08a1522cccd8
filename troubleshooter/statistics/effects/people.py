"""The people of a guide, as many times over as there are draws of what may be true of them.

Nothing is drawn of single people: a crowd is, for every draw, how many have each set of causes and
have said what it says (see `simulation.ways` for why that is exact). All draws go the same way at
once, so that two guides are compared on the same people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce

import numpy as np

from troubleshooter.engine import Guide, Parameters
from troubleshooter.engine.learning import Record, Tally
from troubleshooter.engine.learning.maximisation import HABIT_VISITS

from .layout import Floats
from .likelihood import NEARLY_0, read
from .posterior import Posterior

NOBODY = Tally()
# Each takes draws × sets numbers: 100 kilobytes and more.
KEPT = 256


@dataclass(frozen=True, kw_only=True, eq=False)
class People:
    """By draw: P(set of causes), effects (draws × causes) by step, P(option | set) by question
    (draws × options × sets), and how many skip each step or cannot tell. `models` says which draws
    come of which posterior; `enough` how often a workaround is (0..1)."""

    sets: Floats
    chances: Floats
    effects: Mapping[str, Floats]
    answers: Mapping[str, Floats]
    skip: Mapping[str, Floats]
    unsure: Mapping[str, Floats]
    enough: Mapping[str, float]
    models: tuple[slice, ...]
    kept: dict[frozenset[str], Floats] = field(default_factory=dict)

    def in_trouble(self, steps: frozenset[str]) -> Floats:
        """P(a set of causes outlasts these steps), draws × sets. What was worked out last is kept:
        many who said different things have done the same."""
        if steps not in self.kept:
            if len(self.kept) >= KEPT:
                self.kept.pop(next(iter(self.kept)))
            self.kept[steps] = self._in_trouble(steps)
        return self.kept[steps]

    def _in_trouble(self, steps: frozenset[str]) -> Floats:
        # In a fixed order, so that the same question has the same answer to the last digit.
        effects = [self.effects[key] for key in sorted(steps)]
        left = reduce(np.multiply, [1.0 - effect for effect in effects])
        return 1.0 - np.exp(np.log(np.maximum(1.0 - left, NEARLY_0)) @ self.sets.T)


def people_of(
    posteriors: Sequence[Posterior],
    editors: Parameters,
    record: Record,
    enough: Mapping[str, float],
    *,
    draws: int,
    luck: np.random.Generator,
) -> People:
    """So many draws of each posterior. The sets of all are those of the one that has most."""
    widest = max((each.layout for each in posteriors), key=lambda layout: len(layout.sets))
    guide, numbers = widest.guide, []
    for each in posteriors:
        for vector in each.draw(luck.standard_normal((draws, len(each.mean)))):
            found = read(replace(each.layout, sets=widest.sets), vector)
            alone = read(each.layout, vector)
            numbers.append(replace(found, prior=_spread(alone.prior, len(widest.sets))))
    many = len(numbers)
    return People(
        sets=widest.sets,
        chances=np.exp(np.array([each.prior for each in numbers])),
        effects={
            step.key: np.array([each.effects[place] for each in numbers])
            for place, step in enumerate(guide.steps)
        },
        answers={
            question.key: np.exp(np.array([each.tables[place] for each in numbers]))
            for place, question in enumerate(guide.questions)
        },
        skip=_habits([s.key for s in guide.steps], editors.skip, record.declined, many, luck),
        unsure=_habits(_questions(guide), editors.unsure, record.unsure, many, luck),
        enough=enough,
        models=tuple(slice(at, at + draws) for at in range(0, many, draws)),
    )


def _questions(guide: Guide) -> list[str]:
    return [question.key for question in guide.questions]


def _spread(prior: Floats, sets: int) -> Floats:
    """The sets of one cause each come first among all: the others do not happen."""
    return np.concatenate([prior, np.full(sets - len(prior), -np.inf)])


def _habits(
    keys: Sequence[str],
    editors: Mapping[str, float],
    seen: Mapping[str, Tally],
    draws: int,
    luck: np.random.Generator,
) -> dict[str, Floats]:
    """From a beta distribution: the editors' word weighs as much as in learning."""
    found = {}
    for key in keys:
        wrote, tally = editors.get(key, 0.0), seen.get(key, NOBODY)
        if wrote in (0.0, 1.0) and not tally.of:
            found[key] = np.full(draws, wrote)
        else:
            yes = max(HABIT_VISITS * wrote + tally.times, 1e-6)
            no = max(HABIT_VISITS * (1.0 - wrote) + tally.of - tally.times, 1e-6)
            found[key] = luck.beta(yes, no, draws)
    return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Crowd:
    """Those who have said the same: `parts` of all (draws × sets), whatever came of steps. `done`
    are the steps that they did, `tested` those of which they know what came."""

    people: People
    parts: Floats
    done: frozenset[str] = frozenset()
    tested: frozenset[str] = frozenset()

    @cached_property
    def share(self) -> Floats:
        """The part of all people who are here and still have the problem, by draw."""
        if not self.tested:
            return self.parts.sum(axis=1)
        return (self.parts * self.people.in_trouble(self.tested)).sum(axis=1)

    def answering(self, question: str, option: int) -> "Crowd":
        told = self.people.answers[question][:, option, :]
        knowing = 1.0 - self.people.unsure[question]
        return replace(self, parts=self.parts * told * knowing[:, None])

    def not_sure(self, question: str) -> "Crowd":
        return replace(self, parts=self.parts * self.people.unsure[question][:, None])

    def turning_down(self, step: str) -> "Crowd":
        return replace(self, parts=self.parts * self.people.skip[step][:, None])

    def doing(self, step: str) -> "Crowd":
        parts = self.parts * (1.0 - self.people.skip[step])[:, None]
        return replace(self, parts=parts, done=self.done | {step})

    def part(self, chance: float | Floats) -> "Crowd":
        return replace(self, parts=self.parts * chance)

    def still_broken(self) -> "Crowd":
        """Those whom a test tells now that something is left."""
        return replace(self, tested=self.done)
