"""Two sets of visits beside each other: what changed beyond chance, and whether others came."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from troubleshooter.models import Detail, Node

from ..counted import NodeFigures
from ..filters import Filters
from ..measures.change import Change, changes
from ..measures.leaving import hazard
from ..measures.mix import MixDifference, Verdict, mix_difference
from ..measures.rate import Rate, rate
from ..queries import Look
from .counted import Counted, counted
from .ends import Ends, Times, ends_of, times_of
from .flow import START
from .names import Named, Names

NONE = NodeFigures()
OVERALL = ("resolved", "handed_over", "left")


@dataclass(frozen=True, kw_only=True)
class StepChange:
    """One step, on both sides: fixed when tried, and left here."""

    named: Named
    fixed: Change
    left: Change


@dataclass(frozen=True, kw_only=True)
class Mix:
    """Whether the kinds of visitors are others. `by` is "platform", "version" or "message"."""

    by: str
    difference: MixDifference
    before: Mapping[str, int]
    after: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """`after` is the side that the page's own filters chose; `before` is what it is held against.
    Every change is corrected for all the others of the page."""

    counted: Counted
    before: Ends
    after: Ends
    before_times: Times
    after_times: Times
    overall: Mapping[str, Change]
    steps: tuple[StepChange, ...]
    mixes: tuple[Mix, ...]

    @property
    def changed(self) -> tuple[StepChange, ...]:
        """The steps that fix more or less often than they did."""
        return tuple(one for one in self.steps if one.fixed.changed)

    @property
    def other_people(self) -> bool:
        """Whether other kinds of visitors came."""
        return any(mix.difference.verdict == Verdict.DIFFERENT for mix in self.mixes)


def overlap(first: Filters, second: Filters) -> bool:
    """Whether a visit could stand on both sides. Then the two cannot be compared: an interval of
    their difference supposes that they are visits of different people."""
    days = first.since <= second.until and second.since <= first.until
    alike = (
        _meet(getattr(first, name), getattr(second, name))
        for name in ("revision", "platform", "version")
    )
    return days and all(alike)


def compare(seen: Look, before: Filters, after: Filters, names: Names) -> Comparison:
    ends = ends_of(seen.visits(before)), ends_of(seen.visits(after))
    nodes = seen.nodes(before), seen.nodes(after)
    keys = _steps(nodes, names)
    found = changes({**_overall(*ends), **dict(_of_steps(keys, *nodes))})
    return Comparison(
        counted=counted(seen, after),
        before=ends[0],
        after=ends[1],
        before_times=times_of(seen, before),
        after_times=times_of(seen, after),
        overall={name: found[name] for name in OVERALL},
        steps=tuple(
            StepChange(
                named=names.node(Node.STEP, key),
                fixed=found[f"fixed {key}"],
                left=found[f"left {key}"],
            )
            for key in keys
        ),
        mixes=tuple(_mixes(seen, before, after)),
    )


def _overall(before: Ends, after: Ends) -> dict[str, tuple[Rate, Rate]]:
    return {
        "resolved": (before.resolved.responders, after.resolved.responders),
        "handed_over": (before.handed_over, after.handed_over),
        "left": (before.left, after.left),
    }


def _steps(nodes: Iterable[Mapping[tuple[str, str], NodeFigures]], names: Names) -> list[str]:
    """In the editors' order; what the guide has no more comes last."""
    keys = {key for side in nodes for node, key in side if node == Node.STEP}
    last = len(names.order)
    return sorted(keys, key=lambda key: (names.order.get((Node.STEP.value, key), last), key))


def _of_steps(
    keys: Iterable[str],
    before: Mapping[tuple[str, str], NodeFigures],
    after: Mapping[tuple[str, str], NodeFigures],
) -> Iterable[tuple[str, tuple[Rate, Rate]]]:
    for key in keys:
        sides = [side.get((Node.STEP.value, key), NONE) for side in (before, after)]
        fixed = [rate(side.fixed, side.tried) for side in sides]
        left = [_left(side) for side in sides]
        yield f"fixed {key}", (fixed[0], fixed[1])
        yield f"left {key}", (left[0], left[1])


def _left(side: NodeFigures) -> Rate:
    """As on a step's own page: where somebody left, `shown` may not hold them."""
    return hazard(
        shown=max(side.shown, side.left + side.open), left=side.left, still_open=side.open
    )


def _mixes(seen: Look, before: Filters, after: Filters) -> Iterable[Mix]:
    """What the filters hold fast on a side says nothing of who came."""
    for name in ("platform", "version"):
        fast = [getattr(side, name) is not None for side in (before, after)]
        if not any(fast) and not (name == "version" and _fast(before, after, "platform")):
            sides = [seen.visits_by_kind(side, name) for side in (before, after)]
            yield _mix(name, *sides)
    yield _mix("message", _messages(seen, before), _messages(seen, after))


def _fast(before: Filters, after: Filters, name: str) -> bool:
    return getattr(before, name) != getattr(after, name)


def _mix(by: str, before: Mapping[str, int], after: Mapping[str, int]) -> Mix:
    return Mix(by=by, difference=mix_difference(before, after), before=before, after=after)


def _messages(seen: Look, side: Filters) -> Mapping[str, int]:
    """What visits began with: the message that was picked, or none."""
    found: Counter[str] = Counter()
    for one in seen.details(side, *START, Detail.NEXT):
        found[one.value] += one.shown
    return found


def _meet(first: object, second: object) -> bool:
    return first is None or second is None or first == second
