"""Parts of pages that are written once and kept by what they are made of.

Most of a step's page is the same for everyone whose device is the same. Such a part is a template
of its own, which sees the values that it is kept by and nothing else: no request, no visit, no
reader. So it cannot show one visitor what is another's.

A part may stand around others: it is kept with holes, and they are filled each time.
"""

import secrets
from collections.abc import Mapping
from enum import Enum
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_script_prefix
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from troubleshooter.content.texts import Foreign

from .foreign import meet, meeting

# A part has one or two kilobytes. The oldest goes; a part that is missed is written again.
KEPT_PARTS = 8_192
PLAIN = (bool, int, float, type(None), Enum)

# On both sides of the name of a hole. Nobody who writes a guide can know it.
EDGE = secrets.token_hex(16)
_no_holes: Mapping[str, str] = {}


class Part(NamedTuple):
    """What was written, cut at its holes: each second piece is the name of one. The foreign texts
    in it. Its values: while they are here, no other object can have their identity."""

    pieces: tuple[SafeString, ...]
    foreign: tuple[Foreign, ...]
    values: dict[str, object]


_parts: dict[tuple[object, ...], Part] = {}
_making_room = Lock()


def kept(name: str, **values: object) -> SafeString:
    """The template, written for these values in this language. Plain values are told apart by what
    they are, all others (a guide, a step) by which object they are: they must never change."""
    return _part(name, values, _no_holes).pieces[0]


def around(name: str, holes: Mapping[str, str], **values: object) -> SafeString:
    """The template, kept by the values alone, around what fills its holes this time. It may show a
    hole anywhere, or nowhere; it cannot ask what is in it. The same name has the same holes each
    time, and what is not safe is escaped."""
    pieces = list(_part(name, values, holes).pieces)
    for place in range(1, len(pieces), 2):
        pieces[place] = conditional_escape(holes[pieces[place]])
    return SafeString("".join(pieces))


def _part(name: str, values: dict[str, object], holes: Mapping[str, str]) -> Part:
    marks = (_mark(value) for value in values.values())
    key = (name, get_language(), get_script_prefix(), settings.DEMO, *values, *marks)
    part = _parts.get(key)
    if part is None:
        part = _written(name, values, holes)
        with _making_room:  # no other thread may add a part while the oldest is looked for
            if len(_parts) >= KEPT_PARTS:
                _parts.pop(next(iter(_parts)))
            _parts[key] = part
    for text in part.foreign:
        meet(text)
    return part


def forget() -> None:
    """For tests: another database, other settings."""
    _parts.clear()


def _mark(value: object) -> object:
    """What two values have in common that are written alike."""
    kind = type(value)
    if kind is tuple:
        return tuple(map(_mark, value))
    # With its kind: True and 1 are equal, and are written differently.
    return (kind, value) if _plain(value) else id(value)


def _plain(value: object) -> bool:
    # Not every kind of text: one may be equal to another that is safe, or in another language.
    if isinstance(value, frozenset):
        return all(map(_plain, value))
    return type(value) is str or isinstance(value, PLAIN)


def _written(name: str, values: dict[str, object], holes: Mapping[str, str]) -> Part:
    marked = {hole: SafeString(f"{EDGE}{hole}{EDGE}") for hole in holes}
    with meeting() as met:
        html = get_template(name).render(values | marked)
    return Part(tuple(map(SafeString, html.split(EDGE))), tuple(met), values)
