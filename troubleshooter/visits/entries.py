"""What would be recorded if a visitor said something: the rules of a visit, without a row.

The services write what these functions give; a simulation only looks at it. Each gives None where
there is nothing to record, because it was said before or a gate stands in the way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from troubleshooter.engine import UNSURE, Result, tested_together
from troubleshooter.models import EventKind, Node

from .errors import InvalidAnswer, UnknownNode
from .gates import DECLINED, open_gate
from .state import Standing


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing to be recorded: what an event says, without when and where it was said."""

    kind: EventKind
    node: Node = Node.NONE
    key: str = ""
    value: str = ""


def entries_at_start(here: Standing, message: str) -> Iterator[Entry]:
    """The start itself, and the answers that a picked message brings along."""
    yield Entry(kind=EventKind.STARTED, value=message)
    yield from _brought_by(here, message, {})


def entries_of_pick(here: Standing, message: str) -> Iterator[Entry]:
    """Another message, or none any more (""): what the former one brought is taken back, and the
    new one's answers are taken over. An answer that was given by hand stands, but for “not sure”.
    Raises InvalidAnswer."""
    if message and message not in here.guide.messages:
        raise InvalidAnswer(message)
    if message == here.state.message:
        return
    kept = {key: value for key, value in here.state.questions.items() if key not in here.brought}
    for question in here.brought:
        yield Entry(kind=EventKind.TAKEN_BACK, node=Node.QUESTION, key=question)
    yield Entry(kind=EventKind.PICKED, value=message)
    yield from _brought_by(here, message, kept)


def _brought_by(here: Standing, message: str, given: Mapping[str, str]) -> Iterator[Entry]:
    """The answers of a message to the questions that are open, where these were given."""
    picked = here.guide.messages.get(message)
    for question, option in picked.answers.items() if picked else ():
        if given.get(question, UNSURE) == UNSURE:
            kind = EventKind.CHANGED if question in given else EventKind.ANSWERED
            yield Entry(kind=kind, node=Node.QUESTION, key=question, value=option)


def entry_of_answer(here: Standing, question: str, option: str) -> Entry | None:
    """An answer, or one that replaces an earlier one. Raises UnknownNode, InvalidAnswer."""
    content = here.guide.questions.get(question)
    if content is None:
        raise UnknownNode(question)
    if option != UNSURE and option not in {known.key for known in content.options}:
        raise InvalidAnswer(option)
    return _given(here, EventKind.ANSWERED, Node.QUESTION, question, option)


def entry_of_result(here: Standing, step: str, result: str) -> Entry | None:
    """What a step did. A risky step that was not confirmed can only be declined.

    Raises UnknownNode, InvalidAnswer.
    """
    content = here.guide.steps.get(step)
    if content is None:
        raise UnknownNode(step)
    if result not in set(Result):
        raise InvalidAnswer(result)
    if Result(result) not in DECLINED and open_gate(here, content) is not None:
        return None
    return _given(here, EventKind.RESULT, Node.STEP, step, result)


def entries_sharing(here: Standing, step: str, result: str) -> Iterator[Entry]:
    """The same result for every other step that was waiting for the test of this one: they share
    the credit, or the blame. A step that was not done tells nothing about the others."""
    if result not in (Result.FIXED, Result.NO_HELP):
        return
    for other in tested_together(here.guide.engine, here.state.evidence, step):
        yield Entry(kind=EventKind.CHANGED, node=Node.STEP, key=other, value=result)


def entry_of_confirmation(here: Standing, step: str) -> Entry | None:
    """That the visitor knows what a risky step costs and wants to go on. Raises UnknownNode."""
    content = here.guide.steps.get(step)
    if content is None:
        raise UnknownNode(step)
    if step in here.state.confirmed or open_gate(here, content) != step:
        return None
    return Entry(kind=EventKind.CONFIRMED, node=Node.STEP, key=step)


def entry_of_missing_path(here: Standing, path: str) -> Entry | None:
    """That a settings path is not where the guide says. Raises UnknownNode."""
    if path not in here.guide.paths:
        raise UnknownNode(path)
    if path in here.state.missing_paths:
        return None
    return Entry(kind=EventKind.PATH_NOT_FOUND, node=Node.PATH, key=path)


def entry_of_hand_over(here: Standing) -> Entry | None:
    """That the visitor takes the problem to support."""
    return None if here.state.handed_over else Entry(kind=EventKind.HANDED_OVER)


def _given(here: Standing, kind: EventKind, node: Node, key: str, value: str) -> Entry | None:
    before = here.state.given.get((node, key))
    if before == value:
        return None
    return Entry(kind=EventKind.CHANGED if before else kind, node=node, key=key, value=value)
