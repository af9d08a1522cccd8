"""Problems are told to writers of guide files and to editors; editors know labels, and no keys."""

import re
from collections.abc import Mapping

CODE = re.compile(r"`([^`]+)`")
# What a refused file writes as code: what stands on the editors' pages instead.
ON_THE_PAGE: Mapping[str, str] = {
    "at_risk": "What may be lost",
    "fix": "fix",
    "fixes": "Causes that it clears",
    "from": "From version",
    "language": "Language",
    "kind": "What it is for",
    "to": "To version",
    "unfixable: true": "Only support can help",
    "usual": "Usual",
}


def in_editors_words(text: str) -> str:
    """The message or remedy of a problem, with the labels of the editors' pages for its keys."""
    return CODE.sub(lambda found: f"“{ON_THE_PAGE.get(found[1], found[1])}”", text)
