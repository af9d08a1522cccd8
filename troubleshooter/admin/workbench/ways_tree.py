"""The tree of ways as a page shows it: names, links and counts of people, rare ways left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.content.head_counts import in_hundred
from troubleshooter.engine import UNSURE, MoveKind, Result
from troubleshooter.models import Node, Outcome
from troubleshooter.simulation.ways.forecast import Branching, Crossing, Given

TO_SUPPORT = "Support"
RESULTS = {
    Result.FIXED: "It worked",
    Result.NO_HELP: "It didn’t help",
    Result.COULD_NOT: "They couldn’t do it",
    Result.NOT_FOUND: "They couldn’t find it",
    Result.WAITING: "Done, not tested yet",
}
ENDS = {
    Outcome.RESOLVED: "The problem is solved",
    Outcome.WORKED_AROUND: "They have a way around it",
    Outcome.HANDED_OVER: "They go to support",
}
# For so many visitors the page says how far their ways are shown.
MOST_VISITORS = 0.9

Rows = Mapping[tuple[Node, str], str]
"""The address of the page where a question or step is edited, by its key."""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A question or step in the tree. `query` leads to what the engine thinks here."""

    name: str
    address: str
    asks: bool
    share: str
    query: str
    turns: tuple["Turn", ...]
    rest: str


@dataclass(frozen=True, kw_only=True)
class Turn:
    """An answer or result, with how many people out of 100 give it (`bar` as a number), and what
    comes of it: the end of the visit, the next meeting, or ways that are too rare to be shown."""

    said: str
    share: str
    bar: str
    likeliest: bool
    end: str
    then: Meeting | None


def query_of(given: tuple[Given, ...]) -> str:
    """What was said, as the what-if page takes it."""
    return urlencode({f"{node}-{key}": value for node, key, value in given})


@dataclass(frozen=True, kw_only=True)
class Tree:
    """Makes a tree as the page shows it, without ways that fewer than `least` of all people (0..1)
    take."""

    guide: PublishedGuide
    rows: Rows
    least: float

    def meeting(self, crossing: Crossing) -> Meeting:
        shown = [one for one in crossing.branches if one.share >= self.least]
        most = max((one.share for one in shown), default=0.0)
        rest = sum(one.share for one in crossing.branches) - sum(one.share for one in shown)
        node = Node.QUESTION if crossing.kind is MoveKind.ASK else Node.STEP
        return Meeting(
            name=self.name(node, crossing.key),
            address=self.rows.get((node, crossing.key), ""),
            asks=crossing.kind is MoveKind.ASK,
            share=in_hundred(crossing.share),
            query=query_of(crossing.given),
            turns=tuple(self._turn(crossing, one, one.share == most) for one in shown),
            rest=in_hundred(rest) if rest > 0.0005 else "",
        )

    def name(self, node: Node, key: str) -> str:
        if not key:
            return TO_SUPPORT
        known = self.guide.questions.get(key) if node == Node.QUESTION else None
        if known is not None:
            return known.text
        return self.guide.steps[key].title

    def _turn(self, crossing: Crossing, branch: Branching, likeliest: bool) -> Turn:
        then, end = branch.then, ENDS.get(branch.outcome, "")
        if then is not None and then.kind is MoveKind.HAND_OVER:
            then, end = None, ENDS[Outcome.HANDED_OVER]
        return Turn(
            said=self._said(crossing, branch.said),
            share=in_hundred(branch.share),
            bar=f"{100 * branch.share:.1f}",
            likeliest=likeliest,
            end=end,
            then=self.meeting(then) if then is not None else None,
        )

    def _said(self, crossing: Crossing, said: str) -> str:
        if crossing.kind is not MoveKind.ASK:
            kind = self.guide.steps[crossing.key].kind if crossing.key else ""
            done = kind == "safety" and said == Result.NO_HELP
            return "Done, they go on" if done else RESULTS[Result(said)]
        if said == UNSURE:
            return "Not sure"
        options = self.guide.questions[crossing.key].options
        return next(option.label for option in options if option.key == said)


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How far ways are shown: `whole` is the share of people shown to the end, `moves` how many
    questions and steps of 90 in 100 people are shown; None if that is all of theirs."""

    whole: float
    moves: int | None


def reach_of(tree: Crossing, least: float) -> Reach:
    cuts = sorted(_cuts(tree, least, 1))
    cut = sum(share for _, share in cuts)
    if cut <= 1.0 - MOST_VISITORS:
        return Reach(whole=1.0 - cut, moves=None)
    lost = 0.0
    for moves, share in cuts:
        lost += share
        if lost > 1.0 - MOST_VISITORS:
            return Reach(whole=1.0 - cut, moves=moves)
    return Reach(whole=1.0 - cut, moves=None)


def _cuts(crossing: Crossing, least: float, moves: int) -> Iterator[tuple[int, float]]:
    """(moves that are shown, share) of ways that are not shown to the end."""
    for branch in crossing.branches:
        if branch.then is None:
            if branch.outcome == Outcome.OPEN or branch.share < least:
                yield moves, branch.share
        elif branch.share < least:
            yield moves, branch.share
        elif branch.then.kind is not MoveKind.HAND_OVER:
            yield from _cuts(branch.then, least, moves + 1)
