"""A guide and its parameters laid out for arithmetic: positions instead of keys, all in minutes."""

from dataclasses import dataclass

from troubleshooter.engine.guide import Guide, Question, Step, StepKind
from troubleshooter.engine.parameters import Parameters
from troubleshooter.engine.prior import prior_odds

# A step that is proposed and turned down still takes this long to read.
TURNED_DOWN_MINUTES = 0.5
# Every answer is mixed with this much of a uniform one, so that none rules a cause out.
SLIP = 0.02

# Pairs of a cause's position and a number about it, in the editor's order of causes.
ByCause = tuple[tuple[int, float], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StepNumbers:
    """A step. `minutes` if it is done, `cost` if it is proposed (some people skip it);
    `effects` P(clears the cause) if it is done, `proposed` the same if it is proposed."""

    key: str
    kind: StepKind
    pinned: bool
    skip: float
    minutes: float
    cost: float
    effects: ByCause
    proposed: ByCause
    requires: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionNumbers:
    """A question. `usual` is P(option | no named cause), `ratios` for each option how much it
    multiplies the odds of each named cause."""

    key: str
    options: tuple[str, ...]
    gate: bool
    minutes: float
    unsure: float
    usual: tuple[float, ...]
    ratios: tuple[ByCause, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Numbers:
    """A whole guide; `prior` holds the odds of each cause before any evidence."""

    causes: tuple[str, ...]
    prior: tuple[float, ...]
    questions: tuple[QuestionNumbers, ...]
    steps: tuple[StepNumbers, ...]
    support_minutes: float
    tie_band: float
    ask_margin: float


def read_numbers(guide: Guide, parameters: Parameters) -> Numbers:
    """Lay out a guide. Raises ValueError where a distribution does not match its options."""
    causes = {key: position for position, key in enumerate(guide.causes)}
    steps = {step.key: position for position, step in enumerate(guide.steps)}
    return Numbers(
        causes=guide.causes,
        prior=prior_odds(tuple(parameters.shares.get(key, 0.0) for key in guide.causes)),
        questions=tuple(_question(each, parameters, causes) for each in guide.questions),
        steps=tuple(_step(each, guide, parameters, causes, steps) for each in guide.steps),
        support_minutes=guide.support_minutes,
        tie_band=guide.tie_band,
        ask_margin=guide.ask_margin,
    )


def _step(
    step: Step, guide: Guide, parameters: Parameters, causes: dict[str, int], steps: dict[str, int]
) -> StepNumbers:
    skip = parameters.skip.get(step.key, 0.0)
    minutes = effective_minutes(step, guide)
    named = parameters.effects.get(step.key, {})
    effects = sorted((causes[key], e) for key, e in named.items() if key in causes and e > 0.0)
    return StepNumbers(
        key=step.key,
        kind=step.kind,
        pinned=step.pinned,
        skip=skip,
        minutes=minutes,
        cost=(1.0 - skip) * minutes + skip * TURNED_DOWN_MINUTES,
        effects=tuple(effects),
        proposed=tuple((cause, (1.0 - skip) * e) for cause, e in effects),
        requires=tuple(sorted(steps[key] for key in step.requires if key in steps)),
    )


def effective_minutes(step: Step, guide: Guide) -> float:
    """What doing a step costs, in hands-on minutes: its own, its waiting and its disruption."""
    disruption = guide.disruption_minutes[step.disruption - 1]
    return step.minutes + guide.waiting_weight * step.wait_minutes + disruption


def _question(
    question: Question, parameters: Parameters, causes: dict[str, int]
) -> QuestionNumbers:
    count = len(question.options)
    uniform = tuple(1.0 / count for _ in question.options)
    usual = _with_slips(parameters.usual.get(question.key, uniform), count)
    named = parameters.likelihood.get(question.key, {})
    columns = sorted(
        (causes[key], _with_slips(p, count)) for key, p in named.items() if key in causes
    )
    return QuestionNumbers(
        key=question.key,
        options=question.options,
        gate=question.gate,
        minutes=question.minutes,
        unsure=parameters.unsure.get(question.key, 0.0),
        usual=usual,
        ratios=tuple(
            tuple((cause, column[option] / usual[option]) for cause, column in columns)
            for option in range(count)
        ),
    )


def _with_slips(distribution: tuple[float, ...], count: int) -> tuple[float, ...]:
    if len(distribution) != count:
        raise ValueError(f"{len(distribution)} probabilities for {count} options")
    return tuple((1.0 - SLIP) * p + SLIP / count for p in distribution)
