"""Parts of pages that are written once and kept by what they are made of.

Most of a step's page is the same for everyone whose device is the same. Such a part is a template
of its own, which sees the values that it is kept by and nothing else: no request, no visit, no
reader. So it cannot show one visitor what is another's.
"""

from enum import Enum
from threading import Lock

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from troubleshooter.content.texts import Foreign

from .foreign import meet, meeting

# A part has one or two kilobytes. The oldest goes; a part that is missed is written again.
KEPT_PARTS = 8_192
PLAIN = (bool, int, float, type(None), Enum)

# What was written, the foreign texts in it, and its values: while they are here, no other object
# can have their identity.
Part = tuple[SafeString, tuple[Foreign, ...], dict[str, object]]
_parts: dict[tuple[object, ...], Part] = {}
_making_room = Lock()


def kept(name: str, **values: object) -> SafeString:
    """The template, written for these values in this language. Plain values are told apart by what
    they are, all others (a guide, a step) by which object they are: they must never change."""
    marks = (_mark(value) for value in values.values())
    key = (name, get_language(), get_script_prefix(), settings.DEMO, *values, *marks)
    part = _parts.get(key)
    if part is None:
        part = _written(name, values)
        with _making_room:  # no other thread may add a part while the oldest is looked for
            if len(_parts) >= KEPT_PARTS:
                _parts.pop(next(iter(_parts)))
            _parts[key] = part
    for text in part[1]:
        meet(text)
    return part[0]


def forget() -> None:
    """For tests: another database, other settings."""
    _parts.clear()


def _mark(value: object) -> object:
    # With its kind: True and 1 are equal, and are written differently.
    return (type(value), value) if _plain(value) else id(value)


def _plain(value: object) -> bool:
    # Not every kind of text: one may be equal to another that is safe, or in another language.
    if isinstance(value, (tuple, frozenset)):
        return all(map(_plain, value))
    return type(value) is str or isinstance(value, PLAIN)


def _written(name: str, values: dict[str, object]) -> Part:
    with meeting() as met:
        html = get_template(name).render(dict(values))
    return html, tuple(met), values
