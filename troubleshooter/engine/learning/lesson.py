"""A whole lesson: what is learnt, what that changes, and whether it foretells visits any better."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import fsum

from troubleshooter.engine.guide import Guide
from troubleshooter.engine.learning.changes import Change, changes, widened
from troubleshooter.engine.learning.fitting import Fit, fit, log_likelihood
from troubleshooter.engine.learning.history import Record, Tally
from troubleshooter.engine.learning.maximisation import MOST
from troubleshooter.engine.parameters import Parameters
from troubleshooter.engine.prior import one_at_a_time

# With no more distinct histories than this, the other belief model is fitted too.
MOST_FOR_BOTH = 2_000
# What shares add up to where the other model would have causes come together, or alone.
TOGETHER, ALONE = 1.1, 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldOut:
    """Mean log-likelihood (nats for each visit, higher is better) of `visits` that were not learnt
    from: under the numbers learnt from the others, and under the editors' own."""

    visits: int
    learnt: float
    editors: float

    @property
    def better(self) -> bool:
        """Whether what was learnt foretells visits at least as well as the editors' numbers do. Of
        what no visit was held out for nobody can tell."""
        return self.visits > 0 and self.learnt >= self.editors


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesson:
    """What was learnt from all visits. `impossible` of them the numbers rule out. `both_models`
    says whether the intervals hold for causes that come alone and for causes that come together.
    """

    parameters: Parameters
    changes: tuple[Change, ...]
    held_out: HeldOut
    visits: int
    impossible: int
    rounds: int
    both_models: bool


def learn(guide: Guide, editors: Parameters, most: Record, held_out: Record) -> Lesson:
    """Learn from all visits; those `held_out` tell how well the same does without them."""
    without = fit(guide, editors, most)
    record = joined(most, held_out)
    found = fit(guide, editors, record, start=without.parameters)
    told = changes(guide, editors, found.parameters, record)
    both = len(record.histories) <= MOST_FOR_BOTH
    return Lesson(
        parameters=found.parameters,
        changes=widened(told, _otherwise(guide, editors, record)) if both else told,
        held_out=HeldOut(
            visits=held_out.visits,
            learnt=log_likelihood(guide, without.parameters, held_out),
            editors=log_likelihood(guide, editors, held_out),
        ),
        visits=record.visits,
        impossible=round(found.counts.impossible),
        rounds=found.rounds,
        both_models=both,
    )


def joined(one: Record, other: Record) -> Record:
    """All visits of both."""
    return Record(
        histories=Counter(one.histories) + Counter(other.histories),
        declined=_added(one.declined, other.declined),
        unsure=_added(one.unsure, other.unsure),
    )


def _added(one: Mapping[str, Tally], other: Mapping[str, Tally]) -> dict[str, Tally]:
    nothing = Tally()
    both = {key: (one.get(key, nothing), other.get(key, nothing)) for key in {**one, **other}}
    return {key: Tally(times=a.times + b.times, of=a.of + b.of) for key, (a, b) in both.items()}


def _otherwise(guide: Guide, editors: Parameters, record: Record) -> tuple[Change, ...]:
    """What the same visits change if causes come together where they are said to come alone, or the
    other way round; shares on the editors' scale."""
    total = fsum(editors.shares.values())
    alone = one_at_a_time(tuple(editors.shares.values()))
    other = _with_sum(editors, TOGETHER if alone else ALONE)
    found: Fit = fit(guide, other, record)
    learnt = _with_sum(found.parameters, total)
    return changes(guide, editors, learnt, record)


def _with_sum(numbers: Parameters, total: float) -> Parameters:
    now = fsum(numbers.shares.values()) or 1.0
    shares = {key: min(share / now * total, MOST) for key, share in numbers.shares.items()}
    return replace(numbers, shares=shares)
