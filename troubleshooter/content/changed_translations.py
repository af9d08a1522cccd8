"""The translations of two contents of one guide compared: how many differ, by language."""

from collections.abc import Iterator
from dataclasses import dataclass

from .schema import GuideContent


@dataclass(frozen=True, kw_only=True)
class ChangedTranslations:
    """How many texts of a language came, went, or differ in what they say or translate."""

    language: str
    added: int
    changed: int
    removed: int


def changed_translations(
    old: GuideContent | None, new: GuideContent
) -> Iterator[ChangedTranslations]:
    """Of languages in which something differs; without an old content, everything is added."""
    before, after = (old.translations if old else {}), new.translations
    for language in sorted({*before, *after}):
        was, now = before.get(language, {}), after.get(language, {})
        both = was.keys() & now.keys()
        counts = ChangedTranslations(
            language=language,
            added=len(now.keys() - was.keys()),
            changed=sum(was[place] != now[place] for place in both),
            removed=len(was.keys() - now.keys()),
        )
        if counts.added or counts.changed or counts.removed:
            yield counts
