"""Labels that the instructions write otherwise than the settings path beside them."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from troubleshooter.content.schema import GuideContent, PathContent, StepContent

from .looking import Look, found
from .signs import Found, Sign

BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
# So alike are two spellings of one label; “Wi-Fi” and “Wi-Fi Calling” are not.
ALIKE = 0.88
SHORTEST = 6


def misspelt_labels(look: Look) -> Iterator[Found]:
    """A label in bold that is nearly, but not quite, one of the step's own paths.

    Labels that any path of the guide has, and those of other lengths of text, are left alone.
    """
    known = _known(look.content)
    paths = {path.key: path for path in look.content.paths}
    for index, step in enumerate(look.content.steps):
        beside = {label for key in step.paths if key in paths for label in labels_of(paths[key])}
        for label in _bold(step) - known:
            meant = _meant(label, beside)
            if meant:
                yield found(
                    Sign.LABEL_MISSPELT,
                    ("steps", index, "instructions"),
                    f"The instructions say “{label}”; the settings path says “{meant}”.",
                    "Write the label as the device does, in both places.",
                )


def labels_of(path: PathContent) -> Iterator[str]:
    """Every label of a path; one that says “A or B” is two."""
    for variant in path.variants:
        for segment in variant.segments:
            yield from re.split(r" or |, ", segment)


def _known(content: GuideContent) -> set[str]:
    return {label for path in content.paths for label in labels_of(path)}


def _bold(step: StepContent) -> set[str]:
    return {label.strip() for label in BOLD.findall(step.instructions)}


def _meant(label: str, beside: set[str]) -> str:
    for other in sorted(beside):
        likeness = SequenceMatcher(None, label.casefold(), other.casefold()).ratio()
        if len(label) >= SHORTEST and likeness >= ALIKE:
            return other
    return ""
