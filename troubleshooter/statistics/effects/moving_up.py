"""Which steps might be worth meeting sooner: the few whose move is then thought through.

Thinking one move through costs seconds, so it is not done for every step and every place. A step is
looked at where it comes after another that helps fewer for each minute of work.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from troubleshooter.engine import Guide, Step, StepKind
from troubleshooter.engine.numbers import effective_minutes

from .adjusted import LATE, Adjusted
from .change import Change, Kind
from .what_if import Order, WhatIf

MOST = 3
LEAST_MINUTES = 0.1


@dataclass(frozen=True, kw_only=True)
class MovedUp:
    """A step that would be met sooner, and what would come of it."""

    change: Change
    found: WhatIf


def moves_up(guide: Guide, adjusted: Mapping[str, Adjusted], order: Order) -> tuple[Change, ...]:
    """At most three changes, the step that helps most for each minute first.

    Where the portal orders steps it would come first of all; in the editors' order it would come
    before the first step that helps fewer. Never one that is risky, a safeguard or a workaround,
    that needs another before it, whose adjusted effect is not told, or that comes first already.
    """
    worth = {step.key: _worth(guide, step, adjusted) for step in guide.steps if _may_move(step)}
    worth = {key: each for key, each in worth.items() if adjusted[key].enough}
    find = _before_worse if order is Order.EDITORS else _first
    found = (find(guide, key, worth, adjusted) for key in sorted(worth, key=lambda k: -worth[k]))
    return tuple(change for change in found if change)[:MOST]


def _may_move(step: Step) -> bool:
    fixes = step.kind is StepKind.FIX
    return fixes and not (step.pinned or step.risky or step.requires)


def _worth(guide: Guide, step: Step, adjusted: Mapping[str, Adjusted]) -> float:
    """Of people who try it first, how many it helps for each minute: waiting and disruption count
    as they do for the portal."""
    minutes = effective_minutes(step, guide) + step.check_minutes
    return adjusted[step.key].value / max(minutes, LEAST_MINUTES)


def _first(
    guide: Guide, key: str, worth: Mapping[str, float], adjusted: Mapping[str, Adjusted]
) -> Change | None:
    after = adjusted[key].trials.after
    passed = any(
        worth[other] < worth[key] and adjusted[other].trials.after < after for other in worth
    )
    return Change(step=key, kind=Kind.FIRST) if passed and after >= LATE else None


def _before_worse(
    guide: Guide, key: str, worth: Mapping[str, float], adjusted: Mapping[str, Adjusted]
) -> Change | None:
    for place, step in enumerate(guide.steps, 1):
        if step.key == key:
            return None
        if worth.get(step.key, worth[key]) < worth[key]:
            return Change(step=key, kind=Kind.MOVE, to=float(place))
    return None
