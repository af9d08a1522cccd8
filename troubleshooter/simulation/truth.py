"""What is true of a population, which no visitor tells and the engine can only guess."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod

from troubleshooter.content.schema import GuideContent

from .causes import Mix, by_shares

# Stands in for a "never" where several causes speak of one answer, and one contradicts the others.
HARDLY_EVER = 1e-9


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """How a question is answered: options, P(option | none of the named causes), and by cause."""

    options: tuple[str, ...]
    usual: tuple[float, ...]
    likelihood: Mapping[str, tuple[float, ...]]

    def chances(self, causes: frozenset[str]) -> tuple[float, ...]:
        """P(option | these causes), summing to 1: each cause multiplies the usual chances by its
        own ratio, and the products are brought back to a sum of 1."""
        named = [column for cause, column in self.likelihood.items() if cause in causes]
        if not named:
            return self.usual
        if len(named) == 1:
            return named[0]
        usual = [max(p, HARDLY_EVER) for p in self.usual]
        joint = [
            p * prod(max(column[at], HARDLY_EVER) / p for column in named)
            for at, p in enumerate(usual)
        ]
        return tuple(p / sum(joint) for p in joint)


@dataclass(frozen=True, kw_only=True, slots=True)
class Device:
    """A platform and version, and how common it is among the others (any unit)."""

    platform: str
    version: str
    share: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Truth:
    """The true numbers of a population; probabilities by key.

    effects           step -> cause -> P(the step, done properly, clears it)
    answers           question -> how it is answered by people who can tell
    noise             the part of answers that are given at random
    skip, unsure      step -> P(it is turned down), question -> P(the person cannot tell)
    enough            workaround -> P(it is enough for the person)
    leave_per_minute  how many leave in a minute of work, of those who are still there
    label_share       the part of visits handed over for which support names a cause
    missing_paths     settings path -> version -> P(somebody does not find it)
    """

    causes: Mix
    effects: Mapping[str, Mapping[str, float]]
    answers: Mapping[str, Answers]
    noise: float
    skip: Mapping[str, float]
    unsure: Mapping[str, float]
    enough: Mapping[str, float]
    leave_per_minute: float
    label_share: float
    missing_paths: Mapping[str, Mapping[str, float]]
    devices: tuple[Device, ...]


def truth_of_guide(content: GuideContent) -> Truth:
    """A population in which the guide's own numbers are true and nobody leaves."""
    return Truth(
        causes=by_shares({cause.key: cause.share for cause in content.causes}),
        effects={step.key: step.fixes for step in content.steps},
        answers={
            question.key: answers_of({o.key: (o.usual, o.likelihood) for o in question.options})
            for question in content.questions
        },
        noise=0.0,
        skip={step.key: step.skip for step in content.steps},
        unsure={question.key: question.unsure for question in content.questions},
        enough={step.key: 1.0 for step in content.steps if step.kind == "workaround"},
        leave_per_minute=0.0,
        label_share=0.0,
        missing_paths={},
        devices=tuple(
            Device(platform=platform.key, version=version, share=1.0)
            for platform in content.platforms
            for version in platform.versions
        ),
    )


def answers_of(options: Mapping[str, tuple[float, Mapping[str, float]]]) -> Answers:
    """From option -> (usual, cause -> likelihood), where every option names the same causes.

    Columns that do not quite add up to 1 are brought to it.
    """
    named = {cause for _, likelihood in options.values() for cause in likelihood}
    return Answers(
        options=tuple(options),
        usual=_whole(usual for usual, _ in options.values()),
        likelihood={
            cause: _whole(likelihood[cause] for _, likelihood in options.values())
            for cause in sorted(named)
        },
    )


def _whole(column: Iterable[float]) -> tuple[float, ...]:
    numbers = tuple(column)
    return tuple(p / sum(numbers) for p in numbers)
