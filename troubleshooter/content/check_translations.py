"""Checks: translations are into other languages, and of texts that the guide has."""

from collections.abc import Iterator, Mapping

from .problems import Code, Finding, Loc, shown
from .reading import Reading
from .rules import Language, OneLine
from .schema_translations import TranslatedText
from .texts import is_line, texts_of

LANGUAGES = "translations"


def translations(reading: Reading) -> Iterator[Finding]:
    """Their languages and places. What a single text may be is said with the other texts."""
    languages = reading.content.translations
    if not languages or not reading.given(LANGUAGES):
        return
    yield from _languages(reading)
    places = {place for place, _ in texts_of(reading.content)}
    for language, texts in languages.items():
        yield from _places(reading, language, texts, places)


def _languages(reading: Reading) -> Iterator[Finding]:
    own = reading.content.language
    seen: dict[str, str] = {}
    for language in reading.content.translations:
        loc = (LANGUAGES, language)
        if fault := Language().fault(language):
            yield Finding(code=fault.code, loc=loc, message=fault.message, remedy=fault.remedy)
        if reading.given("language") and language.casefold() == own.casefold():
            message = f"The guide itself is written in {shown(language)}."
            remedy = "Take this language out, or correct the `language` of the guide."
            yield Finding(code=Code.OWN_LANGUAGE, loc=loc, message=message, remedy=remedy)
        first = seen.setdefault(language.casefold(), language)
        if first != language:
            message = f"{shown(language)} is the same language as {shown(first)}."
            remedy = "Put the translations of both under one of the two."
            yield Finding(code=Code.DUPLICATE_KEY, loc=loc, message=message, remedy=remedy)


def _places(
    reading: Reading, language: str, texts: Mapping[str, TranslatedText], places: set[str]
) -> Iterator[Finding]:
    unsure = {loc[0] for loc in reading.broken}  # lists whose places are not all known
    for place, translated in texts.items():
        loc: Loc = (LANGUAGES, language, place)
        if place not in places and place.split("/")[0] not in unsure:
            message = f"The guide has no text at {shown(place)}."
            remedy = "Write the place as in an export, or take the translation out."
            yield Finding(code=Code.UNKNOWN_PLACE, loc=loc, message=message, remedy=remedy)
            continue
        fault = OneLine().fault(translated.text) if is_line(place) else None
        if fault and reading.given(*loc, "text"):
            code, message, remedy = fault
            yield Finding(code=code, loc=(*loc, "text"), message=message, remedy=remedy)
