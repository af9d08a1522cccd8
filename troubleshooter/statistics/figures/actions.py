"""What to change first: each with what it would bring at most, and how sure that is.

Every rule is stated in docs/statistics.md. A gain is in visits more that would be resolved, of
100 visits that ended, or in minutes. It supposes one thing only: that visitors who are kept, or
find what they did not find, then fare as those who were here did. Where even that cannot be said,
nothing is. What moving a step would bring is worked out by `moving`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from troubleshooter.models import Node

from ..counted import NodeFigures
from ..effects.change import Change
from ..measures.difference import difference
from ..measures.interval import Estimate, Interval
from ..measures.leaving import hazard
from ..measures.rate import Rate, rate
from .ends import Ends
from .names import Named, Names

MOST = 3
UNSURE = "unsure"
ALPHA = 0.05
STUCK_FROM = 10
ASKED = (Node.STEP.value, Node.QUESTION.value)
Place = tuple[str, str]
ENDED_FROM = 30
"""Visits that must have ended before anything is said about what would help."""


class Kind(StrEnum):
    LEAVING = "leaving"
    NOT_FOUND = "not_found"
    COULD_NOT = "could_not"
    UNSURE = "unsure"
    MOVE_UP = "move_up"


IN_MINUTES = frozenset({Kind.UNSURE, Kind.MOVE_UP})


@dataclass(frozen=True, kw_only=True)
class Late:
    """A step that would be met sooner after `change`: of those who try it first it `helps` a part
    (0..1); now others were tried before it, so many on average."""

    change: Change
    helps: Estimate
    after: float


@dataclass(frozen=True, kw_only=True)
class Action:
    """`seen` is what is wrong, of those who came to the node, and `usual` the same elsewhere; of a
    step that comes late `late` says it instead. `gain` is in visits of 100 that ended, or in their
    minutes."""

    kind: Kind
    node: Named
    gain: Estimate
    seen: Rate | None = None
    usual: Rate | None = None
    late: Late | None = None

    @property
    def in_minutes(self) -> bool:
        return self.kind in IN_MINUTES

    def sure_minutes(self, support_minutes: float) -> float:
        """The low end of the gain. A visit more that is resolved is one less for support."""
        low = self.gain.interval.low
        return low if self.in_minutes else low * support_minutes


@dataclass(frozen=True, kw_only=True)
class Actions:
    """At most three, the surest gain first. `too_few`: fewer than 30 visits have ended."""

    actions: tuple[Action, ...]
    too_few: bool


def actions(
    nodes: Mapping[Place, NodeFigures],
    answers: Mapping[str, Mapping[str, int]],
    ends: Ends,
    names: Names,
    *,
    support_minutes: float,
    moves: Iterable[Action] = (),
) -> Actions:
    """`answers`: question -> answer -> visits. `moves` are worked out elsewhere, and take part."""
    if ends.ended < ENDED_FROM:
        return Actions(actions=(), too_few=True)
    here = {at: seen for at, seen in nodes.items() if at[0] in ASKED and names.node(*at).here}
    found = [
        *_leaving(here, ends, names),
        *_stuck(Kind.NOT_FOUND, here, ends, names),
        *_stuck(Kind.COULD_NOT, here, ends, names),
        *moves,
        *_unsure(here, answers, ends, names),
    ]
    surest = sorted(found, key=lambda action: -action.sure_minutes(support_minutes))
    return Actions(actions=tuple(surest[:MOST]), too_few=False)


def _leaving(nodes: Mapping[Place, NodeFigures], ends: Ends, names: Names) -> Iterable[Action]:
    """Nodes that lose more people than the other nodes of their kind do, beyond chance; the bar is
    higher the more nodes there are (Bonferroni). Kept visitors are taken to end like the rest."""
    kept = ends.resolved.responders
    hazards = {
        at: hazard(shown=seen.shown, left=seen.left, still_open=seen.open)
        for at, seen in nodes.items()
    }
    for at, seen in hazards.items():
        usual = _together(
            rest for other, rest in hazards.items() if other != at and other[0] == at[0]
        )
        if kept.share is None or seen.share is None or usual.share is None:
            continue
        more = difference(seen, usual, 1 - ALPHA / len(hazards))
        if more.low > 0:
            wide = _times(more, kept.interval)
            gain = _per_hundred((seen.share - usual.share) * kept.share, wide, seen.of, ends)
            yield Action(kind=Kind.LEAVING, node=names.node(*at), seen=seen, usual=usual, gain=gain)


def _together(rates: Iterable[Rate]) -> Rate:
    found = list(rates)
    return rate(sum(one.times for one in found), sum(one.of for one in found))


def _stuck(
    kind: Kind, nodes: Mapping[Place, NodeFigures], ends: Ends, names: Names
) -> Iterable[Action]:
    """Steps that many could not find or do. They are taken to be fixed as often as those who tried;
    those whom something else fixes are taken off."""
    others = Interval(low=1 - _high(ends.resolved.upper), high=1 - _low(ends.resolved.lower))
    for (node, key), seen in nodes.items():
        stuck = seen.not_found if kind == Kind.NOT_FOUND else seen.could_not
        said, tried = rate(stuck, seen.answered), rate(seen.fixed, seen.tried)
        if node != Node.STEP or stuck < STUCK_FROM or said.share is None or tried.share is None:
            continue
        wide = _times(_times(said.interval, tried.interval), others)
        value = said.share * tried.share * (1 - (ends.resolved.lower.share or 0))
        gain = _per_hundred(value, wide, said.of, ends)
        yield Action(kind=kind, node=names.node(node, key), seen=said, gain=gain)


def _unsure(
    nodes: Mapping[Place, NodeFigures],
    answers: Mapping[str, Mapping[str, int]],
    ends: Ends,
    names: Names,
) -> Iterable[Action]:
    """Questions that most cannot answer, beyond chance: their minutes are spent for nothing."""
    for key, said in answers.items():
        seen = rate(said.get(UNSURE, 0), sum(said.values()))
        if (Node.QUESTION, key) in nodes and seen.share and seen.interval.low > 0.5:
            named = names.node(Node.QUESTION, key)
            minutes = Interval(
                low=seen.interval.low * named.minutes, high=seen.interval.high * named.minutes
            )
            gain = _per_hundred(seen.share * named.minutes, minutes, seen.of, ends)
            yield Action(kind=Kind.UNSURE, node=named, seen=seen, gain=gain)


def _per_hundred(value: float, interval: Interval, of: int, ends: Ends) -> Estimate:
    """From a number for each visit that came here to one for 100 visits that ended."""
    each = 100 * of / ends.ended
    return Estimate(
        value=value * each,
        interval=Interval(low=interval.low * each, high=interval.high * each),
    )


def _times(first: Interval, second: Interval) -> Interval:
    """Ends times ends: wide enough, whatever the two have to do with each other."""
    return Interval(low=first.low * second.low, high=first.high * second.high)


def _low(seen: Rate) -> float:
    return seen.interval.low if seen.interval else 0.0


def _high(seen: Rate) -> float:
    return seen.interval.high if seen.interval else 1.0
