"""The tables of the page “Where visits go”."""

from .flow import Branch, Flow, Move
from .sheets import Cell, Kind, Sheet, sheet
from .words import ENDINGS

WAYS = (
    ("place", "Question or step", Kind.NODE),
    ("number", "number", Kind.COUNT),
    ("below", "mostly after", Kind.NODE),
    ("came", "came here", Kind.RATE),
    ("resolved", "resolved here", Kind.COUNT),
    ("support", "to support", Kind.COUNT),
    ("on", "went on", Kind.COUNT),
    ("left", "left here", Kind.RATE),
    ("open", "still here", Kind.COUNT),
)
MOVES = (
    ("place", "At", Kind.NODE),
    ("said", "they said", Kind.TEXT),
    ("to", "and came to", Kind.NODE),
    ("end", "or to", Kind.TEXT),
    ("visits", "visits", Kind.RATE),
)
MOVES_ON_PAGE = 40


def flow_sheets(flow: Flow) -> tuple[Sheet, ...]:
    return (
        sheet("ways", "Where visits go and where they end", WAYS, map(_way, flow.branches)),
        sheet(
            "moves",
            "From each answer to what came next",
            MOVES,
            map(_move, flow.moves),
            most=MOVES_ON_PAGE,
        ),
    )


def _way(branch: Branch) -> tuple[Cell, ...]:
    return (
        branch.named,
        branch.number,
        branch.parent,
        branch.came,
        branch.resolved,
        branch.support,
        branch.on,
        branch.left,
        branch.open,
    )


def _move(move: Move) -> tuple[Cell, ...]:
    return (move.at, move.said, move.to, ENDINGS.get(move.end, move.end), move.visits)
