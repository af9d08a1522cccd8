"""What learning would change: each number, from and to, and how sure it is."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from math import exp, log, sqrt

from troubleshooter.engine.guide import Guide
from troubleshooter.engine.learning.cases import lay_out
from troubleshooter.engine.learning.history import Record
from troubleshooter.engine.learning.information import visits_worth
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

# What the editors' word stands for, in visits.
EDITORS = {
    "shares": SHARE_VISITS,
    "effects": EFFECT_VISITS,
    "usual": ANSWER_VISITS,
    "likelihood": ANSWER_VISITS,
    "skip": HABIT_VISITS,
    "unsure": HABIT_VISITS,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A number, or a whole distribution over options, that visits would have otherwise.

    `place` names it: `shares.storage`, `effects.restart.stuck`, `skip.restart`, `usual.message`,
    `likelihood.message.storage`, `unsure.message`. `was` are the editors' numbers, `now` the learnt
    ones; `low` and `high` bound the latter with 95 %. `count` (>= 0) is how much the visits say
    about it: so many of which all is known would say the same.
    """

    place: str
    was: Column
    now: Column
    low: Column
    high: Column
    count: float


def changes(
    guide: Guide, editors: Parameters, learnt: Parameters, record: Record
) -> tuple[Change, ...]:
    """Everything that was learnt otherwise than the editors wrote, in the guide's order."""
    was, now = dict(places(editors)), dict(places(learnt))
    worth = visits_worth(guide, learnt, lay_out(guide, learnt, record.histories))
    worth |= {f"skip.{key}": tally.of for key, tally in record.declined.items()}
    worth |= {f"unsure.{key}": tally.of for key, tally in record.unsure.items()}
    return tuple(
        _change(place, was[place], now[place], worth.get(place, 0.0))
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


def _change(place: str, was: Column, now: Column, count: float) -> Change:
    """With a beta distribution's spread, on the scale of log-odds where it stays within 0 and 1."""
    editors = EDITORS[place.partition(".")[0]]
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
