"""A text as it is read aloud: its sentences, without markup and without words on a screen."""

import re
from collections.abc import Iterable, Iterator

# What a label or a quoted message stands as: one short word, so that the sentence stays whole.
LABEL = "it"
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|<https?://[^>]*>|https?://\S+")
ON_SCREEN = re.compile(r"\*\*[^*]+\*\*|__[^_]+__|`[^`]+`|“[^”]*”|\"[^\"]*\"|‘[^’]*’")
ITEM = re.compile(r"^\s*(?:\d+[.)]|[-*+])\s+", re.MULTILINE)
HEADING = re.compile(r"^\s*(?:#+|>)\s*", re.MULTILINE)
END = re.compile(r"(?<=[.!?:;])[\"”’)]*\s+(?=\S)")
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")


def sentences(markdown: str, labels: Iterable[str] = ()) -> Iterator[str]:
    """The sentences, each as plain words. An item of a list is a sentence of its own.

    `labels` are words on the device's screen: like what is in quotes or bold they count as one
    short word, since nobody who writes a guide can choose them.
    """
    text = LINK.sub(lambda found: found[1] or LABEL, markdown)
    text = HEADING.sub("", ON_SCREEN.sub(LABEL, text))
    for label in sorted(labels, key=len, reverse=True):
        text = text.replace(label, LABEL) if len(label.split()) > 1 else text
    for block in re.split(r"\n\s*\n", ITEM.sub("\n\n", text)):
        for sentence in END.split(" ".join(block.split())):
            if WORD.search(sentence):
                yield sentence


def words(sentence: str) -> list[str]:
    return WORD.findall(sentence)
