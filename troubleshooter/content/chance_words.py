"""The words that stand for chances: those that editors choose, and those that they read."""

from math import log

WORDS = {
    "almost never": 0.02,
    "rarely": 0.1,
    "sometimes": 0.3,
    "often": 0.6,
    "almost always": 0.9,
}


def nearest(chance: float) -> str:
    """The word whose odds are the closest: 0.97 is nearer to 0.9 than 0.8 is."""
    return min(WORDS, key=lambda word: abs(_log_odds(WORDS[word]) - _log_odds(chance)))


def word_and_number(chance: float) -> str:
    """Such as “60 in 100 (often)”, “38.5 in 100 (≈ sometimes)”; no word where it is certain."""
    number = f"{chance * 100:.10g} in 100"
    if not 0 < chance < 1:
        return number
    word = nearest(chance)
    return f"{number} ({word})" if WORDS[word] == chance else f"{number} (≈ {word})"


def _log_odds(chance: float) -> float:
    held = min(max(chance, 1e-9), 1 - 1e-9)
    return log(held / (1 - held))
