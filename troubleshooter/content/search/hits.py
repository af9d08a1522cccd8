"""What a search can find, and the texts by which it is found."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from ..catalogue import KEPT_REVISIONS, PublishedGuide
from ..schema import MessageContent
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
    """Translated texts in the words of both languages: the device need not speak the reader's."""
    content = guide.content
    first = guide.original.content if guide.original else content
    for title, summary in {content.title: content.summary, first.title: first.summary}.items():
        yield Text("guide", content.key, content.title, words_of(title), True)
        yield Text("guide", content.key, content.title, words_of(summary), False)
    for message, as_written in zip(content.messages, first.messages, strict=True):
        yield from _message_texts(message, as_written)
    for cause, as_written in zip(content.causes, first.causes, strict=True):
        for name in dict.fromkeys((cause.name, as_written.name)):
            yield Text("cause", cause.key, cause.name, words_of(name), True)
    for fact, as_written in zip(content.facts, first.facts, strict=True):
        for title, text in {fact.title: fact.text, as_written.title: as_written.text}.items():
            yield Text("fact", fact.key, fact.title, words_of(title), True)
            yield Text("fact", fact.key, fact.title, words_of(text), False)


def _message_texts(message: MessageContent, as_written: MessageContent) -> Iterator[Text]:
    """Each wording, and all together, of each language."""
    for said in (message,) if message == as_written else (message, as_written):
        wordings = [words_of(wording) for wording in (said.text, *said.also)]
        for words in wordings:
            yield Text("message", message.key, message.text, words, True)
        together = tuple(word for words in wordings for word in words)
        yield Text("message", message.key, message.text, together, False)
