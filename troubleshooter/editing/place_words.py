"""Where a text of a guide stands, as editors say it: “Step “Plug it in”: title”."""

from collections.abc import Iterator, Mapping

from troubleshooter.content.differences import SECTIONS
from troubleshooter.content.part import Content
from troubleshooter.content.schema import GuideContent, QuestionContent
from troubleshooter.content.texts import TEXTS, texts_of

from .field_words import word_for
from .telling import name_of, names_in, part_name


def place_words(content: GuideContent) -> Mapping[str, str]:
    """For the place of every text what editors call it, in the order of the file."""
    return dict(_places(content))


def _places(content: GuideContent) -> Iterator[tuple[str, str]]:
    for name in TEXTS[GuideContent]:
        yield name, f"The guide: {word_for(name)}"
    names = names_in(content)
    for section, word in SECTIONS.items():
        for entry in getattr(content, section):
            whole = f"{word.capitalize()} “{name_of(entry)}”"
            within = dict(_within(entry, names))
            for place, _ in texts_of(entry):
                inside, field = _split(place, within)
                joint = f", {within[inside]}" if inside else ""
                yield f"{section}/{entry.key}/{place}", f"{whole}{joint}: {_field(field)}"


def _within(entry: Content, names: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    """The parts of an entry that have texts of their own, by how their places begin."""
    if isinstance(entry, QuestionContent):
        for option in entry.options:
            yield f"options/{option.key}/", f"answer “{name_of(option)}”"
    for variant in getattr(entry, "variants", ()):
        version = f"{variant.from_}/" if variant.from_ else ""
        yield f"variants/{variant.platform}/{version}segments/", part_name(variant, names)
    for number, _ in enumerate(getattr(entry, "pictures", ())):
        yield f"pictures/{number}/", f"picture {number + 1}"


def _split(place: str, within: Mapping[str, str]) -> tuple[str, str]:
    """The part of the entry in which the text stands, if any, and the text's own name."""
    inside = next((begin for begin in within if place.startswith(begin)), "")
    field = place.removeprefix(inside)
    return inside, f"segments/{field}" if inside.endswith("segments/") else field


def _field(place: str) -> str:
    name, _, number = place.partition("/")
    return f"{word_for(name)} {int(number) + 1}" if number else word_for(name)
