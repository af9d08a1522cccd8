"""What visitors said and how visits ended, as a lead reads it."""

from troubleshooter.models import Node

from .names import Names

RESULTS = {
    "fixed": "fixed",
    "no_help": "no help",
    "could_not": "could not do it",
    "not_found": "could not find it",
    "waiting": "waiting",
}
ENDINGS = {
    "resolved": "the end: resolved",
    "worked_around": "the end: worked around",
    "handed_over": "support",
    "support": "the page of support",
}
UNSURE = "unsure"
NO_MESSAGE = "began without a message"


def said(names: Names, node: str, key: str, value: str) -> str:
    """An answer, a result, or the message that a visit began with."""
    if node == Node.QUESTION:
        return "not sure" if value == UNSURE else names.option(key, value)
    if node == Node.STEP:
        return RESULTS.get(value, value)
    if key != "start":
        return "handed over"
    texts = {one.key: one.text for one in names.content.content.messages}
    return texts.get(value, value) or NO_MESSAGE
