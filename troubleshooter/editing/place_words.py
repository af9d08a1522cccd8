"""Where a text of a guide stands, as editors say it: “Step “Plug it in”: title”."""

from collections.abc import Iterator, Mapping

from troubleshooter.content.differences import SECTIONS
from troubleshooter.content.part import Content
from troubleshooter.content.schema import GuideContent, OptionContent, VariantContent
from troubleshooter.content.schema_pictures import PictureContent
from troubleshooter.content.texts import TEXTS, parts_of

from .field_words import word_for
from .telling import Names, name_of, names_in, part_name


def place_words(content: GuideContent) -> Mapping[str, str]:
    """For the place of every text what editors call it."""
    return dict(_places(content, "", "The guide", names_in(content)))


def _places(part: Content, place: str, whole: str, names: Names) -> Iterator[tuple[str, str]]:
    for name in TEXTS[type(part)]:
        value, words = getattr(part, name), f"{whole}: {word_for(name)}"
        if isinstance(value, str):
            yield f"{place}{name}", words
        else:
            yield from ((f"{place}{name}/{n}", f"{words} {n + 1}") for n, _ in enumerate(value))
    for name, keys, children in parts_of(part):
        for number, (key, child) in enumerate(zip(keys, children, strict=True)):
            words = _called(child, name, number, whole, names)
            yield from _places(child, f"{place}{name}/{key}/", words, names)


def _called(part: Content, name: str, number: int, whole: str, names: Names) -> str:
    match part:
        case OptionContent():
            return f"{whole}, answer “{name_of(part)}”"
        case VariantContent():
            return f"{whole}, {part_name(part, names)}"
        case PictureContent():
            return f"{whole}, picture {number + 1}"
    return f"{SECTIONS[name].capitalize()} “{name_of(part)}”"
