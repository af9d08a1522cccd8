"""Finding a guide by the words on the screen, by a symptom or by its subject."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from .catalogue import PublishedGuide

LONGEST_QUERY = 200
MOST_HITS = 8
HitKind = Literal["message", "guide", "cause", "fact"]
# How much a match in each kind of text says about what the visitor means.
WEIGHT: dict[HitKind, float] = {"message": 1.0, "guide": 0.9, "cause": 0.7, "fact": 0.6}
LEAST_SCORE = 0.3
# A hit much weaker than the best one only stands in its way.
NEAR_THE_BEST = 0.6


@dataclass(frozen=True, kw_only=True)
class Hit:
    """What the query may mean. `text` is shown; `key` names the message, cause or fact."""

    kind: HitKind
    guide: PublishedGuide
    key: str
    text: str
    score: float


def search(guides: Iterable[PublishedGuide], query: str) -> tuple[Hit, ...]:
    """The best hits first, at most MOST_HITS. A sentence pasted whole finds its message, and so
    do a few words out of it."""
    words = words_of(query[:LONGEST_QUERY])
    if not words:
        return ()
    hits = [hit for guide in guides for hit in _hits(guide, words)]
    hits.sort(key=lambda hit: -hit.score)
    near = [hit for hit in hits if hit.score >= NEAR_THE_BEST * hits[0].score]
    return tuple(near[:MOST_HITS])


def words_of(text: str) -> tuple[str, ...]:
    """Lower case, without accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return tuple(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


def _hits(guide: PublishedGuide, words: tuple[str, ...]) -> Iterator[Hit]:
    for kind, key, shown, texts in _texts(guide):
        score = WEIGHT[kind] * max(_overlap(words, words_of(text)) for text in texts)
        if score >= LEAST_SCORE:
            yield Hit(kind=kind, guide=guide, key=key, text=shown, score=score)


def _texts(guide: PublishedGuide) -> Iterator[tuple[HitKind, str, str, tuple[str, ...]]]:
    content = guide.content
    yield "guide", content.key, content.title, (content.title, content.summary)
    for message in content.messages:
        yield "message", message.key, message.text, (message.text, *message.also)
    for cause in content.causes:
        yield "cause", cause.key, cause.name, (cause.name,)
    for fact in content.facts:
        yield "fact", fact.key, fact.title, (fact.title,)


def _overlap(words: tuple[str, ...], text: tuple[str, ...]) -> float:
    """The share of letters that both have, seen from the shorter side, 0 to 1. A query's last
    word counts as soon as it begins a word, so that results come while one types."""
    if not text:
        return 0.0
    shared = sum(len(word) for word in set(words) if _is_in(word, text, words[-1]))
    of_query = shared / sum(len(word) for word in set(words))
    of_text = shared / sum(len(word) for word in set(text))
    return 0.75 * max(of_query, of_text) + 0.25 * min(of_query, of_text)


def _is_in(word: str, text: tuple[str, ...], unfinished: str) -> bool:
    return word in text or (
        word == unfinished and len(word) > 2 and any(known.startswith(word) for known in text)
    )
