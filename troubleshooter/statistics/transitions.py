"""From what was said at one page to what was shown next, or to the end."""

from collections.abc import Iterator, Sequence

from troubleshooter.models import Outcome

from .visit_facts import (
    ANSWERED,
    CHANGED,
    FIXED,
    HANDED_OVER,
    PATH_NOT_FOUND,
    PICKED,
    RESULT,
    SAYING,
    STARTED,
    STEP,
    TAKEN_BACK,
    WAITING,
    Happened,
    Known,
    Place,
    page,
)

FROM_START: Place = ("", "start")
FROM_SUPPORT: Place = ("", "support")
RESOLVED: Place = ("end", Outcome.RESOLVED.value)
WORKED_AROUND: Place = ("end", Outcome.WORKED_AROUND.value)
HANDED: Place = ("end", Outcome.HANDED_OVER.value)

FIRST = frozenset({ANSWERED, RESULT})
# Neither is a page: what follows is what the last of the same breath shows.
ASIDE = frozenset({PICKED, TAKEN_BACK})

Transition = tuple[str, str, str, str, str]


def transitions(events: Sequence[Happened], known: Known) -> Iterator[Transition]:
    """(node, key, value, to_node, to_key) for the start, the first answer to each question, the
    result of each step, and for the hand-over. What was taken back and is answered again was
    answered before. Nothing where it is not known what came next."""
    telling = _telling(events)
    for position, event in enumerate(events):
        kind, at = event.kind, (event.node, event.key)
        if kind == STARTED:
            at = FROM_START
        elif kind == HANDED_OVER:
            yield (*FROM_SUPPORT, "", *HANDED)
            continue
        elif telling.get(at) != position:
            continue
        to = _after(events, position, known)
        if to is not None:
            yield (*at, event.value, *to)


def _telling(events: Sequence[Happened]) -> dict[Place, int]:
    """Which event tells where the visitor went from each question and step: the first answer or
    result; of a step that was waited for, what came of it, since who waits goes nowhere."""
    found: dict[Place, int] = {}
    for position, event in enumerate(events):
        at = event.node, event.key
        if event.kind in FIRST and at not in found:
            found[at] = position
        elif event.kind in SAYING and at in found and _waits(events[found[at]]):
            found[at] = position if not _waits(event) else found[at]
    return found


def _waits(event: Happened) -> bool:
    return event.node == STEP and event.value == WAITING


def _after(events: Sequence[Happened], position: int, known: Known) -> Place | None:
    """Where the visitor came after the event at this position. What was said in the same breath
    shows nothing itself: then it is what the last of it shows, or what was answered next."""
    event = events[position]
    if event.value == FIXED and event.node == STEP:
        return WORKED_AROUND if event.key in known.workarounds else RESOLVED
    shown = page(event.next_move, event.next_key)
    if shown is not None:
        return shown if shown[0] else FROM_SUPPORT
    if position + 1 == len(events):
        return None
    then = events[position + 1]
    if then.kind == HANDED_OVER:
        return HANDED
    if then.kind in ASIDE:
        return _after(events, position + 1, known)
    if then.kind == CHANGED:
        return _after(events, position + 1, known) or (then.node, then.key)
    if then.kind == PATH_NOT_FOUND:
        on = page(then.move, then.move_key)
        return on if on is None or on[0] else FROM_SUPPORT
    return (then.node, then.key)
