"""Titles cut to the room that a drawing has for them: by how wide their letters are, about.

What draws the picture is not what shows it, so letters cannot be measured: the widths here are
those of a wide face, and a narrower one leaves a little room.
"""

from unicodedata import category, east_asian_width

NARROW, WIDE = frozenset("ijl|.,:;!'’()[]I ftr"), frozenset("mwMW@%&")
# Of a letter, in parts of its size.
EACH = {"narrow": 0.42, "usual": 0.64, "capital": 0.74, "wide": 1.0}
CUT = "…"
# Between these a text runs its own way, whatever stands before and after it.
FIRST_STRONG, POP = "\u2068", "\u2069"


def fitted(text: str, room: float, size: float) -> str:
    """The text, or as much of its beginning as `room` has place for, in pixels at a font size."""
    if width(text) * size <= room:
        return text
    shown = ""
    for letter in text:
        if width(shown + letter + CUT) * size > room:
            break
        shown += letter
    return f"{shown.rstrip()}{CUT}"


def apart(text: str) -> str:
    """The text so that it does not turn what stands beside it, nor is turned by it."""
    return f"{FIRST_STRONG}{text}{POP}"


def width(text: str) -> float:
    """How wide a text is at most, about, in parts of the font's size."""
    return sum(map(_width, text))


def _width(letter: str) -> float:
    if category(letter) in {"Mn", "Me", "Cf"}:
        return 0.0
    if letter in WIDE or east_asian_width(letter) in "WF":
        return EACH["wide"]
    if letter in NARROW:
        return EACH["narrow"]
    return EACH["capital"] if letter.isupper() else EACH["usual"]
