"""How common each cause seems to be, and how well each question tells causes apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from troubleshooter.engine import Guide, Parameters
from troubleshooter.engine.learning import Tally

from ..measures import Estimate, Interval
from .adjusted import DOUBT, DRAWS, ENDS, SEED, posteriors, weights
from .layout import Floats
from .likelihood import read
from .observed import Observed
from .posterior import Posterior

FEWEST_VISITS = 30
# Draws that questions are looked at with: tables of answers are worked out for each.
SOME_DRAWS = 100


@dataclass(frozen=True, kw_only=True)
class CauseShare:
    """Of the cases, the part (0..1) in which a cause is involved, by visits and editors together;
    and what the `editors` wrote. `enough`: visits say more than nothing."""

    cause: str
    share: Estimate
    editors: float
    enough: bool


@dataclass(frozen=True, kw_only=True)
class Telling:
    """How many times as common an answer is among people with a cause as among all (> 0)."""

    option: str
    cause: str
    ratio: float


@dataclass(frozen=True, kw_only=True)
class Separation:
    """A question: how many could not tell, of those asked; the `bits` (>= 0) that an answer is
    expected to say about the causes of a new visitor, who can tell; and for each option the cause
    that it speaks for most."""

    question: str
    unsure: Tally
    bits: Estimate
    telling: tuple[Telling, ...]


def cause_shares(guide: Guide, editors: Parameters, observed: Observed) -> tuple[CauseShare, ...]:
    """Every cause, in the editors' order. Takes as long as `adjusted_effects`."""
    known = posteriors(guide, editors, observed)
    told = estimates([_shares(each) for each in known], known)
    enough = observed.record.visits >= FEWEST_VISITS
    return tuple(
        CauseShare(
            cause=cause, share=told[at], editors=editors.shares.get(cause, 0.0), enough=enough
        )
        for at, cause in enumerate(guide.causes)
    )


def separations(guide: Guide, editors: Parameters, observed: Observed) -> tuple[Separation, ...]:
    """Every question, in the editors' order. Takes as long as `adjusted_effects`."""
    known = posteriors(guide, editors, observed)
    looked = [_looked(each) for each in known]
    bits = estimates([found for found, _ in looked], known)
    best = int(np.argmax([each.evidence for each in known]))
    return tuple(
        Separation(
            question=question.key,
            unsure=observed.record.unsure.get(question.key, Tally()),
            bits=bits[at],
            telling=_telling(guide, at, looked[best][1][at]),
        )
        for at, question in enumerate(guide.questions)
    )


def estimates(draws: Sequence[Floats], known: Sequence[Posterior]) -> list[Estimate]:
    """Draws × numbers of each model, as one estimate for each number: the interval holds those of
    both models, and is widened for what neither knows."""
    believed = weights([each.evidence for each in known])
    means = np.array([each.mean(axis=0) for each in draws])
    ends = np.array([np.quantile(each, ENDS, axis=0) for each in draws])
    low = (means - DOUBT * (means - ends[:, 0])).min(axis=0)
    high = (means + DOUBT * (ends[:, 1] - means)).max(axis=0)
    return [
        Estimate(value=float(value), interval=Interval(low=max(0.0, float(a)), high=float(b)))
        for value, a, b in zip(np.dot(believed, means), low, high, strict=True)
    ]


def _drawn(known: Posterior, draws: int) -> Floats:
    return known.draw(np.random.default_rng(SEED).standard_normal((draws, len(known.mean))))


def _shares(known: Posterior) -> Floats:
    layout = known.layout
    return np.array(
        [np.exp(read(layout, vector).prior) @ layout.sets for vector in _drawn(known, DRAWS)]
    )


def _looked(known: Posterior) -> tuple[Floats, list[Floats]]:
    """Bits by draw and question; and by question the mean ratios, options × causes."""
    layout, bits, ratios = known.layout, [], []
    for vector in _drawn(known, SOME_DRAWS):
        numbers = read(layout, vector)
        prior = np.exp(numbers.prior)
        having = layout.sets * prior[:, None] / (prior @ layout.sets)
        tables = [np.exp(table) for table in numbers.tables]
        bits.append([_bits(table, prior) for table in tables])
        ratios.append([(table @ having) / (table @ prior)[:, None] for table in tables])
    count = len(layout.questions)
    means = [np.mean([each[at] for each in ratios], axis=0) for at in range(count)]
    return np.array(bits).reshape(SOME_DRAWS, count), means


def _bits(table: Floats, prior: Floats) -> float:
    """Mutual information of answer and causes (Shannon 1948), in bits."""
    overall = table @ prior
    return float((prior * table * np.log2(table / overall[:, None])).sum())


def _telling(guide: Guide, question: int, ratios: Floats) -> tuple[Telling, ...]:
    options = guide.questions[question].options
    strongest = ratios.argmax(axis=1)
    return tuple(
        Telling(option=option, cause=guide.causes[cause], ratio=float(ratios[at, cause]))
        for at, (option, cause) in enumerate(zip(options, strongest, strict=True))
    )
