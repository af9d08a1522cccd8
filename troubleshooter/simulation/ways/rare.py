"""Steps and questions that hardly any visitor meets, and why: in each case the plainest reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import fsum

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.engine import Parameters, StepKind
from troubleshooter.engine.numbers import Numbers, QuestionNumbers, StepNumbers, read_numbers
from troubleshooter.models import Node

from .forecast import Forecast
from .population import population, truth_of

# Fewer than one visitor in 200.
RARE = 0.005
# From this part of visitors handed over, that is why what is left is not met.
MANY = 0.01


class Why(StrEnum):
    """Why hardly anybody meets a step or question."""

    NOT_REQUIRED = "a safeguard that no step requires"
    PROTECTS_RARE = "a safeguard for steps that are hardly met themselves"
    LAST_RESORT = "a workaround, which comes once no fix is left"
    NO_CAUSE = "no cause that visitors have is cleared by it, or told apart"
    TOO_LONG = "it takes as long as support"
    REQUIREMENT_TOO_LONG = "what it requires, with it, takes as long as support"
    OTHERS_SOONER = "others clear the same causes as often, for less"
    SUPPORT_SOONER = "support is the quicker way by then"
    FIXED_BEFORE = "others have ended the problem before"
    SAVES_TOO_LITTLE = "its answer saves less time than asking takes"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rare:
    """`share` of visitors (0..1) who meet it; `others` are keys of steps that the reason names;
    `minutes` what it counts, `helps` the part of all visitors whom it would help by itself."""

    node: Node
    key: str
    share: float
    why: Why
    others: tuple[str, ...] = ()
    minutes: float = 0.0
    helps: float = 0.0


def rarely_met(guide: PublishedGuide, numbers: Parameters, forecast: Forecast) -> tuple[Rare, ...]:
    """Steps, then questions, in the editor's order."""
    laid_out = read_numbers(guide.engine, numbers)
    helps = _helps(guide, numbers)
    met = forecast.met
    rare = [
        *_rare_steps(laid_out, forecast, helps),
        *_rare_questions(laid_out, met),
    ]
    return tuple(rare)


def _rare_steps(numbers: Numbers, forecast: Forecast, helps: Mapping[str, float]) -> Iterator[Rare]:
    for place, step in enumerate(numbers.steps):
        share = forecast.met.get((Node.STEP, step.key), 0.0)
        if share < RARE:
            why, others = _why_step(numbers, place, forecast)
            yield Rare(
                node=Node.STEP,
                key=step.key,
                share=share,
                why=why,
                others=others,
                minutes=step.minutes + step.check_minutes,
                helps=helps[step.key],
            )


def _why_step(numbers: Numbers, place: int, forecast: Forecast) -> tuple[Why, tuple[str, ...]]:
    step, support = numbers.steps[place], numbers.support_minutes
    if step.kind is StepKind.SAFETY:
        protected = tuple(one.key for one in numbers.steps if place in one.requires)
        return (Why.PROTECTS_RARE if protected else Why.NOT_REQUIRED), protected
    if step.kind is StepKind.WORKAROUND:
        return Why.LAST_RESORT, ()
    if not any(numbers.prior[cause] > 0.0 for cause, _ in step.effects):
        return Why.NO_CAUSE, ()
    if step.cost >= support:
        return Why.TOO_LONG, ()
    if step.cost + fsum(numbers.steps[one].cost for one in step.requires) >= support:
        return Why.REQUIREMENT_TOO_LONG, tuple(numbers.steps[one].key for one in step.requires)
    sooner = _others_sooner(numbers, step)
    if sooner:
        return Why.OTHERS_SOONER, sooner
    many = forecast.expected.handed_over >= MANY
    return (Why.SUPPORT_SOONER if many else Why.FIXED_BEFORE), ()


def _others_sooner(numbers: Numbers, step: StepNumbers) -> tuple[str, ...]:
    """For each cause that the step clears, the cheapest other that clears it as often and costs
    less; none unless there is one for each."""
    found: dict[str, None] = {}
    for cause, effect in step.effects:
        if numbers.prior[cause] > 0.0:
            better = [
                other
                for other in numbers.steps
                if other is not step
                and other.kind in (StepKind.FIX, StepKind.CHECK)
                and other.cost < step.cost
                and dict(other.effects).get(cause, 0.0) >= effect
            ]
            if not better:
                return ()
            found[min(better, key=lambda one: one.cost).key] = None
    return tuple(found)


def _rare_questions(numbers: Numbers, met: Mapping[tuple[Node, str], float]) -> Iterator[Rare]:
    for question in numbers.questions:
        share = met.get((Node.QUESTION, question.key), 0.0)
        if share < RARE:
            why = _why_question(question, numbers.support_minutes)
            yield Rare(
                node=Node.QUESTION,
                key=question.key,
                share=share,
                why=why,
                minutes=question.minutes,
            )


def _why_question(question: QuestionNumbers, support: float) -> Why:
    if not question.telling:
        return Why.NO_CAUSE
    return Why.TOO_LONG if question.minutes >= support else Why.SAVES_TOO_LITTLE


def _helps(guide: PublishedGuide, numbers: Parameters) -> dict[str, float]:
    """step -> the part of all visitors whom it would help by itself, done properly."""
    people = population(truth_of(guide.content, numbers))
    helped = {}
    for step in guide.content.steps:
        effects = numbers.effects.get(step.key, {})
        whole = 0.0
        for causes, part in zip(people.sets, people.parts, strict=True):
            for cause in causes:
                part *= effects.get(cause, 0.0)
            whole += part
        helped[step.key] = whole
    return helped
