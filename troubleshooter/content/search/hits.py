"""What a search can find, and the texts by which it is found."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from ..catalogue import KEPT_REVISIONS, PublishedGuide
from .words import words_of

# A subject's word has so many letters at least, and stands in such a share of the guide's texts.
SHORTEST_SUBJECT, COMES_BACK = 4, 0.05

HitKind = Literal["message", "guide", "cause", "fact"]


@dataclass(frozen=True, kw_only=True)
class Hit:
    """What the query may mean. `text` is shown; `key` names the message, cause or fact."""

    kind: HitKind
    guide: PublishedGuide
    key: str
    text: str
    score: float


class Text(NamedTuple):
    """One text by which a guide's `kind` and `key` are found; `shown` is what they are called.

    A `whole` one counts also where all of it stands in the midst of other words. Of the others,
    such as a paragraph, it only counts how much of the query they have.
    """

    kind: HitKind
    key: str
    shown: str
    words: tuple[str, ...]
    whole: bool


class Worded(NamedTuple):
    """A guide as the search reads it: its texts, the words that introduce it, and those of them
    that its texts come back to again and again, by which one knows what it is about."""

    texts: tuple[Text, ...]
    introduction: frozenset[str]
    subject: frozenset[str]


class Itself:
    """A guide that equals itself alone: what was worked out for it can be kept under it."""

    __slots__ = ("guide",)

    def __init__(self, guide: PublishedGuide) -> None:
        self.guide = guide

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and self.guide is other.guide

    def __hash__(self) -> int:
        return hash(self.guide.revision_id)


@lru_cache(maxsize=KEPT_REVISIONS)
def worded(one: Itself) -> Worded:
    """Read once for each revision."""
    content, texts = one.guide.content, tuple(_texts(one.guide))
    names = [content.title, *(platform.name for platform in content.platforms)]
    named = {word for name in names for word in words_of(name)}
    return Worded(
        texts=texts,
        introduction=frozenset(named.union(words_of(content.summary))),
        subject=frozenset(word for word in named if _comes_back(word, texts)),
    )


def _comes_back(word: str, texts: tuple[Text, ...]) -> bool:
    """Words of a few letters come back in every guide, and say nothing of it."""
    having = sum(word in text.words for text in texts)
    return len(word) >= SHORTEST_SUBJECT and having >= COMES_BACK * len(texts)


def _texts(guide: PublishedGuide) -> Iterator[Text]:
    content = guide.content
    yield Text("guide", content.key, content.title, words_of(content.title), True)
    yield Text("guide", content.key, content.title, words_of(content.summary), False)
    for message in content.messages:
        wordings = [words_of(wording) for wording in (message.text, *message.also)]
        for words in wordings:
            yield Text("message", message.key, message.text, words, True)
        together = tuple(word for words in wordings for word in words)
        yield Text("message", message.key, message.text, together, False)
    for cause in content.causes:
        yield Text("cause", cause.key, cause.name, words_of(cause.name), True)
    for fact in content.facts:
        yield Text("fact", fact.key, fact.title, words_of(fact.title), True)
        yield Text("fact", fact.key, fact.title, words_of(fact.text), False)
