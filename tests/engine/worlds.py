"""Every set of causes that may hold, looked at one by one, and every way to go on from there.

A second computation of what the engine's search rests on, plain and slow, without a look at it.
"""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import prod

from hypothesis import strategies as st

from troubleshooter.engine import UNSURE, Evidence, Guide, Question, Result, Step, StepKind

from .strategies import OPTIONS, minutes, parameters_for
from .test_belief import chance_of_trouble, mixed

MOST_ODDS, LEAST_LEFT = 1e12, 1e-12


class Worlds:
    """How likely each set of causes is, and in what part of it trouble is left."""

    def __init__(self, guide, parameters):
        self.guide, self.parameters = guide, parameters
        self.questions = {question.key: question for question in guide.questions}
        self.steps = {step.key: step for step in guide.steps}
        shares = {cause: parameters.shares.get(cause, 0.0) for cause in guide.causes}
        total = sum(shares.values())
        self.single = total <= 1 + 1e-4
        if self.single:
            odds = {c: share / total if total else 1.0 for c, share in shares.items()}
        else:
            trouble = chance_of_trouble(list(shares.values()))
            present = {cause: share * trouble for cause, share in shares.items()}
            odds = {c: p / max(1 - p, 1 / MOST_ODDS) for c, p in present.items()}
        sizes = [1] if self.single else range(1, len(odds) + 1)
        sets = [frozenset(each) for size in sizes for each in combinations(odds, size)]
        self.weights = {each: prod(odds[cause] for cause in each) for each in sets}
        self.kept = {}

    def broken(self, answers, failed=(), proposed=()):
        """The weight of all cases with these answers that failed steps, and then those that were
        proposed, have left broken."""
        name = frozenset(answers.items()), frozenset(failed), frozenset(proposed)
        if name not in self.kept:
            left = {cause: self.left(cause, failed, proposed) for cause in self.guide.causes}
            self.kept[name] = sum(
                weight
                * prod(self.likelihood(*answer, world) for answer in answers.items())
                * float(1 - prod(1 - Fraction(left[cause]) for cause in world))
                for world, weight in self.weights.items()
            )
        return self.kept[name]

    def left(self, cause, failed, proposed):
        effects, skip = self.parameters.effects, self.parameters.skip
        done = prod(1 - effects.get(step, {}).get(cause, 0.0) for step in failed)
        return max(done, LEAST_LEFT) * prod(
            1 - (1 - skip.get(step, 0.0)) * effects.get(step, {}).get(cause, 0.0)
            for step in proposed
            if step not in failed
        )

    def likelihood(self, question, answer, world):
        """P(answer | set of causes): the causes' ratios together, made to add up to 1."""
        if answer == UNSURE:
            return 1.0
        options = self.questions[question].options
        usual = mixed(self.parameters.usual.get(question, (1 / len(options),) * len(options)))
        named = self.parameters.likelihood.get(question, {})
        columns = [mixed(column) for cause, column in named.items() if cause in world]
        odds = [p * prod(column[n] / p for column in columns) for n, p in enumerate(usual)]
        return odds[options.index(answer)] / sum(odds)

    def chances(self, question, answers, failed=()):
        """option -> P(it is the answer | still broken) for those who can tell."""
        options = self.questions[question].options
        parts = {o: self.broken({**answers, question: o}, failed) for o in options}
        return {option: part / sum(parts.values()) for option, part in parts.items()}

    def cost(self, step):
        found = self.steps[step]
        disruption = self.guide.disruption_minutes[found.disruption - 1]
        return found.minutes + self.guide.waiting_weight * found.wait_minutes + disruption


def least_minutes(worlds, answers, failed):
    """The fewest expected minutes that any way of going on takes, where nobody skips."""
    best = worlds.guide.support_minutes
    for key, step in worlds.steps.items():
        if key not in failed and set(step.requires) <= failed:
            best = min(best, minutes_trying(worlds, answers, failed, key, least_minutes))
    for key in worlds.questions:
        if key not in answers:
            best = min(best, minutes_asking(worlds, answers, failed, key, least_minutes))
    return best


def minutes_trying(worlds, answers, failed, step, then):
    now, after = worlds.broken(answers, failed), worlds.broken(answers, failed | {step})
    return worlds.cost(step) + after / now * then(worlds, answers, failed | {step})


def minutes_asking(worlds, answers, failed, question, then):
    unsure = worlds.parameters.unsure.get(question, 0.0)
    chances = worlds.chances(question, answers, failed)
    known = sum(
        p * then(worlds, {**answers, question: option}, failed) for option, p in chances.items()
    )
    unknown = then(worlds, {**answers, question: UNSURE}, failed) if unsure else 0.0
    return worlds.questions[question].minutes + (1 - unsure) * known + unsure * unknown


def walking_minutes(choose):
    """The expected minutes of going on as `choose` (evidence -> move) says, to the end."""

    def walked(worlds, answers, failed):
        steps = dict.fromkeys(sorted(failed), Result.NO_HELP)
        move = choose(Evidence(questions=answers, steps=steps))
        if move.kind == "ask":
            return minutes_asking(worlds, answers, failed, move.key, walked)
        if move.kind == "try":
            return minutes_trying(worlds, answers, failed, move.key, walked)
        return worlds.guide.support_minutes

    return walked


@st.composite
def tiny_examples(draw, steps=3, questions=2):
    """A guide that can be looked at from every side: nobody skips, nothing is pinned or a gate."""
    keys = [f"s{number}" for number in range(draw(st.integers(0, steps)))]
    guide = Guide(
        key="tiny",
        support_minutes=draw(st.floats(5, 200)),
        causes=tuple(f"c{number}" for number in range(draw(st.integers(1, 3)))),
        questions=tuple(
            Question(
                key=f"q{number}",
                options=OPTIONS[: draw(st.integers(2, 3))],
                minutes=draw(minutes),
            )
            for number in range(draw(st.integers(0, questions)))
        ),
        steps=tuple(
            Step(
                key=key,
                kind=draw(st.sampled_from([StepKind.FIX, StepKind.FIX, StepKind.CHECK])),
                minutes=draw(minutes),
                wait_minutes=draw(st.sampled_from([0.0, 30.0])),
                disruption=draw(st.integers(1, 5)),
                requires=tuple(keys[:place][-1:]) if draw(st.integers(0, 3)) == 0 else (),
            )
            for place, key in enumerate(keys)
        ),
    )
    return guide, replace(draw(parameters_for(guide)), skip={})
