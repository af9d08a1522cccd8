"""A guide for readers of another language: its translations put in place, text by text.

A translation holds as long as the text that it was made from is still what the guide says there.
After that it is stale: readers get the guide's own text until somebody has looked at it.
"""

from collections.abc import Mapping
from enum import StrEnum

from .schema import GuideContent
from .schema_translations import TranslatedText
from .texts import Foreign, is_line, said_by, texts_of


class Standing(StrEnum):
    """How a text stands in another language."""

    FRESH = "fresh"
    STALE = "stale"
    MISSING = "missing"


def base_of(language: str) -> str:
    """The language itself, without its region: de of de-AT."""
    return language.split("-")[0].casefold()


def standing(known: TranslatedText | None, text: str) -> Standing:
    if known is None:
        return Standing.MISSING
    return Standing.FRESH if known.source == text else Standing.STALE


def known_texts(content: GuideContent, language: str) -> dict[str, TranslatedText]:
    """What there is of each text in the language, by its place. The same line of the same list says
    the same wherever it stands, and so does a label in any variant of a settings path: a line put
    in before it, or a new version, leaves it translated."""
    known = content.translations.get(language, {})
    lines = {(_list_of(p), each.source): each for p, each in known.items() if is_line(p)}
    found: dict[str, TranslatedText] = {}
    for place, text in texts_of(content):
        each = known.get(place)
        if is_line(place) and (each is None or each.source != text):
            each = lines.get((_list_of(place), text), each)
        if each is not None:
            found[place] = each
    return found


def _list_of(place: str) -> str:
    path, variants, _ = place.partition("/variants/")
    return path if variants else place.rsplit("/", 1)[0]


def standings(content: GuideContent, language: str) -> dict[str, Standing]:
    """How each text of the guide stands in the language, by its place, in the order of the file."""
    known = known_texts(content, language)
    return {place: standing(known.get(place), text) for place, text in texts_of(content)}


def stale_lines(content: GuideContent) -> tuple[str, ...]:
    """What to tell of translations whose text has changed since, a line for each language."""
    counted = [
        (language, list(standings(content, language).values()).count(Standing.STALE))
        for language in content.translations
    ]
    words = "stale translations into {}: {}, of texts that have changed since"
    return tuple(words.format(language, count) for language, count in counted if count)


def languages_for(content: GuideContent, language: str) -> tuple[str, ...]:
    """Those of the guide's translations that a reader of the language can read, the nearest first:
    for de-AT that is de-AT, then de, then any other German. A reader of the guide's own language is
    served by the guide itself, but for the very same region."""
    wanted, base = language.casefold(), base_of(language)
    near = [each for each in content.translations if base_of(each) == base]
    if base == base_of(content.language):
        near = [each for each in near if each.casefold() == wanted]
    return tuple(sorted(near, key=lambda each: (each.casefold() != wanted, "-" in each, each)))


def in_language(content: GuideContent, language: str) -> GuideContent:
    """The guide for a reader of the language: what is translated and not stale in their language,
    the rest as it was written, `Foreign` where that is another language. Keys, numbers and all else
    stay. The very same content where nothing changes."""
    own = content.language
    foreign = base_of(own) != base_of(language)
    chain = [known_texts(content, each) for each in languages_for(content, language)]
    if not chain and not foreign:
        return content

    def say(place: str, text: str) -> str:
        return _translated(chain, place, text) or (Foreign(text, own) if foreign else text)

    return said_by(content, say)


def _translated(chain: list[Mapping[str, TranslatedText]], place: str, text: str) -> str | None:
    for known in chain:
        if place in known and known[place].source == text:
            return known[place].text
    return None
