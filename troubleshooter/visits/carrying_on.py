"""A visit taken over into another preview of the same guide: what was said there counts here."""

from collections.abc import Iterator
from functools import reduce

from django.db import transaction

from troubleshooter.content.catalogue import LiveGuide
from troubleshooter.models import Node

from .entries import (
    Entry,
    entries_at_start,
    entry_of_answer,
    entry_of_confirmation,
    entry_of_result,
)
from .errors import InvalidAnswer, UnknownNode
from .queries import OpenVisit
from .recording import record
from .services import Started, begin
from .state import Standing, VisitState


@transaction.atomic
def carry_on(live: LiveGuide, before: OpenVisit) -> Started:
    """Begin on `live` with the device, the message and the evidence of the visit before, as far as
    the guide still has them."""
    begun = begin(
        live,
        **_device(live, before),
        message=_message(live, before),
        begun_by=before.visit.begun_by,
    )
    entries = [*entries_at_start(begun.visit, begun.visit.visit.message)]
    entries += _said_again(_after(begun.visit, entries), before.state)
    return Started(token=begun.token, visit=record(begun.visit, *entries))


def _said_again(here: Standing, before: VisitState) -> Iterator[Entry]:
    """What was said before, each thing as far as it can be said after what comes before it."""
    for node, key, value in _in_order(before):
        entry = _entry(here, node, key, value)
        if entry is not None:
            yield entry
            here = _after(here, [entry])


def _in_order(before: VisitState) -> Iterator[tuple[str, str, str]]:
    """Node, key and value; a step without a value is confirmed."""
    for (node, key), value in before.given.items():
        if node == Node.STEP and key in before.confirmed:
            yield node, key, ""
        yield node, key, value
    for key in sorted(before.confirmed):
        yield Node.STEP, key, ""


def _after(here: Standing, entries: list[Entry]) -> Standing:
    return Standing(guide=here.guide, state=reduce(VisitState.after, entries, here.state))


def _device(live: LiveGuide, before: OpenVisit) -> dict[str, str]:
    platform, version = before.visit.platform, before.visit.version
    offered = live.published.platforms
    known = [offered[platform]] if platform in offered else list(offered.values())
    has_version = any(version in one.versions for one in known)
    return {
        "platform": platform if platform in offered else "",
        "version": version if has_version else "",
    }


def _message(live: LiveGuide, before: OpenVisit) -> str:
    return before.visit.message if before.visit.message in live.published.messages else ""


def _entry(here: Standing, node: str, key: str, value: str) -> Entry | None:
    """What would be recorded now; a step without a value is confirmed."""
    try:
        if node == Node.QUESTION:
            return entry_of_answer(here, key, value)
        return entry_of_result(here, key, value) if value else entry_of_confirmation(here, key)
    except (UnknownNode, InvalidAnswer):
        return None
