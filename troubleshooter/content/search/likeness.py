"""Which words of an index a typed word may be: misspelt, in another form, in two parts."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from .index import Index

# What share of its letters a misspelt word keeps at least, by its length; shorter ones: all.
LEAST_LIKE = {4: 0.75, 5: 0.75, 6: 0.66, 7: 0.71}
LEAST_LIKE_LONG = 0.72
# No word is so long; keys and pasted rubbish are.
LONGEST_MISSPELT = 30
# One begins as the other does: another form of the same word, or it is still being typed.
ANOTHER_FORM, UNFINISHED = 0.8, 0.95
SHORTEST_STEM, SHORTEST_BEGINNING, LONGEST_ENDING = 4, 3, 4
MOST_FORMS = 40
LONGEST_SCRAP = 3
# A misspelt word counts less than its letters say: it may be another word altogether.
DOUBT = 0.9


@dataclass(frozen=True, kw_only=True)
class Term:
    """A word of the query, or two side by side taken as one: what it weighs, where in the query it
    stands, and which words of the index it may be, each with how like it is, 0 to 1."""

    places: tuple[int, ...]
    weight: float
    like: dict[int, float]


def terms_of(index: Index, words: Sequence[str]) -> tuple[Term, ...]:
    """One term for each word, and one for each two that the index may have as one word."""
    places: list[tuple[int, ...]] = [(n,) for n in range(len(words))]
    places += pairwise(range(len(words)))
    written = {at: "".join(words[n] for n in at) for at in places}
    misspelt = _misspelt(index, (written[at] for at in places if _is_odd(index, words, at)))
    terms = []
    for at, word in written.items():
        like = dict(misspelt.get(word, {}))
        if len(at) == 1:
            like |= _begun_alike(index, word, unfinished=at[0] == len(words) - 1)
            like |= _in_two(index, word, like)
        if word in index.numbers:
            like[index.numbers[word]] = 1.0
        if like or len(at) == 1:
            terms.append(Term(places=at, weight=_weight(index, word, like), like=like))
    return tuple(terms)


def _is_odd(index: Index, words: Sequence[str], at: tuple[int, ...]) -> bool:
    """A word that no text has; of two side by side both, or one and a scrap."""
    unknown = [words[n] not in index.numbers for n in at]
    return all(unknown) or (any(unknown) and min(len(words[n]) for n in at) <= LONGEST_SCRAP)


def _misspelt(index: Index, words: Iterable[str]) -> dict[str, dict[int, float]]:
    """By the optimal string alignment distance: letters left out, put in, replaced or swapped."""
    found: dict[str, dict[int, float]] = {}
    long = [w for w in dict.fromkeys(words) if min(LEAST_LIKE) <= len(w) <= LONGEST_MISSPELT]
    for size, (known, numbers) in index.by_length.items():
        near = [w for w in long if min(size, len(w)) >= _least_like(w) * max(size, len(w))]
        if not near:
            continue
        most = [int((1.0 - _least_like(w)) * max(size, len(w)) + 1e-9) for w in near]
        apart = process.cdist(
            near, known, scorer=OSA.distance, dtype=np.uint8, score_cutoff=max(most)
        )
        for row, column in zip(*np.nonzero(apart <= np.array(most)[:, None]), strict=True):
            share = 1.0 - apart[row, column] / max(size, len(near[row]))
            found.setdefault(near[row], {})[numbers[column]] = DOUBT * float(share)
    return found


def _least_like(word: str) -> float:
    return LEAST_LIKE.get(len(word), LEAST_LIKE_LONG)


def _begun_alike(index: Index, word: str, *, unfinished: bool) -> dict[int, float]:
    like: dict[int, float] = {}
    if len(word) >= SHORTEST_STEM:
        for known, number in _beginning_with(index, word):
            if len(known) <= len(word) + LONGEST_ENDING:
                like[number] = ANOTHER_FORM
        for end in range(max(SHORTEST_STEM, len(word) - LONGEST_ENDING), len(word)):
            if word[:end] in index.numbers:
                like[index.numbers[word[:end]]] = ANOTHER_FORM
    if unfinished and len(word) >= SHORTEST_BEGINNING:
        like |= {number: UNFINISHED for _, number in _beginning_with(index, word)}
    return like


def _beginning_with(index: Index, word: str) -> Iterator[tuple[str, int]]:
    start = bisect_left(index.alphabet, word)
    for known in index.alphabet[start : start + MOST_FORMS]:
        if known.startswith(word):
            yield known, index.numbers[known]


def _in_two(index: Index, word: str, like: dict[int, float]) -> dict[int, float]:
    """What is written as one here may stand as two words in the index: each is a part of it."""
    written = {**{index.vocabulary[number]: share for number, share in like.items()}, word: 1.0}
    return {
        number: share * sqrt(len(index.vocabulary[number]) / len(one))
        for one, share in sorted(written.items(), key=lambda item: item[1])
        for number in index.pairs.get(one, ())
    }


def _weight(index: Index, word: str, like: dict[int, float]) -> float:
    """By the word of the index that it is most like; the less it is, the more it may be another one
    that no text has, and says something else."""
    number, share = max(like.items(), key=lambda item: item[1], default=(0, 0.0))
    nearest = float(index.rarity[number]) if like else 0.0
    return share * nearest + (1.0 - share) * index.unknown(word)
