"""What is believed about the causes, given that the problem is still there.

Causes are independent a priori with odds o. Answers multiply a cause's odds; steps that did not
help leave a part f of it standing. `weights` joins both into u = o f / (1 + o (1 - f)), and every
probability here is a product over 1 + u. Such a product is kept as its excess over 1, grown by
x + y + x y, so that nothing cancels however small the odds are: one cause at a time is the limit
of vanishing odds (see `prior`), and one set of formulas serves both.

Source: Jensen et al. 2001 (SACSO) for imperfect actions; Heckerman, Breese, Rommelse 1995.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from troubleshooter.engine.evidence import Evidence, Result
from troubleshooter.engine.guide import Guide
from troubleshooter.engine.numbers import ByCause, Numbers, QuestionNumbers, numbers_of
from troubleshooter.engine.parameters import Parameters
from troubleshooter.engine.prior import LEAST_ODDS, bounded

# However many steps have failed, this much of a cause is left standing: people err.
LEAST_LEFT = 1e-12
# Stands in for what is wrong when a guide names no cause at all.
NOTHING = 1e-300


@dataclass(frozen=True, kw_only=True, slots=True)
class Belief:
    """Odds of each cause with the answers so far, the part left standing by failed steps, and
    `weights`, u of each cause (>= 0): its odds of still being there, were the others all gone."""

    numbers: Numbers
    odds: tuple[float, ...]
    left: tuple[float, ...]
    weights: tuple[float, ...]

    @property
    def still_present(self) -> Mapping[str, float]:
        """cause -> P(it is still there | the problem is); one cause at a time sums to 1."""
        trouble = excess(self.weights)
        broken = trouble / (1.0 + trouble)
        shares = (min(1.0, u / (1.0 + u) / broken) for u in self.weights)
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
                chances = (p for p, _ in after_answers(self, numbers))
                return dict(zip(numbers.options, chances, strict=True))
        raise KeyError(question)


def believe(guide: Guide, parameters: Parameters, evidence: Evidence) -> Belief:
    """What the evidence says about the causes. Unknown keys are ignored, order does not matter."""
    return believe_numbers(numbers_of(guide, parameters), evidence)


def believe_numbers(numbers: Numbers, evidence: Evidence) -> Belief:
    """As `believe`, for a guide that is already laid out."""
    odds, left = list(numbers.prior), [1.0] * len(numbers.causes)
    for question in numbers.questions:
        answer = evidence.questions.get(question.key)
        if answer in question.options:
            _multiply(odds, question.ratios[question.options.index(answer)], numbers.most_odds)
    for step in numbers.steps:
        if evidence.steps.get(step.key) == Result.NO_HELP:
            wear(left, step.effects)
    return _belief(numbers, odds, left)


def after_failure(belief: Belief, effects: ByCause) -> Belief:
    """The belief once a step with these effects has not helped."""
    left = list(belief.left)
    wear(left, effects)
    return _belief(belief.numbers, belief.odds, left)


def _belief(numbers: Numbers, odds: Sequence[float], left: Sequence[float]) -> Belief:
    return Belief(
        numbers=numbers, odds=tuple(odds), left=tuple(left), weights=tuple(weigh(odds, left))
    )


def _multiply(odds: list[float], ratios: ByCause, most: float) -> None:
    for cause, ratio in ratios:
        after = odds[cause] * ratio
        # Nearly all lie within the bounds; asking that here spares millions of calls.
        odds[cause] = after if LEAST_ODDS <= after <= most else bounded(after, most)


def wear(left: list[float], effects: ByCause) -> None:
    """Change in place the part of each cause left standing once a step did not help."""
    for cause, effect in effects:
        left[cause] = max(left[cause] * (1.0 - effect), LEAST_LEFT)


def weigh(odds: Sequence[float], left: Sequence[float]) -> list[float]:
    """u of each cause."""
    return [o * f / (1.0 + o * (1.0 - f)) for o, f in zip(odds, left, strict=True)]


def weigh_failure(weights: list[float], effects: ByCause) -> float:
    """Change weights in place as `after_failure` would, without rebuilding a belief. What it
    returns is the `gain` that was hoped for."""
    total = 0.0
    for cause, effect in effects:
        weight = weights[cause]
        part = weight * effect
        total += part + total * part
        weights[cause] = weight * (1.0 - effect) / (1.0 + part)
    return total


def excess(weights: Iterable[float]) -> float:
    """The product of 1 + u, less 1 (> 0): divided by one more, how likely trouble remains."""
    total = 0.0
    for weight in weights:
        total += weight + total * weight
    return total or NOTHING


def gain(weights: Sequence[float], effects: ByCause) -> float:
    """The product of 1 + u e over the causes that a step acts on, less 1; 0 to `excess`."""
    total = 0.0
    for cause, effect in effects:
        part = weights[cause] * effect
        total += part + total * part
    return total


def chance(weights: Sequence[float], effects: ByCause) -> float:
    """P(a step with these effects ends the problem now), 0..1."""
    return min(1.0, gain(weights, effects) / excess(weights))


def after_answers(belief: Belief, question: QuestionNumbers) -> list[tuple[float, list[float]]]:
    """For each option, in their order: P(it is the answer) of those who can tell, summing to 1, and
    the weights of the causes once it was given.

    An answer comes together with "still broken": usual * (prod(1 + o r) - prod(1 + o r (1 - f))),
    which is usual * prod(1 + o r) * (1 - 1 / prod(1 + u)) with u after the answer.
    """
    joint, after = [], []
    for usual, ratios in zip(question.usual, question.ratios, strict=True):
        odds = list(belief.odds)
        _multiply(odds, ratios, belief.numbers.most_odds)
        weights = weigh(odds, belief.left)
        trouble = excess(weights)
        joint.append(usual * (1.0 + excess(odds)) * (trouble / (1.0 + trouble)))
        after.append(weights)
    total = sum(joint)
    return [(p / total, weights) for p, weights in zip(joint, after, strict=True)]
