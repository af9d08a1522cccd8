"""What learning would change: each number, from and to, and how sure it is."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from math import exp, fsum, log, sqrt

from troubleshooter.engine.guide import Guide
from troubleshooter.engine.learning.counts import Counts
from troubleshooter.engine.learning.history import Record, Tally
from troubleshooter.engine.learning.maximisation import (
    ANSWER_VISITS,
    EFFECT_VISITS,
    HABIT_VISITS,
    LEAST,
    MOST,
    SHARE_VISITS,
)
from troubleshooter.engine.parameters import Parameters

Column = tuple[float, ...]

# Numbers closer than this are the same: rounding, not learning.
SAME = 1e-6
# Standard errors to either side of a 95 % interval.
SURE = 1.96


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A number, or a whole distribution over options, that visits would have otherwise.

    `place` names it: `shares.storage`, `effects.restart.stuck`, `skip.restart`, `usual.message`,
    `likelihood.message.storage`, `unsure.message`. `was` are the editors' numbers, `now` the learnt
    ones; `low` and `high` bound the latter with 95 %. `count` (>= 0) is how many visits bear on it.
    """

    place: str
    was: Column
    now: Column
    low: Column
    high: Column
    count: float


def changes(
    guide: Guide, editors: Parameters, learnt: Parameters, counts: Counts, record: Record
) -> tuple[Change, ...]:
    """Everything that was learnt otherwise than the editors wrote, in the guide's order."""
    was, now = dict(places(editors)), dict(places(learnt))
    weights = dict(_weights(guide, counts, record))
    return tuple(
        _change(place, was[place], now[place], *weights.get(place, (0.0, 0.0)))
        for place in was
        if any(abs(a - b) > SAME for a, b in zip(was[place], now[place], strict=True))
    )


def places(numbers: Parameters) -> Iterator[tuple[str, Column]]:
    """Every number or column, by its place (see `Change`)."""
    yield from ((f"shares.{key}", (share,)) for key, share in numbers.shares.items())
    for step, effects in numbers.effects.items():
        yield from ((f"effects.{step}.{cause}", (effect,)) for cause, effect in effects.items())
    yield from ((f"skip.{key}", (p,)) for key, p in numbers.skip.items())
    yield from ((f"usual.{question}", column) for question, column in numbers.usual.items())
    for question, named in numbers.likelihood.items():
        yield from ((f"likelihood.{question}.{cause}", column) for cause, column in named.items())
    yield from ((f"unsure.{key}", (p,)) for key, p in numbers.unsure.items())


def _weights(
    guide: Guide, counts: Counts, record: Record
) -> Iterator[tuple[str, tuple[float, float]]]:
    """For each place how many visits bear on it, and how many the editors' word stands for."""
    for cause in guide.causes:
        yield f"shares.{cause}", (counts.visits, SHARE_VISITS)
    for step, effects in zip(guide.steps, counts.effects, strict=True):
        for place, tally in effects.items():
            yield f"effects.{step.key}.{guide.causes[place]}", (tally.of, EFFECT_VISITS)
        yield f"skip.{step.key}", (record.declined.get(step.key, Tally()).of, HABIT_VISITS)
    for question, columns in zip(guide.questions, counts.columns, strict=True):
        yield f"usual.{question.key}", (fsum(columns.usual), ANSWER_VISITS)
        for place, column in zip(columns.named, columns.likelihood, strict=True):
            name = f"likelihood.{question.key}.{guide.causes[place]}"
            yield name, (fsum(column), ANSWER_VISITS)
        yield f"unsure.{question.key}", (record.unsure.get(question.key, Tally()).of, HABIT_VISITS)


def _change(place: str, was: Column, now: Column, count: float, editors: float) -> Change:
    """With a beta distribution's spread, on the scale of log-odds where it stays within 0 and 1."""
    bounds = [_interval(p, count + editors) for p in now]
    return Change(
        place=place,
        was=was,
        now=now,
        low=tuple(low for low, _ in bounds),
        high=tuple(high for _, high in bounds),
        count=count,
    )


def _interval(p: float, visits: float) -> tuple[float, float]:
    kept = min(max(p, LEAST), MOST)
    middle, spread = log(kept / (1.0 - kept)), SURE / sqrt(visits * kept * (1.0 - kept))
    low, high = (1.0 / (1.0 + exp(-each)) for each in (middle - spread, middle + spread))
    return min(low, p), max(high, p)


def widened(found: Collection[Change], other: Collection[Change]) -> tuple[Change, ...]:
    """The changes, with intervals that hold those of the other belief model too."""
    others = {change.place: change for change in other}
    return tuple(
        replace(
            change,
            low=tuple(map(min, change.low, others[change.place].low)),
            high=tuple(map(max, change.high, others[change.place].high)),
        )
        if change.place in others
        else change
        for change in found
    )
