"""Translations that have fallen behind the guide, or lost something on the way."""

from collections.abc import Iterator

from troubleshooter.content.markup import links_in_markdown, numbered_in_markdown
from troubleshooter.content.translating import Standing, standings

from .looking import Look, found
from .signs import Found, Sign

REMEDY = "Translate them on the page “Translations” of the guide."


def stale_translations(look: Look) -> Iterator[Found]:
    """One sign for each language: a change to a guide may make many of its texts stale."""
    for language, count, _ in _counted(look, Standing.STALE):
        yield found(
            Sign.TRANSLATION_STALE,
            ("translations", language),
            f"Texts changed after they were translated into {language}: {count}. Visitors read "
            "them untranslated.",
            "Look at each on the page “Translations” of the guide: change it, or say that it is "
            "still right.",
        )


def untranslated_texts(look: Look) -> Iterator[Found]:
    for language, count, of in _counted(look, Standing.MISSING):
        message = f"Texts that are not translated into {language}: {count} of {of}."
        yield found(Sign.TRANSLATION_MISSING, ("translations", language), message, REMEDY)


def _counted(look: Look, wanted: Standing) -> Iterator[tuple[str, int, int]]:
    for language in look.content.translations:
        found = list(standings(look.content, language).values())
        if count := found.count(wanted):
            yield language, count, len(found)


def lossy_translations(look: Look) -> Iterator[Found]:
    for language, texts in look.content.translations.items():
        for place, known in texts.items():
            if lost := " and ".join(lost_parts(known.source, known.text)):
                yield found(
                    Sign.TRANSLATION_LOSES,
                    ("translations", language, place),
                    f"The translation into {language} has fewer {lost} than the text.",
                    "Write them into the translation too.",
                )


def lost_parts(source: str, text: str) -> Iterator[str]:
    """What the translation has fewer of: “links”, “numbered steps”."""
    if len(links_in_markdown(text)) < len(links_in_markdown(source)):
        yield "links"
    if numbered_in_markdown(text) < numbered_in_markdown(source):
        yield "numbered steps"
