"""Where editors work. One module for each aggregate; importing them registers their pages."""

from . import (
    cause,
    delivery,
    guide,
    occasion,
    parameters,
    path,
    people,
    platform,
    question,
    revision,
    step,
    trail,
    visit,
    words,
)
from .labels import call_by_their_names

call_by_their_names()

__all__ = [
    "cause",
    "delivery",
    "guide",
    "occasion",
    "parameters",
    "path",
    "people",
    "platform",
    "question",
    "revision",
    "step",
    "trail",
    "visit",
    "words",
]
