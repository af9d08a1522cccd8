"""A guide's texts in other languages: each with the text that was translated."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from .fields import Caption
from .part import Content


class TranslatedText(Content):
    """One text in another language."""

    source: Caption = Field(description="The text that was translated, as the guide had it then.")
    text: Caption = Field(description="The same in the other language.")


def in_order(
    languages: Mapping[str, Mapping[str, TranslatedText]],
) -> dict[str, dict[str, TranslatedText]]:
    """By language and place, so that equal translations are written the same."""
    return {language: dict(sorted(texts.items())) for language, texts in sorted(languages.items())}


Translations = Annotated[
    Mapping[str, Mapping[str, TranslatedText]],
    AfterValidator(in_order),
    Field(description="For each language, such as de: the texts, by the place where each stands."),
]
