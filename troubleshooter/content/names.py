"""Names that a guide's author may have meant."""

from collections.abc import Collection
from difflib import SequenceMatcher, get_close_matches

CLOSE = 0.8  # of 1: one or two letters of a word
MOST_NAMES = 100


class Speller:
    """Finds the one name that a misspelt one is close to.

    Its patience ends after `budget` words: a file full of nonsense costs no more than a guide.
    """

    def __init__(self, budget: int = 300) -> None:
        self._left = budget
        self._known: dict[tuple[str, Collection[str]], str | None] = {}

    def meant(self, word: str, names: Collection[str]) -> str | None:
        """The name that was meant; None when there is no close one, or two equally close."""
        if (word, names) in self._known:
            return self._known[word, names]
        if self._left <= 0 or len(names) > MOST_NAMES or len(word) > MOST_NAMES:
            return None
        self._left -= 1
        found = self._known[word, names] = _closest(word, names)
        return found


def _closest(word: str, names: Collection[str]) -> str | None:
    found = get_close_matches(word, names, n=2, cutoff=CLOSE)
    if len(found) == 2 and _likeness(word, found[0]) == _likeness(word, found[1]):
        return None
    return found[0] if found else None


def _likeness(word: str, name: str) -> float:
    return SequenceMatcher(None, name, word).ratio()
