"""What two people made of the same thing, side by side, with what differs marked in the text."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import chain

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

PIECES = re.compile(r"\s+|\w+|[^\w\s]")
# Above so many pieces common words are passed over: a comparison must not keep anybody waiting.
MANY_PIECES = 4_000
NOTHING = format_html("<em>{}</em>", "empty")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """`row` names the inline row, if it is one. `yours` says whose text the form holds now."""

    row: str
    field: str
    theirs: SafeString
    mine: SafeString
    yours: bool


@dataclass(frozen=True, kw_only=True)
class Collision:
    """`who` and `when` are of the last save; empty where nobody knows."""

    who: str
    when: datetime | None
    differences: tuple[Difference, ...]


def difference(row: str, field: str, theirs: str, mine: str, *, yours: bool) -> Difference:
    left, right = marked(theirs, mine)
    return Difference(row=row, field=field, theirs=left, mine=right, yours=yours)


def marked(theirs: str, mine: str) -> tuple[SafeString, SafeString]:
    """Both texts: <del> around what only they have, <ins> around what only you have."""
    left, right = PIECES.findall(theirs), PIECES.findall(mine)
    common = SequenceMatcher(None, left, right, autojunk=len(left) + len(right) > MANY_PIECES)
    codes = common.get_opcodes()
    return (
        _joined("del", [(left[a:b], kind == "equal") for kind, a, b, _, _ in codes]),
        _joined("ins", [(right[a:b], kind == "equal") for kind, _, _, a, b in codes]),
    )


def _joined(tag: str, parts: list[tuple[list[str], bool]]) -> SafeString:
    texts = [("".join(pieces), same) for pieces, same in parts if pieces]
    if not texts:
        return NOTHING
    opening, closing = (SafeString(f"<{tag}>"), SafeString(f"</{tag}>"))
    around = (("", text, "") if same else (opening, text, closing) for text, same in texts)
    return format_html_join("", "{}{}{}", around)


def in_words(field: forms.Field, value: str) -> str:
    """A canonical value as the form's own choices call it."""
    if isinstance(field, forms.BooleanField):
        return "yes" if value == "True" else "no"
    if not value or not hasattr(field, "choices"):
        return value
    pairs = chain.from_iterable(
        label if isinstance(label, list | tuple) else [(key, label)] for key, label in field.choices
    )
    return next((str(label) for key, label in pairs if str(key) == value), value)
