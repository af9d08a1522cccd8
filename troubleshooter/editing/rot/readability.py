"""Texts that are hard to read, and steps that are too long to follow."""

import re
from collections.abc import Iterator
from math import ceil

from troubleshooter.content.schema import GuideContent

from .labels import labels_of
from .looking import Look, found, texts_of
from .plain_words import sentences, words
from .reading_age import readability
from .signs import Found, Sign

OLDEST = 11
# With fewer words, one long name decides: the number then says little.
FEWEST_WORDS = 25
MOST_ACTIONS, MOST_WORDS = 7, 120
NUMBERED = re.compile(r"^\d+[.)]\s", re.MULTILINE)


def hard_texts(look: Look) -> Iterator[Found]:
    """English only: the formula counts what makes English hard."""
    if not in_english(look.content):
        return
    labels = {label for path in look.content.paths for label in labels_of(path)}
    for text in texts_of(look.content):
        read = readability(text.text, labels) if text.prose else None
        if read and read.words >= FEWEST_WORDS and read.age > OLDEST:
            yield found(
                Sign.HARD_TO_READ,
                text.loc,
                f"One must be about {ceil(read.age)} to read this with ease. "
                f"The hardest sentence: “{read.worst}”",
                "Make two sentences of it, and choose shorter words.",
            )


def in_english(content: GuideContent) -> bool:
    return content.language.split("-")[0].casefold() == "en"


def long_steps(look: Look) -> Iterator[Found]:
    for index, step in enumerate(look.content.steps):
        actions = len(NUMBERED.findall(step.instructions))
        length = sum(len(words(sentence)) for sentence in sentences(step.instructions))
        if actions > MOST_ACTIONS or length > MOST_WORDS:
            yield found(
                Sign.STEP_TOO_LONG,
                ("steps", index, "instructions"),
                f"It has {actions} numbered actions and {length} words. Up to {MOST_ACTIONS} "
                f"actions and {MOST_WORDS} words can be followed on a phone.",
                "Make two steps of it, or take out what can be left out.",
            )
