"""How old one must be to read a text with ease.

Source: the Flesch-Kincaid grade, Kincaid et al. 1975: 0.39 × words for each sentence + 11.8 ×
syllables for each word - 15.59; the age is that grade + 5. It holds for English. Syllables are
counted by the letters: groups of vowels, without a silent e. The known library for this needs a
natural-language toolkit and a corpus that it fetches when it runs; this needs neither.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .plain_words import sentences, words

VOWELS = re.compile(r"[aeiouy]+")
# An e at the end, or in -ed and -es, that is not heard: make, looked, makes; not so: table, boxes.
SILENT = re.compile(r"(?:[^aeiouy]e|[^aeiouytd]ed|[^aeiouysxzcg]es)$")
HEARD = re.compile(r"(?:[^aeiouy]le|[^aeiouy]les|[cs]hes)$")
# Two vowels that are two syllables: media, period, idea, video, usual, quiet; but station, special.
TWO_IN_ONE = re.compile(r"[^ctsg]ia|[^ctsg]io|[^gp]eo|\bidea|ual|quiet|eing|[^aeiouy]ying")
YEARS_AT_GRADE_0 = 5


@dataclass(frozen=True, kw_only=True)
class Readability:
    """`age` in years, >= 5; `worst` is the sentence that is hardest to read; `words` in all."""

    age: float
    worst: str
    words: int


def readability(markdown: str, labels: Iterable[str] = ()) -> Readability:
    found = list(sentences(markdown, labels))
    if not found:
        return Readability(age=YEARS_AT_GRADE_0, worst="", words=0)
    return Readability(
        age=age_of(found),
        worst=max(found, key=lambda sentence: (age_of([sentence]), len(sentence))),
        words=sum(len(words(sentence)) for sentence in found),
    )


def age_of(found: Sequence[str]) -> float:
    """The age for these sentences together, in years, >= 5."""
    every = [word for sentence in found for word in words(sentence)]
    each_sentence = len(every) / len(found)
    each_word = sum(map(syllables, every)) / len(every)
    grade = 0.39 * each_sentence + 11.8 * each_word - 15.59
    return max(0.0, grade) + YEARS_AT_GRADE_0


@lru_cache(maxsize=8192)  # the same words come again in every text, and in every look at them
def syllables(word: str) -> int:
    """How many syllables an English word has, >= 1, by its letters."""
    plain = word.casefold().replace("’", "").replace("'", "")
    count = len(VOWELS.findall(plain)) + len(TWO_IN_ONE.findall(plain))
    silent = SILENT.search(plain) and not HEARD.search(plain)
    return max(1, count - bool(silent))
