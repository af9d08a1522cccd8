"""The search itself: which texts may be meant, and how much speaks for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.fuzz import ratio

from ..catalogue import PublishedGuide
from .hits import Hit, HitKind
from .index import Index, index_of
from .likeness import terms_of
from .words import words_of

# A whole sentence with what stood around it, not a whole letter.
LONGEST_QUERY = 400
MOST_HITS = 8
# Only so many texts, those that the sums speak for most, are looked at in full.
MOST_WEIGHED = 150
# How much a match in each kind of text says about what the visitor means.
WEIGHT: dict[HitKind, float] = {"message": 1.0, "guide": 0.85, "cause": 0.75, "fact": 0.7}
# A match among all wordings of a message together says less than one with a whole text; words in
# a paragraph, of which there are many, say less still.
LOOSE: dict[HitKind, float] = {"message": 0.85, "guide": 0.75, "cause": 0.65, "fact": 0.65}
# Of two that share as much, the one that is written more alike comes first.
ALIKE = 0.04
LEAST_SCORE = 0.46
# Who names what a guide is about means it, though little else is shared.
NAMED, ALIKE_TO_NAME = 0.24, 0.75
# A hit much weaker than the best one only stands in its way.
NEAR_THE_BEST = 0.6
# So much weight found, in rarity, makes a text that was found whole half sure.
HALF_SURE = 4.0
# A word that only introduces the guide helps half as much as one of the text itself.
AROUND = 0.5
# A text that shares less than that with the query is not meant, whatever the subject.
LEAST_OWN = 0.25


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A query as an index sees it: what its words weigh in their order; for each word of the index
    how much the query has of it, 0 to 1; and at which places of the query, with how much there."""

    written: str
    weights: tuple[float, ...]
    found: dict[int, float]
    places: dict[int, list[tuple[int, float]]]


def search(
    guides: Iterable[PublishedGuide], query: str, *, only: HitKind | None = None
) -> tuple[Hit, ...]:
    """The best hits first, at most MOST_HITS, of all kinds or of only one. A sentence pasted whole
    finds its message, and so do a few words out of it, misspelt or in another order."""
    words = words_of(query[:LONGEST_QUERY])
    index = index_of(guides) if words else None
    if index is None or not index.texts:
        return ()
    asked = _asked(index, words)
    hits: dict[tuple[int, str, str], Hit] = {}
    for number in _likely(index, asked):
        hit = _hit(index, asked, number)
        same = (index.guide_of[number], hit.kind, hit.key)
        wanted = only in (None, hit.kind) and hit.score >= LEAST_SCORE
        if wanted and (same not in hits or hits[same].score < hit.score):
            hits[same] = hit
    best = sorted(hits.values(), key=lambda hit: -hit.score)
    return tuple(hit for hit in best if hit.score >= NEAR_THE_BEST * best[0].score)[:MOST_HITS]


def _asked(index: Index, words: Sequence[str]) -> Asked:
    found: dict[int, float] = {}
    places: dict[int, list[tuple[int, float]]] = {}
    weights = [0.0] * len(words)
    for term in terms_of(index, words):
        if len(term.places) == 1:
            weights[term.places[0]] = term.weight
        for number, like in term.like.items():
            found[number] = max(like, found.get(number, 0.0))
            places.setdefault(number, []).extend((place, like) for place in term.places)
    return Asked(written=" ".join(words), weights=tuple(weights), found=found, places=places)


def _likely(index: Index, asked: Asked) -> list[int]:
    """The numbers of the texts that share most with the query."""
    shared = np.zeros(len(index.texts), dtype=np.float32)
    for number, like in asked.found.items():
        shared[index.postings[number]] += like * index.rarity[number]
    whole = shared / np.maximum(index.weight, 1e-6) * shared / (shared + HALF_SURE)
    score = np.maximum(whole, shared / max(sum(asked.weights), 1e-6))
    most = min(MOST_WEIGHED, len(score))
    chosen = np.argpartition(-score, most - 1)[:most]
    return [int(number) for number in chosen if score[number] > 0.0]


def _hit(index: Index, asked: Asked, number: int) -> Hit:
    text, guide = index.texts[number], index.guide_of[number]
    of_query = _share_of_query(asked, index.of_text[number], index.introductions[guide])
    score = of_query * LOOSE[text.kind]
    if text.whole:
        of_text = _share_of_text(index, asked, number)
        score = 0.8 * max(of_query, of_text) + 0.2 * min(of_query, of_text)
        score += ALIKE * ratio(asked.written, " ".join(text.words)) / 100
    if any(asked.found.get(word, 0.0) >= ALIKE_TO_NAME for word in index.subjects[guide]):
        score += NAMED
    return Hit(
        kind=text.kind,
        guide=index.guides[guide],
        key=text.key,
        text=text.shown,
        score=WEIGHT[text.kind] * score,
    )


def _share_of_text(index: Index, asked: Asked, number: int) -> float:
    """How much of the text the query has, 0 to 1. Of a text that weighs little it may be chance."""
    words = index.of_text[number]
    shared = sum(float(index.rarity[word]) * asked.found.get(word, 0.0) for word in words)
    whole = float(index.weight[number])
    return shared / whole * shared / (shared + HALF_SURE) if shared else 0.0


def _share_of_query(asked: Asked, own: Iterable[int], around: Iterable[int]) -> float:
    """How much of the query the text has, 0 to 1; words that introduce its guide help."""
    whole = sum(asked.weights)
    mine = _covered(asked, own)
    share = sum(w * m for w, m in zip(asked.weights, mine, strict=True)) / whole
    if share < LEAST_OWN:
        return share
    beside = _covered(asked, around)
    helped = (max(m, AROUND * b) for m, b in zip(mine, beside, strict=True))
    return sum(w * h for w, h in zip(asked.weights, helped, strict=True)) / whole


def _covered(asked: Asked, words: Iterable[int]) -> list[float]:
    """For each place of the query how much these words have of it, 0 to 1."""
    most = [0.0] * len(asked.weights)
    for word in words:
        for place, like in asked.places.get(word, ()):
            most[place] = max(most[place], like)
    return most
