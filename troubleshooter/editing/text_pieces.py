"""Two texts as one, with what went out and what came in, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD = re.compile(r"\s+|\S+")
# So many pairs of words are compared exactly. Above it words that turn up very often are passed
# over: two long texts must not keep anybody waiting.
MOST_PAIRS = 400_000


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of words: `kind` is "same", "out" or "in"."""

    kind: str
    text: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The new text with the old one's words where they were. A space between two changed words
    belongs to both, so that a changed phrase is read as one."""
    runs: list[tuple[str, str, bool]] = []
    for out, came, same in _runs(WORD.findall(before), WORD.findall(after)):
        between = len(runs) > 1 and runs[-1][2] and not runs[-1][0].strip()
        if not same and between:
            space, earlier = runs.pop()[0], runs.pop()
            out, came = earlier[0] + space + out, earlier[1] + space + came
        runs.append((out, came, same))
    return tuple(piece for run in runs for piece in _of_run(*run))


def _runs(a: list[str], b: list[str]) -> Iterator[tuple[str, str, bool]]:
    """What went out, what came in, and whether it is the same."""
    quick = len(a) * len(b) > MOST_PAIRS
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=quick).get_opcodes():
        yield "".join(a[a1:a2]), "".join(b[b1:b2]), tag == "equal"


def _of_run(out: str, came: str, same: bool) -> Iterator[Piece]:
    if same:
        yield Piece(kind="same", text=out)
        return
    if out:
        yield Piece(kind="out", text=out)
    if came:
        yield Piece(kind="in", text=came)
