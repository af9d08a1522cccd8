"""All texts of some guides, laid out so that every one of them can be looked at in a few sums."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np

from ..catalogue import PublishedGuide
from .hits import Itself, Text, worded
from .joining import JOINING
from .words import length_counts

# All guides, as they were and as they are now; and single ones, for visits under way.
KEPT_INDEXES = 4
KEPT_GUIDES = 32
# So much of what an unknown word weighs is left of one that only joins others.
JOINING_KEEPS = 0.25


@dataclass(frozen=True, kw_only=True)
class Index:
    """The texts of guides and their words, numbered from 0.

    `rarity` is what each word weighs. `postings` lists, for each word, the texts that have it, in
    rising order; `alphabet` has the words in theirs, and `by_length` those that a misspelt word may
    be, with their numbers, by how many letters they have. `of_text` are a text's words, each once.
    `weight` is what a text's words weigh together, `guide_of` the number of its guide. `pairs`
    names words that stand side by side somewhere, by how they look as one. `introductions` and
    `subjects` are the words of each guide, as `Worded` has them.
    """

    guides: tuple[PublishedGuide, ...]
    texts: tuple[Text, ...]
    guide_of: tuple[int, ...]
    vocabulary: tuple[str, ...]
    alphabet: tuple[str, ...]
    by_length: dict[int, tuple[list[str], list[int]]]
    numbers: dict[str, int]
    rarity: np.ndarray
    postings: tuple[np.ndarray, ...]
    of_text: tuple[tuple[int, ...], ...]
    weight: np.ndarray
    pairs: dict[str, tuple[int, int]]
    introductions: tuple[frozenset[int], ...]
    subjects: tuple[frozenset[int], ...]

    def unknown(self, word: str) -> float:
        """What a word weighs that no text has: it may be the very subject, however short. A word
        that only joins others is not."""
        kept = JOINING_KEEPS if word in JOINING else 1.0
        return kept * float(np.log1p(len(self.texts))) * min(1.0, 1.5 * length_counts(word))


def index_of(guides: Iterable[PublishedGuide]) -> Index:
    """The index of these guides. It is built when a process first asks for them, in this order."""
    keys = tuple(Itself(guide) for guide in guides)
    return _of_one(keys) if len(keys) == 1 else _of_many(keys)


@lru_cache(maxsize=KEPT_GUIDES)
def _of_one(keys: tuple[Itself, ...]) -> Index:
    return _built(keys)


@lru_cache(maxsize=KEPT_INDEXES)
def _of_many(keys: tuple[Itself, ...]) -> Index:
    return _built(keys)


def _built(keys: tuple[Itself, ...]) -> Index:
    read = [worded(one) for one in keys]
    texts = tuple(text for guide in read for text in guide.texts)
    numbers: dict[str, int] = {}
    of_text = tuple(
        tuple([numbers.setdefault(word, len(numbers)) for word in dict.fromkeys(text.words)])
        for text in texts
    )
    rarity = _rarity(numbers, of_text)
    return Index(
        guides=tuple(one.guide for one in keys),
        texts=texts,
        guide_of=tuple(n for n, guide in enumerate(read) for _ in guide.texts),
        vocabulary=tuple(numbers),
        alphabet=tuple(sorted(numbers)),
        by_length=_by_length(texts, numbers),
        numbers=numbers,
        rarity=rarity,
        postings=_postings(len(numbers), of_text),
        of_text=of_text,
        weight=np.array([rarity[list(words)].sum() for words in of_text], dtype=np.float32),
        pairs=_pairs(texts, numbers),
        introductions=tuple(_numbered(guide.introduction, numbers) for guide in read),
        subjects=tuple(_numbered(guide.subject, numbers) for guide in read),
    )


def _numbered(words: Iterable[str], numbers: dict[str, int]) -> frozenset[int]:
    return frozenset(numbers[word] for word in words if word in numbers)


def _rarity(numbers: dict[str, int], of_text: tuple[tuple[int, ...], ...]) -> np.ndarray:
    """The inverse document frequency log(1 + texts / texts with the word) (Spärck Jones, *A
    statistical interpretation of term specificity*, 1972), less for short words."""
    flat = np.fromiter(chain.from_iterable(of_text), dtype=np.int64)
    having = np.maximum(np.bincount(flat, minlength=len(numbers)), 1)
    lengths = np.array([length_counts(word) for word in numbers])
    return (np.log1p(len(of_text) / having) * lengths).astype(np.float32)


def _postings(words: int, of_text: tuple[tuple[int, ...], ...]) -> tuple[np.ndarray, ...]:
    flat = np.fromiter(chain.from_iterable(of_text), dtype=np.int64)
    owners = np.repeat(np.arange(len(of_text)), [len(text) for text in of_text])
    order = np.argsort(flat, kind="stable")
    ends = np.cumsum(np.bincount(flat, minlength=words))
    return tuple(np.split(owners[order], ends[:-1])) if words else ()


def _by_length(
    texts: tuple[Text, ...], numbers: dict[str, int]
) -> dict[int, tuple[list[str], list[int]]]:
    found: dict[int, tuple[list[str], list[int]]] = {}
    for word in dict.fromkeys(chain.from_iterable(text.words for text in texts if text.whole)):
        words, numbered = found.setdefault(len(word), ([], []))
        words.append(word)
        numbered.append(numbers[word])
    return found


def _pairs(texts: tuple[Text, ...], numbers: dict[str, int]) -> dict[str, tuple[int, int]]:
    side_by_side = chain.from_iterable(pairwise(text.words) for text in texts if text.whole)
    return {
        first + second: (numbers[first], numbers[second])
        for first, second in dict.fromkeys(side_by_side)
    }
