"""A chance as a word or as a number: “often”, 0.6, “60 %”, “12 in 100”.

The words and what they stand for are ours. That people take such words for such chances, give or
take, is long known; docs/editing.md names the source.
"""

import re
from math import isfinite

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from troubleshooter.content.chance_words import WORDS, nearest

EMPTY = "none"
BEYOND = "Write a number from 0 to 1, such as 0.6, 60 %% or 12 in 100, or choose a word."
MISSING = "Say how often: choose a word, or write a number."
ASKED = "Write a word, such as often, or a number, such as 0.6, 60 % or 12 in 100."
NUMBER = r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?"
PERCENT = re.compile(rf"({NUMBER})\s*(?:%|per ?cent)")
FREQUENCY = re.compile(rf"({NUMBER})\s*(?:in|of|out of|/)\s*({NUMBER})")
CHANCES = {"share", "unsure", "usual", "probability", "skip"}
"""The model fields that are asked for in this way."""


def parsed(text: str) -> float:
    """The chance that a person wrote. Not held to 0..1. Raises ValueError."""
    said = " ".join(text.casefold().split())
    if said in WORDS:
        return WORDS[said]
    if percent := PERCENT.fullmatch(said):
        return _number(percent[1]) / 100
    if (frequency := FREQUENCY.fullmatch(said)) and _number(frequency[2]):
        return _number(frequency[1]) / _number(frequency[2])
    return _number(said)


def _number(text: str) -> float:
    if not re.fullmatch(NUMBER, text):
        raise ValueError(text)
    number = float(text.replace(",", "."))
    if not isfinite(number):
        raise ValueError(text)
    return number


def said(text: str) -> str:
    """The word beside a number: “often” for 0.6, “≈ often” for 0.55, “–” where there is none."""
    try:
        chance = parsed(text)
    except ValueError:
        return "–"
    word = nearest(chance)
    return word if WORDS[word] == chance else f"≈ {word}"


class ChanceInput(forms.TextInput):
    """The number, and beside it the word. A word that is chosen counts; else the number does.

    Sent are `name`, and `name`_word. Without JavaScript the two may contradict each other.
    """

    class Media:
        css = {"all": ["troubleshooter/chances.css"]}
        js = ["troubleshooter/chances.js"]

    def value_from_datadict(self, data: dict, files: dict, name: str) -> str | None:
        word = data.get(f"{name}_word", "")
        return data.get(name) if not word else "" if word == EMPTY else word

    def render(
        self, name: str, value: object, attrs: dict | None = None, renderer: object = None
    ) -> SafeString:
        attrs = self.build_attrs(self.attrs, attrs)
        optional = not attrs.pop("required", False) and not self.is_required
        text = self.format_value(value) or ""
        label = attrs.get("aria-label", "")
        return format_html(
            '<span class="chance"><input type="text" name="{}" value="{}" size="7" '
            'autocomplete="off"{}>{}</span>',
            name,
            text,
            format_html_join("", ' {}="{}"', ((k, v) for k, v in attrs.items() if v)),
            words(f"{name}_word", text, label, optional=optional),
        )


def words(name: str, text: str, label: str = "", *, optional: bool) -> SafeString:
    """The choice of a word. What stands first says the number's word, and leaves the number."""
    choices = [("", said(text)), *((f"{n:g}", word) for word, n in WORDS.items())]
    choices += [(EMPTY, "not named")] if optional else []
    return format_html(
        '<select name="{}" aria-label="{}">{}</select>',
        name,
        f"{label}: in words" if label else "In words",
        format_html_join("", '<option value="{}">{}</option>', choices),
    )


class ChanceField(forms.FloatField):
    widget = ChanceInput
    default_error_messages = {"invalid": ASKED, "required": MISSING}

    def __init__(self, **kwargs: object) -> None:
        """Held to 0..1 as the database is, in the words of somebody who counts people."""
        told = {"min_value": BEYOND, "max_value": BEYOND}
        super().__init__(**{**kwargs, "min_value": 0, "max_value": 1, "error_messages": told})

    def to_python(self, value: object) -> float | None:
        if value in self.empty_values:
            return None
        try:
            return parsed(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
