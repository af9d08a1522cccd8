"""Finding a guide by the words on the screen, by a symptom or by its subject."""

from .asking import LONGEST_QUERY, MOST_HITS, search
from .hits import Hit, HitKind
from .words import words_of

__all__ = ["LONGEST_QUERY", "MOST_HITS", "Hit", "HitKind", "search", "words_of"]
