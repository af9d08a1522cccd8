"""A guide and its parameters laid out for arithmetic: positions instead of keys, all in minutes."""

from collections import OrderedDict
from dataclasses import dataclass

from troubleshooter.engine.guide import Guide, Question, Step, StepKind
from troubleshooter.engine.parameters import Parameters
from troubleshooter.engine.prior import greatest_odds, one_at_a_time, prior_odds

# A step that is proposed and turned down still takes this long to read.
TURNED_DOWN_MINUTES = 0.5
# Every answer is mixed with this much of a uniform one, so that none rules a cause out.
SLIP = 0.02
# No cost counts as less than this part of support's, so that what is free comes first and is still
# compared, in any unit of cost.
FREE, LEAST_FREE = 1e-11, 1e-200
# So many guides are kept laid out; a process serves far fewer at a time.
KEPT_GUIDES = 64

# Pairs of a cause's position and a number about it, in the editor's order of causes.
ByCause = tuple[tuple[int, float], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StepNumbers:
    """A step. `minutes` if it is done, `check_minutes` what finding out takes after it, `cost` both
    if it is proposed (some people skip it); `effects` P(clears the cause) if it is done, `proposed`
    the same if it is proposed. Steps of one `test` can be found out about together; steps of one
    `place` stand behind the same settings path ("" for none)."""

    key: str
    kind: StepKind
    pinned: bool
    risky: bool
    skip: float
    minutes: float
    check_minutes: float
    cost: float
    test: str
    place: str
    effects: ByCause
    proposed: ByCause
    requires: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionNumbers:
    """A question. `usual` is P(option | no named cause), `ratios` for each option how much it
    multiplies the odds of each named cause. Only one that is `telling` can change a belief."""

    key: str
    options: tuple[str, ...]
    gate: bool
    telling: bool
    minutes: float
    unsure: float
    usual: tuple[float, ...]
    ratios: tuple[ByCause, ...]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Numbers:
    """A whole guide; `prior` holds the odds of each cause before any evidence, `most_odds` how high
    they may rise; `single` whether exactly one cause holds in every case; `free` the least that any
    cost counts in a comparison, in minutes.

    Compared and hashed by identity, so that what follows from it alone can be kept beside it.
    """

    causes: tuple[str, ...]
    single: bool
    prior: tuple[float, ...]
    most_odds: float
    questions: tuple[QuestionNumbers, ...]
    steps: tuple[StepNumbers, ...]
    support_minutes: float
    free: float
    trip_minutes: float
    tie_band: float
    ask_margin: float


class _Kept:
    """The guides laid out last, found again by the identity of the two values they came from."""

    def __init__(self) -> None:
        self.numbers: OrderedDict[tuple[int, int], tuple[Guide, Parameters, Numbers]]
        self.numbers = OrderedDict()

    def find(self, guide: Guide, parameters: Parameters) -> Numbers:
        """Holding both values keeps their identities from being used again meanwhile."""
        name = (id(guide), id(parameters))
        found = self.numbers.get(name)
        if found is None:
            found = (guide, parameters, read_numbers(guide, parameters))
            self.numbers[name] = found
            if len(self.numbers) > KEPT_GUIDES:
                self.numbers.popitem(last=False)
        return found[2]


_kept = _Kept()


def numbers_of(guide: Guide, parameters: Parameters) -> Numbers:
    """As `read_numbers`, once for the same two values; both are taken to be immutable."""
    return _kept.find(guide, parameters)


def read_numbers(guide: Guide, parameters: Parameters) -> Numbers:
    """Lay out a guide. Raises ValueError where a distribution does not match its options."""
    causes = {key: position for position, key in enumerate(guide.causes)}
    steps = {step.key: position for position, step in enumerate(guide.steps)}
    shares = tuple(parameters.shares.get(key, 0.0) for key in guide.causes)
    prior = prior_odds(shares)
    support = guide.support_minutes * guide.support_weight
    return Numbers(
        causes=guide.causes,
        single=one_at_a_time(shares),
        prior=prior,
        most_odds=greatest_odds(len(shares)),
        questions=tuple(_question(each, parameters, causes, prior) for each in guide.questions),
        steps=tuple(_step(each, guide, parameters, causes, steps) for each in guide.steps),
        support_minutes=support,
        free=max(FREE * support, LEAST_FREE),
        trip_minutes=guide.trip_minutes,
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
        risky=step.risky,
        skip=skip,
        minutes=minutes,
        check_minutes=step.check_minutes,
        cost=(1.0 - skip) * (minutes + step.check_minutes) + skip * TURNED_DOWN_MINUTES,
        test=step.test,
        place=step.place,
        effects=tuple(effects),
        proposed=tuple((cause, (1.0 - skip) * e) for cause, e in effects),
        requires=tuple(sorted(steps[key] for key in step.requires if key in steps)),
    )


def effective_minutes(step: Step, guide: Guide) -> float:
    """What doing a step costs, in hands-on minutes: its own, its waiting and its disruption."""
    disruption = guide.disruption_minutes[step.disruption - 1]
    return step.minutes + guide.waiting_weight * step.wait_minutes + disruption


def _question(
    question: Question,
    parameters: Parameters,
    causes: dict[str, int],
    prior: tuple[float, ...],
) -> QuestionNumbers:
    count = len(question.options)
    uniform = tuple(1.0 / count for _ in question.options)
    usual = _with_slips(parameters.usual.get(question.key, uniform), count)
    named = parameters.likelihood.get(question.key, {})
    columns = sorted(
        (causes[key], _with_slips(p, count)) for key, p in named.items() if key in causes
    )
    ratios = tuple(
        tuple((cause, column[option] / usual[option]) for cause, column in columns)
        for option in range(count)
    )
    return QuestionNumbers(
        key=question.key,
        options=question.options,
        gate=question.gate,
        telling=any(r != 1.0 and prior[cause] > 0.0 for one in ratios for cause, r in one),
        minutes=question.minutes,
        unsure=parameters.unsure.get(question.key, 0.0),
        usual=usual,
        ratios=ratios,
    )


def _with_slips(distribution: tuple[float, ...], count: int) -> tuple[float, ...]:
    if len(distribution) != count:
        raise ValueError(f"{len(distribution)} probabilities for {count} options")
    return tuple((1.0 - SLIP) * p + SLIP / count for p in distribution)
