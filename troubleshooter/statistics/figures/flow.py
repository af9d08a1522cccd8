"""Where visits go from each question and step, and where they end: a tree of the main ways."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from troubleshooter.models import Node

from ..counted import NodeFigures, Transition
from ..filters import Filters
from ..measures.leaving import hazard
from ..measures.rate import Rate, rate
from ..queries import Look
from .counted import Counted, counted
from .ends import Ends, ends_of
from .names import Named, Names
from .words import said

Place = tuple[str, str]
START: Place = ("", "start")
SUPPORT: Place = ("", "support")
SUPPORT_PAGE: Place = ("", "")
END = "end"
ASKED = frozenset({Node.QUESTION.value, Node.STEP.value})
MOST_BRANCHES = 20
Moves = Mapping[Place, Mapping[Place, int]]


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A question or a step, below the one from which most visits come to it.

    `depth` is 1 for what is met first. `came` are its visits, of all: some were `resolved` (or
    worked around) here, some went to `support` from here, `left` here or are `open` here; all the
    others went `on`. `onward` holds where to, by the numbers of branches, as far as it is known.
    """

    number: int
    named: Named
    depth: int
    parent: Named | None
    came: Rate
    resolved: int
    support: int
    on: int
    left: Rate
    open: int
    onward: Mapping[int, int]


@dataclass(frozen=True, kw_only=True)
class Move:
    """How many of those who said `said` came to what: `to`, or the end or page named `end`."""

    at: Named | None
    said: str
    to: Named | None
    end: str
    visits: Rate


@dataclass(frozen=True, kw_only=True)
class Others:
    """Questions and steps that found no room in the tree, and how often visits came to them."""

    nodes: int
    times: int


@dataclass(frozen=True, kw_only=True)
class Flow:
    """`begins` holds where visits go first, by the numbers of branches. `loses_most`: the branch
    at which most visits were left, if any was."""

    counted: Counted
    ends: Ends
    branches: tuple[Branch, ...]
    begins: Mapping[int, int]
    others: Others
    moves: tuple[Move, ...]
    loses_most: Branch | None


def flow_of(seen: Look, filters: Filters, names: Names) -> Flow:
    transitions, nodes = seen.flow(filters), seen.nodes(filters)
    ends = ends_of(seen.visits(filters))
    moves = _moves(transitions)
    parents = main_ways(moves)
    kept = _in_tree_order(list(parents)[:MOST_BRANCHES], parents)
    numbers = {at: number for number, at in enumerate(kept, 1)}
    branches = tuple(
        _branch(at, numbers, parents, moves, nodes.get(at, NodeFigures()), ends, names)
        for at in kept
    )
    rest = [n for at, n in nodes.items() if at[0] in ASKED and at not in numbers]
    return Flow(
        counted=counted(seen, filters),
        ends=ends,
        branches=branches,
        begins=_numbered(moves.get(START, {}), numbers),
        others=Others(nodes=len(rest), times=sum(n.shown for n in rest)),
        moves=tuple(_told(transitions, names)),
        loses_most=max(
            (b for b in branches if b.left.times),
            key=lambda b: (b.left.times, b.left.times / b.left.of),
            default=None,
        ),
    )


def main_ways(moves: Moves) -> dict[Place, Place]:
    """Each question and step, and what it is below: always the widest way from what is in the tree
    already, so there are no rings. In the order in which they were added."""
    parents: dict[Place, Place] = {}
    heap: list[tuple[int, Place, Place]] = []
    at = START
    while True:
        for to, visits in moves.get(at, {}).items():
            if to[0] in ASKED and to not in parents:
                heappush(heap, (-visits, to, at))
        while heap and heap[0][1] in parents:
            heappop(heap)
        if not heap:
            return parents
        _, at, parents_at = heappop(heap)
        parents[at] = parents_at


def _moves(transitions: Iterable[Transition]) -> Moves:
    found: dict[Place, Counter[Place]] = defaultdict(Counter)
    for one in transitions:
        found[one.node, one.key][one.to_node, one.to_key] += one.visits
    return found


def _in_tree_order(kept: list[Place], parents: Mapping[Place, Place]) -> list[Place]:
    """Each below its parent. Nothing is lost: a parent was added before what is below it."""
    below: dict[Place, list[Place]] = defaultdict(list)
    for at in kept:
        below[parents[at]].append(at)
    ordered, waiting = [], [START]
    while waiting:
        at = waiting.pop()
        ordered.append(at)
        waiting += reversed(below[at])
    return ordered[1:]


def _branch(
    at: Place,
    numbers: Mapping[Place, int],
    parents: Mapping[Place, Place],
    moves: Moves,
    seen: NodeFigures,
    ends: Ends,
    names: Names,
) -> Branch:
    onward = moves.get(at, {})
    above = parents[at]
    support = onward.get(SUPPORT, 0) + onward.get((END, "handed_over"), 0)
    return Branch(
        number=numbers[at],
        named=names.node(*at),
        depth=_depth(at, parents),
        parent=None if above == START else names.node(*above),
        came=rate(min(seen.shown, ends.visits.visits), ends.visits.visits),
        resolved=seen.fixed,
        support=support,
        on=max(seen.shown - seen.fixed - support - seen.left - seen.open, 0),
        left=hazard(
            shown=max(seen.shown, seen.left + seen.open), left=seen.left, still_open=seen.open
        ),
        open=seen.open,
        onward=_numbered({to: visits for to, visits in onward.items() if to != at}, numbers),
    )


def _depth(at: Place, parents: Mapping[Place, Place]) -> int:
    depth = 0
    while at != START:
        at, depth = parents[at], depth + 1
    return depth


def _numbered(onward: Mapping[Place, int], numbers: Mapping[Place, int]) -> dict[int, int]:
    return {numbers[to]: visits for to, visits in onward.items() if to in numbers}


def _told(transitions: Iterable[Transition], names: Names) -> Iterable[Move]:
    """Most first. The share is of those who said the same at the same place."""
    rows = list(transitions)
    same: Counter[tuple[str, str, str]] = Counter()
    for one in rows:
        same[one.node, one.key, one.value] += one.visits
    for one in sorted(rows, key=lambda row: (-row.visits, row.node, row.key, row.value)):
        here, there = one.node in ASKED, one.to_node in ASKED
        yield Move(
            at=names.node(one.node, one.key) if here else None,
            said=said(names, one.node, one.key, one.value),
            to=names.node(one.to_node, one.to_key) if there else None,
            end="" if there else one.to_key,
            visits=rate(one.visits, same[one.node, one.key, one.value]),
        )
