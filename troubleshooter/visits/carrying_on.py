"""A visit taken over into another preview of the same guide: what was said there counts here."""

from django.db import transaction

from troubleshooter.content.catalogue import LiveGuide
from troubleshooter.models import Node

from .entries import Entry, entry_of_answer, entry_of_confirmation, entry_of_result
from .errors import InvalidAnswer, UnknownNode
from .queries import OpenVisit
from .recording import record
from .services import Started, start


@transaction.atomic
def carry_on(live: LiveGuide, before: OpenVisit) -> Started:
    """Begin on `live` with the device, the message and the evidence of the visit before, as far as
    the guide still has them."""
    started = start(live, **_device(live, before), message=_message(live, before))
    here = started.visit
    for (node, key), value in before.state.given.items():
        if node == Node.STEP and key in before.state.confirmed:
            here = record(here, _entry(here, node, key, ""))
        here = record(here, _entry(here, node, key, value))
    for key in sorted(before.state.confirmed):
        here = record(here, _entry(here, Node.STEP, key, ""))
    return Started(token=started.token, visit=here)


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


def _entry(here: OpenVisit, node: str, key: str, value: str) -> Entry | None:
    """What would be recorded now; a step without a value is confirmed."""
    try:
        if node == Node.QUESTION:
            return entry_of_answer(here, key, value)
        return entry_of_result(here, key, value) if value else entry_of_confirmation(here, key)
    except (UnknownNode, InvalidAnswer):
        return None
