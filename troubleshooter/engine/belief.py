"""What is believed about the causes, given that the problem is still there.

Causes are independent a priori with odds o. Answers multiply a cause's odds; steps that did not
help leave a part f of it standing. `weights` joins both into u = o f / (1 + o (1 - f)), and every
probability here is a product over 1 + u, kept as a sum of logarithms so that it neither overflows
nor cancels. One cause at a time is the limit of small odds (see `prior`).

Source: Jensen et al. 2001 (SACSO) for imperfect actions; Heckerman, Breese, Rommelse 1995.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, expm1, log1p

from troubleshooter.engine.evidence import Evidence, Result
from troubleshooter.engine.guide import Guide
from troubleshooter.engine.numbers import ByCause, Numbers, QuestionNumbers, read_numbers
from troubleshooter.engine.parameters import Parameters
from troubleshooter.engine.prior import bounded

# However many steps have failed, this much of a cause is left standing: people err.
LEAST_LEFT = 1e-12
# Stands in for the logarithm of 1 when a guide names no cause at all.
NOTHING = 1e-300


@dataclass(frozen=True, kw_only=True, slots=True)
class Belief:
    """Odds of each cause with the answers so far, and the part left standing by failed steps."""

    numbers: Numbers
    odds: tuple[float, ...]
    left: tuple[float, ...]

    @property
    def weights(self) -> tuple[float, ...]:
        """u of each cause (>= 0): its odds of still being there, were the others all gone."""
        pairs = zip(self.odds, self.left, strict=True)
        return tuple(o * f / (1.0 + o * (1.0 - f)) for o, f in pairs)

    @property
    def still_present(self) -> Mapping[str, float]:
        """cause -> P(it is still there | the problem is); one cause at a time sums to 1."""
        weights = self.weights
        broken = -expm1(-log_total(weights))
        shares = (min(1.0, u / (1.0 + u) / broken) for u in weights)
        return dict(zip(self.numbers.causes, shares, strict=True))

    def chance(self, step: str) -> float:
        """P(the step would fix the problem now, done properly), 0..1. KeyError if unknown."""
        for numbers in self.numbers.steps:
            if numbers.key == step:
                return chance(self.weights, numbers.effects)
        raise KeyError(step)

    def answers(self, question: str) -> Mapping[str, float]:
        """option -> P(it is the answer | the person can tell). KeyError if unknown."""
        for numbers in self.numbers.questions:
            if numbers.key == question:
                return dict(zip(numbers.options, answer_chances(self, numbers), strict=True))
        raise KeyError(question)


def believe(guide: Guide, parameters: Parameters, evidence: Evidence) -> Belief:
    """What the evidence says about the causes. Unknown keys are ignored, order does not matter."""
    return believe_numbers(read_numbers(guide, parameters), evidence)


def believe_numbers(numbers: Numbers, evidence: Evidence) -> Belief:
    """As `believe`, for a guide that is already laid out."""
    belief = Belief(numbers=numbers, odds=numbers.prior, left=(1.0,) * len(numbers.causes))
    for question in numbers.questions:
        answer = evidence.questions.get(question.key)
        if answer in question.options:
            belief = after_answer(belief, question.ratios[question.options.index(answer)])
    for step in numbers.steps:
        if evidence.steps.get(step.key) == Result.NO_HELP:
            belief = after_failure(belief, step.effects)
    return belief


def after_answer(belief: Belief, ratios: ByCause) -> Belief:
    """The belief once an answer has multiplied the odds of the causes it speaks of."""
    odds = list(belief.odds)
    for cause, ratio in ratios:
        odds[cause] = bounded(odds[cause] * ratio)
    return replace(belief, odds=tuple(odds))


def after_failure(belief: Belief, effects: ByCause) -> Belief:
    """The belief once a step with these effects has not helped."""
    left = list(belief.left)
    for cause, effect in effects:
        left[cause] = max(left[cause] * (1.0 - effect), LEAST_LEFT)
    return replace(belief, left=tuple(left))


def weigh_failure(weights: list[float], effects: ByCause) -> None:
    """Change weights in place as `after_failure` would, without rebuilding a belief."""
    for cause, effect in effects:
        weights[cause] *= (1.0 - effect) / (1.0 + weights[cause] * effect)


def log_total(weights: Iterable[float]) -> float:
    """log of the product of 1 + u, > 0: one minus its inverse is how likely trouble remains."""
    return sum(map(log1p, weights)) or NOTHING


def log_cleared(weights: Sequence[float], effects: ByCause) -> float:
    """log of the product of 1 + u e over the causes that a step acts on, 0..log_total."""
    return sum(log1p(weights[cause] * effect) for cause, effect in effects)


def chance(weights: Sequence[float], effects: ByCause) -> float:
    """P(a step with these effects ends the problem now), 0..1."""
    total, cleared = log_total(weights), log_cleared(weights, effects)
    return min(1.0, exp(cleared - total) * expm1(-cleared) / expm1(-total))


def answer_chances(belief: Belief, question: QuestionNumbers) -> tuple[float, ...]:
    """P(each option) for those who can tell, summing to 1, in the order of the options.

    An answer comes together with "still broken": usual * (prod(1 + o r) - prod(1 + o r (1 - f))),
    which is usual * prod(1 + o r) * (1 - 1 / prod(1 + u)) with u after the answer.
    """
    logs = [
        sum(log1p(belief.odds[cause] * ratio) for cause, ratio in ratios)
        for ratios in question.ratios
    ]
    highest = max(logs, default=0.0)
    joint = [
        usual * exp(log - highest) * -expm1(-log_total(after_answer(belief, ratios).weights))
        for usual, log, ratios in zip(question.usual, logs, question.ratios, strict=True)
    ]
    return tuple(p / sum(joint) for p in joint)
