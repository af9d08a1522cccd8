"""What would happen if a guide were changed: expected minutes and share resolved, now and then.

The people are those that visits and editors' numbers tell of (see `adjusted`), drawn many times
under both belief models; each draw meets the guide as it is and as it would be. Nobody leaves: what
is compared is what becomes of people who go on to the end.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

import numpy as np

from troubleshooter.engine import (
    Evidence,
    Guide,
    Move,
    Parameters,
    StepKind,
    editors_move,
    look_ahead,
    next_move,
)

from ..measures import Estimate, Interval
from .adjusted import (
    DOUBT,
    FEWEST_TRIED,
    SEED,
    Adjusted,
    Refusal,
    adjusted_by,
    posteriors,
    weights,
)
from .change import Change, changed
from .expecting import Expected, expect
from .layout import Floats
from .logged import Logged, Went, logged
from .observed import Observed
from .people import People, people_of
from .posterior import Posterior

DRAWS = 60  # of each model
FEWEST_VISITS = 100
SURE = 1.96


class Order(StrEnum):
    """Whose order visits follow."""

    ENGINE = "engine"
    EDITORS = "editors"


class Unsupported(StrEnum):
    """Why nothing is told."""

    NONE = ""
    FEW_VISITS = "few_visits"
    FEW_TRIED = "few_tried"
    NO_OVERLAP = "no_overlap"


@dataclass(frozen=True, kw_only=True)
class Ends:
    """`minutes` of work for one visitor, support's included; `resolved` of all visitors (0..1)."""

    minutes: Estimate
    resolved: Estimate


@dataclass(frozen=True, kw_only=True)
class Compared:
    """`difference` is `then` less `now`, of the same people. `followed` is the part of them (0..1)
    whose visits were followed to the end in both; the others go by the engine's plan."""

    now: Ends
    then: Ends
    difference: Ends
    followed: float


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """What a change would do; where `why_not` says something, nothing can be told. `logged` is what
    visits say that went that way by lot, where there are enough of them."""

    why_not: Unsupported = Unsupported.NONE
    compared: Compared | None = None
    logged: Logged | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Worked:
    """What changes of one guide have in common: its posteriors, and its steps' adjusted effects."""

    known: Sequence[Posterior]
    adjusted: Mapping[str, Adjusted]

    def why_not(self, step: str) -> Unsupported:
        vague = self.adjusted[step].why_not is Refusal.NO_OVERLAP
        return Unsupported.NO_OVERLAP if vague else Unsupported.NONE


def what_if(
    guide: Guide,
    editors: Parameters,
    observed: Observed,
    change: Change,
    *,
    live: Parameters | None = None,
    order: Order = Order.ENGINE,
    went: Sequence[Went] = (),
) -> WhatIf:
    """The effect of a change on people like those of the visits.

    `editors` are the editors' numbers, `live` those that visitors meet (the editors' if None);
    `went` are visits whose order was left to chance, if there were any.

    Takes up to 8 s for a large guide with 20,000 visits; the same for the same arguments. Raises
    ImpossibleChange, and ValueError where numbers do not match the guide's options.
    """
    changed(guide, change)
    why_not = _why_not(observed, change)
    if why_not:
        return WhatIf(why_not=why_not)
    known = posteriors(guide, editors, observed)
    worked = Worked(known=known, adjusted=adjusted_by(known, editors, observed))
    (found,) = what_ifs(
        worked, editors, observed, (change,), live=live or editors, order=order, went=went
    )
    return found


def what_ifs(
    worked: Worked,
    editors: Parameters,
    observed: Observed,
    changes: Sequence[Change],
    *,
    live: Parameters,
    order: Order,
    went: Sequence[Went],
) -> tuple[WhatIf, ...]:
    """As `what_if`, for each of several changes: what they have in common is worked out once.
    Nothing at all is worked out where none of them can be told."""
    why = [_why_not(observed, each) or worked.why_not(each.step) for each in changes]
    if all(why):
        return tuple(WhatIf(why_not=each) for each in why)
    guide = worked.known[0].layout.guide
    people = people_of(
        worked.known,
        editors,
        observed.record,
        _enough(guide, observed),
        draws=DRAWS,
        luck=np.random.default_rng(SEED),
    )
    told = _Told(people, weights([each.evidence for each in worked.known]))
    now = _expected(guide, people, live, order)

    def found(change: Change) -> WhatIf:
        then = changed(guide, change)
        compared = _compared(guide, told, [now, _expected(then, people, live, order)])
        return WhatIf(
            compared=compared, logged=logged(went, then, partial(_mover(order), then, live))
        )

    return tuple(
        WhatIf(why_not=no) if no else found(each) for each, no in zip(changes, why, strict=True)
    )


def _why_not(observed: Observed, change: Change) -> Unsupported:
    if observed.record.visits < FEWEST_VISITS:
        return Unsupported.FEW_VISITS
    if observed.tries(change.step).tried < FEWEST_TRIED:
        return Unsupported.FEW_TRIED
    return Unsupported.NONE


def _enough(guide: Guide, observed: Observed) -> dict[str, float]:
    """How often each workaround is enough for those who try it; always, where nobody did."""
    around = (step.key for step in guide.steps if step.kind is StepKind.WORKAROUND)
    rates = {key: observed.tries(key).rate for key in around}
    return {key: 1.0 if rate is None else rate for key, rate in rates.items()}


def _expected(guide: Guide, people: People, meets: Parameters, order: Order) -> Expected:
    plan = partial(look_ahead, guide, meets, asking=False)
    return expect(guide, people, partial(_mover(order), guide, meets), plan)


def _mover(order: Order) -> Callable[[Guide, Parameters, Evidence], Move]:
    return editors_move if order is Order.EDITORS else next_move


def _compared(guide: Guide, told: "_Told", ways: Sequence[Expected]) -> Compared:
    minutes = [each.work + each.handed_over * guide.support_minutes for each in ways]
    resolved = [each.resolved for each in ways]
    return Compared(
        now=told.ends(minutes[0], resolved[0]),
        then=told.ends(minutes[1], resolved[1]),
        difference=told.ends(minutes[1] - minutes[0], resolved[1] - resolved[0]),
        followed=min(1.0, *(each.followed for each in ways)),
    )


class _Told:
    """Draws as estimates: the mean by how far each model is to be believed, and an interval that
    holds those of both, widened for what neither knows."""

    def __init__(self, people: People, believed: Sequence[float]) -> None:
        self.models, self.believed = people.models, believed

    def ends(self, minutes: Floats, resolved: Floats) -> Ends:
        return Ends(minutes=self.estimate(minutes), resolved=self.estimate(resolved))

    def estimate(self, draws: Floats) -> Estimate:
        means = [float(draws[some].mean()) for some in self.models]
        reach = [DOUBT * SURE * float(draws[some].std(ddof=1)) for some in self.models]
        return Estimate(
            value=float(np.dot(self.believed, means)),
            interval=Interval(
                low=min(mean - off for mean, off in zip(means, reach, strict=True)),
                high=max(mean + off for mean, off in zip(means, reach, strict=True)),
            ),
        )
