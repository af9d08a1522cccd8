"""One change to a guide that somebody thinks of: what is asked of “what if”."""

from dataclasses import dataclass, replace
from enum import StrEnum

from troubleshooter.engine import Guide, Step


class Kind(StrEnum):
    """`FIRST` pins the step; `MOVE` gives it another place in the editors' order; `MINUTES` is
    about its hands-on minutes."""

    FIRST = "first"
    MOVE = "move"
    REMOVE = "remove"
    MINUTES = "minutes"


class ImpossibleChange(ValueError):
    """The guide has no such step, or the number makes no sense; the text says which."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is done to a step. `to` is its new place in the order (from 1) for `MOVE`, its new
    minutes (>= 0) for `MINUTES`, and without meaning else."""

    step: str
    kind: Kind
    to: float = 0.0


def changed(guide: Guide, change: Change) -> Guide:
    """The guide after the change. Raises ImpossibleChange."""
    steps = {step.key: step for step in guide.steps}
    if change.step not in steps:
        raise ImpossibleChange(f"The guide has no step {change.step}. Name one that it has.")
    match change.kind:
        case Kind.REMOVE:
            return _without(guide, change.step)
        case Kind.MOVE:
            return _moved(guide, steps[change.step], change.to)
        case Kind.FIRST:
            then = replace(steps[change.step], pinned=True)
        case Kind.MINUTES:
            if not 0.0 <= change.to < float("inf"):
                raise ImpossibleChange("The minutes must be 0 or more.")
            then = replace(steps[change.step], minutes=change.to)
    return replace(guide, steps=tuple(then if s.key == then.key else s for s in guide.steps))


def _without(guide: Guide, key: str) -> Guide:
    """What required the step goes on without it."""
    rest = (step for step in guide.steps if step.key != key)
    return replace(
        guide,
        steps=tuple(
            replace(step, requires=tuple(each for each in step.requires if each != key))
            for step in rest
        ),
    )


def _moved(guide: Guide, step: Step, to: float) -> Guide:
    if to != int(to) or not 1 <= to <= len(guide.steps):
        raise ImpossibleChange(f"The place must be a whole number from 1 to {len(guide.steps)}.")
    rest = [each for each in guide.steps if each.key != step.key]
    rest.insert(int(to) - 1, step)
    return replace(guide, steps=tuple(rest))
