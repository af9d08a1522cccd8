"""What visits say of a change by themselves, where the order was left to chance.

Hold-outs and exploring visits meet another order by lot. So some visits went as they would after
the change: those count for all, each as often as such a visit was rare (inverse propensity,
self-normalised: Hájek 1971; Swaminathan, Joachims 2015). People who left are made up for by those
who went as far and stayed (inverse probability of censoring: Robins, Rotnitzky 1992).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import exp, sqrt

from troubleshooter.engine import Evidence, Guide, Move
from troubleshooter.engine.numbers import TURNED_DOWN_MINUTES

from ..measures import Estimate, Interval

SURE = 1.96
# Weights that are right have a mean of 1; so far off, in standard errors, some ways have no chance.
MOST_OFF = 3.0
FEWEST_EFFECTIVE = 30.0


@dataclass(frozen=True, kw_only=True)
class Met:
    """A move that a visit was offered: `kind` and `key`, under what evidence, and how probable it
    was that it would be the one (0..1)."""

    evidence: Evidence
    kind: str
    key: str
    propensity: float


@dataclass(frozen=True, kw_only=True)
class Went:
    """A visit: whose order it followed, what it met, which questions it answered, which steps it
    did, how many it turned down, and what came of it; `ended` is false for people who left."""

    arm: str
    met: tuple[Met, ...]
    asked: tuple[str, ...]
    done: tuple[str, ...]
    declined: int
    resolved: bool
    ended: bool


@dataclass(frozen=True, kw_only=True)
class Logged:
    """What would come of a change by visits that happened to go that way. `effective` (> 0) is the
    number of visits that say as much."""

    visits: int
    effective: float
    minutes: Estimate
    resolved: Estimate


def logged(
    visits: Iterable[Went], guide: Guide, decide: Callable[[Evidence], Move]
) -> Logged | None:
    """By the moves and the minutes of the changed guide. None where chance never left room for
    them: where the weights do not average 1, or are worth fewer than 30 visits."""
    by_arm: dict[str, list[tuple[Went, float]]] = defaultdict(list)
    for went in visits:
        by_arm[went.arm].append((went, _weight(went, decide)))
    supported = [pair for pairs in by_arm.values() if _averages_1(pairs) for pair in pairs]
    work = _Work(guide)
    leaving = _leaving_per_minute([went for went, _ in supported], work)
    ended = [
        (went, weight * exp(leaving * work.of(went)))
        for went, weight in supported
        if went.ended and weight > 0.0
    ]
    total = sum(weight for _, weight in ended)
    effective = total**2 / sum(weight**2 for _, weight in ended) if ended else 0.0
    if effective < FEWEST_EFFECTIVE:
        return None
    support = guide.support_minutes
    minutes = [work.of(went) + support * (not went.resolved) for went, _ in ended]
    parts = [weight / total for _, weight in ended]
    return Logged(
        visits=len(ended),
        effective=effective,
        minutes=_estimate(minutes, parts),
        resolved=_estimate([float(went.resolved) for went, _ in ended], parts),
    )


def _weight(went: Went, decide: Callable[[Evidence], Move]) -> float:
    weight = 1.0
    for met in went.met:
        move = decide(met.evidence)
        if (move.kind, move.key) != (met.kind, met.key):
            return 0.0
        weight /= met.propensity
    return weight


def _averages_1(pairs: Sequence[tuple[Went, float]]) -> bool:
    count = len(pairs)
    mean = sum(weight for _, weight in pairs) / count
    spread = sqrt(sum((weight - mean) ** 2 for _, weight in pairs) / count)
    return mean > 0.0 and abs(mean - 1.0) <= MOST_OFF * spread / sqrt(count) + 1e-9


class _Work:
    """Minutes of work by a guide's numbers, without support's."""

    def __init__(self, guide: Guide) -> None:
        self.minutes = {question.key: question.minutes for question in guide.questions}
        self.steps = {step.key: step.minutes + step.check_minutes for step in guide.steps}

    def of(self, went: Went) -> float:
        asked = sum(self.minutes.get(key, 0.0) for key in went.asked)
        done = sum(self.steps.get(key, 0.0) for key in went.done)
        return asked + done + went.declined * TURNED_DOWN_MINUTES


def _leaving_per_minute(visits: Sequence[Went], work: _Work) -> float:
    minutes = sum(work.of(went) for went in visits)
    return sum(not went.ended for went in visits) / minutes if minutes else 0.0


def _estimate(values: Sequence[float], parts: Sequence[float]) -> Estimate:
    """A weighted mean, with the spread of a ratio (delta method)."""
    mean = sum(part * value for part, value in zip(parts, values, strict=True))
    off = sqrt(sum((part * (v - mean)) ** 2 for part, v in zip(parts, values, strict=True)))
    return Estimate(value=mean, interval=Interval(low=mean - SURE * off, high=mean + SURE * off))
