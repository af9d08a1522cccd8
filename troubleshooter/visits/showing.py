"""What a visitor is shown once something was recorded: the move, or the page that they are on."""

from collections.abc import Callable
from dataclasses import dataclass

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.engine import Move, MoveKind, Result
from troubleshooter.models import EventKind, Node

from .entries import Entry
from .gates import open_gate
from .offering import Offered
from .state import Standing

# What follows these is no way on: the page for support, ready to take along, or the guide's page.
WITHOUT_MOVE = {EventKind.HANDED_OVER, EventKind.FORGOTTEN, EventKind.DIAGNOSED}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A question (`ask`) or step (`try`) with its key, or the page for support (`hand_over`). Blank
    where none is shown: the visit has ended, or more was recorded at once."""

    move: str = ""
    key: str = ""


NOTHING_SHOWN = Shown()


def shown_after(
    entry: Entry, here: Standing, offered: Callable[[], Offered], *, before: Offered
) -> Shown:
    """What follows the entry, which `here` has taken in. The offer is asked for only if needed; the
    one `before` is what the visit was offered when it was said."""
    if entry.kind == EventKind.CONFIRMED:
        return Shown(move=MoveKind.TRY, key=entry.key)
    if here.fixing_step is not None or entry.kind in WITHOUT_MOVE:
        return NOTHING_SHOWN
    if begins_to_wait(entry, before.move):
        return Shown(move=MoveKind.TRY, key=entry.key)
    move = offered().move
    gate = open_gate(here, here.guide.steps[move.key]) if move.kind is MoveKind.TRY else None
    return Shown(move=move.kind, key=gate or move.key)


def begins_to_wait(entry: Entry, before: Move) -> bool:
    """Whether the visitor now waits for this step, and is told on its page when to look. A step
    that was offered to be tested later, with others, is not waited for: those come first."""
    put_off = before.kind is MoveKind.TRY and before.key == entry.key and before.postpone
    return entry.node == Node.STEP and entry.value == Result.WAITING and not put_off


def shown_again(guide: PublishedGuide, page: str) -> Shown | None:
    """The page that something was sent from, written `question/<key>` or `step/<key>`; None if the
    guide has no such page."""
    node, _, key = page.partition("/")
    if node == Node.QUESTION and key in guide.questions:
        return Shown(move=MoveKind.ASK, key=key)
    if node == Node.STEP and key in guide.steps:
        return Shown(move=MoveKind.TRY, key=key)
    return None
