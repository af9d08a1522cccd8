"""Every text of a guide that a visitor reads: where it stands, and how to say it otherwise.

A place is where the text stands in the guide file, as keys with slashes between them:
`title`, `steps/delete-old-backups/title`, `questions/storage/options/yes/label`. Lines of a list go
by their number from 0, and so do pictures. A variant goes by its device and first version, so that
its labels are `paths/storage/variants/iphone/16/segments/2`, without `16/` where it is from the
oldest on.
"""

from collections.abc import Callable, Iterator
from hashlib import blake2s
from typing import TypeVar

from .part import Content
from .schema import (
    CauseContent,
    GuideContent,
    OptionContent,
    PathContent,
    PlatformContent,
    QuestionContent,
    StepContent,
    VariantContent,
)
from .schema_pictures import PictureContent
from .schema_words import AftercareContent, FactContent, HandoffItemContent, MessageContent

# What visitors read of each part; the rest are keys, numbers, addresses and notes for editors.
TEXTS: dict[type[Content], tuple[str, ...]] = {
    GuideContent: ("title", "summary"),
    PlatformContent: ("name",),
    CauseContent: ("name", "explanation"),
    QuestionContent: ("text", "help"),
    OptionContent: ("label",),
    PathContent: ("name",),
    VariantContent: ("segments",),
    PictureContent: ("alt",),
    StepContent: ("title", "instructions", "at_risk", "before", "check"),
    MessageContent: ("text", "also"),
    HandoffItemContent: ("label",),
    AftercareContent: ("title", "text"),
    FactContent: ("title", "text"),
}
PARTS: dict[type[Content], tuple[str, ...]] = {
    GuideContent: (
        *("platforms", "causes", "questions", "messages", "paths", "steps"),
        *("handoff", "aftercare", "facts"),
    ),
    QuestionContent: ("options",),
    PathContent: ("variants", "pictures"),
    StepContent: ("pictures",),
}

LONGEST_VERSION = 60
# The account row of a settings path: no text, but a sign that pages put into words.
ACCOUNT_ROW = "[Your Name]"

Say = Callable[[str, str], str]
Part = TypeVar("Part", bound=Content)


class Foreign(str):
    """A text that is not in the reader's language: `language` is the one that it is in."""

    language: str
    __slots__ = ("language",)

    def __new__(cls, text: str, language: str) -> "Foreign":
        said = super().__new__(cls, text)
        said.language = language
        return said


def is_line(place: str) -> bool:
    """Whether the text there is one line of a list, and so must stay one line."""
    return place.rsplit("/", 1)[-1].isdigit()


def texts_of(part: Content, place: str = "") -> Iterator[tuple[str, str]]:
    """(place, text) of every text that is not empty, in the order of the file. In a guide that has
    passed the checks no two have the same place."""
    for name in TEXTS[type(part)]:
        value = getattr(part, name)
        at = f"{place}{name}"
        if isinstance(value, str):
            yield from [(at, value)] if _is_read(value) else []
        else:
            lines = ((f"{at}/{number}", text) for number, text in enumerate(value))
            yield from (line for line in lines if _is_read(line[1]))
    for name, names, children in parts_of(part):
        for key, child in zip(names, children, strict=True):
            yield from texts_of(child, f"{place}{name}/{key}/")


def said_by(part: Part, say: Say, place: str = "") -> Part:
    """The same part with each text that is not empty as `say(place, text)` has it."""
    changed: dict[str, object] = {}
    for name in TEXTS[type(part)]:
        value = getattr(part, name)
        at = f"{place}{name}"
        if not isinstance(value, str):
            changed[name] = tuple(
                say(f"{at}/{n}", text) if _is_read(text) else text for n, text in enumerate(value)
            )
        elif _is_read(value):
            changed[name] = say(at, value)
    for name, names, children in parts_of(part):
        changed[name] = tuple(
            said_by(child, say, f"{place}{name}/{key}/")
            for key, child in zip(names, children, strict=True)
        )
    return part.model_copy(update=changed)


def _is_read(text: str) -> bool:
    return text != ACCOUNT_ROW and not text.isspace() and bool(text)


def parts_of(part: Content) -> Iterator[tuple[str, list[str], tuple[Content, ...]]]:
    """The name of each list of parts, the names of those within it, and the parts."""
    for name in PARTS.get(type(part), ()):
        children = getattr(part, name)
        yield name, [_name_of(child, number) for number, child in enumerate(children)], children


def _short(version: str) -> str:
    """A version as part of a place, which the database keeps 300 letters of: almost always what it
    is called."""
    if len(version) <= LONGEST_VERSION:
        return version
    return blake2s(version.encode(errors="surrogatepass"), digest_size=16).hexdigest()


def _name_of(part: Content, number: int) -> str:
    """By which an editor would know it: its key; of a variant the device, and from which version
    on; of a picture its number."""
    if isinstance(part, VariantContent):
        return f"{part.platform}/{_short(part.from_)}" if part.from_ else part.platform
    return str(getattr(part, "key", number))
