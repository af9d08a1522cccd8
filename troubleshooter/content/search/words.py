"""Words as the search compares them: by their shape, whatever the case, accents and script."""

import re
import unicodedata

APOSTROPHES = re.compile(r"(?<=\w)['’‘ʼ`´＇](?=\w)")
WORD = re.compile(r"[^\W_]+")
# Scripts that put no space between words: there every two letters count as one.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")
# Letters that have no accent to take off.
PLAIN = str.maketrans({"æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
# What a photographed or badly read text takes for each other looks the same here.
LOOKS = str.maketrans({"i": "l", "ı": "l", "1": "l", "|": "l", "0": "o"})

# From so many letters on a word says as much as its rarity.
LONG_ENOUGH = 6


def words_of(text: str) -> tuple[str, ...]:
    """The shapes of the words, in their order: lower case, without accents, apostrophes and
    punctuation. Letters and digits that are taken for each other are the same letter."""
    plain = APOSTROPHES.sub("", text).casefold()
    if plain.isascii():
        return tuple(_shape(word) for word in WORD.findall(plain))
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    apart = UNSPACED.sub(_in_twos, bare.translate(PLAIN))
    return tuple(_shape(word) for word in WORD.findall(apart))


def _in_twos(found: re.Match[str]) -> str:
    letters = found[0]
    twos = (letters[n : n + 2] for n in range(max(1, len(letters) - 1)))
    return f" {' '.join(twos)} "


def _shape(word: str) -> str:
    if word.isdecimal():
        return word
    return word.translate(LOOKS).replace("rn", "m").replace("vv", "w")


def length_counts(word: str) -> float:
    """How much of its rarity a word keeps, 0 to 1: short words say little in any language (Zipf,
    *The Psycho-Biology of Language*, 1935). Of scripts without spaces all count in full."""
    if UNSPACED.match(word):
        return 1.0
    return min(len(word), LONG_ENOUGH) / LONG_ENOUGH
