"""A guide as the checks for rot see it: its content, today's date, and what others found out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from troubleshooter import engine
from troubleshooter.content.engine_values import editorial_parameters, engine_guide
from troubleshooter.content.problems import Loc
from troubleshooter.content.schema import GuideContent

from .signs import Found, Sign


@dataclass(frozen=True, kw_only=True)
class Look:
    """`months` is how long a check of a settings path is good for."""

    content: GuideContent
    today: date
    months: int = 12

    @cached_property
    def for_engine(self) -> engine.Guide:
        return engine_guide(self.content)

    @cached_property
    def parameters(self) -> engine.Parameters:
        return editorial_parameters(self.content)


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A text that visitors read. `prose` is Markdown of any length, else it is one line."""

    loc: Loc
    text: str
    prose: bool = True


PROSE: Mapping[str, tuple[str, ...]] = {
    "causes": ("explanation",),
    "questions": ("help",),
    "steps": ("instructions", "check", "at_risk"),
    "aftercare": ("text",),
    "facts": ("text",),
}
LINES: Mapping[str, tuple[str, ...]] = {
    "causes": ("name",),
    "questions": ("text",),
    "steps": ("title",),
    "aftercare": ("title",),
    "facts": ("title",),
}


def texts_of(content: GuideContent) -> Iterator[Text]:
    """Every text that visitors read, but for labels and settings paths."""
    yield Text(loc=("summary",), text=content.summary)
    for section in PROSE:
        for index, entry in enumerate(getattr(content, section)):
            for name in LINES[section]:
                yield Text(loc=(section, index, name), text=getattr(entry, name), prose=False)
            for name in PROSE[section]:
                yield Text(loc=(section, index, name), text=getattr(entry, name))


def found(sign: Sign, loc: Loc, message: str, remedy: str) -> Found:
    return Found(sign=sign, loc=loc, message=message, remedy=remedy)
