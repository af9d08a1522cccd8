"""A handful of texts to translate, each with what it looked like when the page was opened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2s

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.safestring import SafeString

from troubleshooter.content.rules import Language, NotLong, OneLine, Rule, Showable
from troubleshooter.content.schema import GuideContent
from troubleshooter.editing.translating import ToTranslate

from ..differences_shown import marked
from ..opened import digest
from ..texts import ProseField, textarea

STOPPED = "Somebody else changed this meanwhile. Nothing of yours is saved yet."
LONG = 60  # letters; a longer text gets more room


def name_of(place: str) -> str:
    """A place as a name in forms: a version in it may hold any letter."""
    return blake2s(place.encode(), digest_size=8).hexdigest()


def seen(entry: ToTranslate) -> str:
    """What an editor went by: the text now, and the translation with its own text."""
    known = entry.known
    return digest("\0".join((entry.text, known.source if known else "", _text(entry))))


def _text(entry: ToTranslate) -> str:
    return entry.known.text if entry.known else ""


def _rules(*rules: Rule) -> object:
    def obeyed(value: str) -> None:
        for rule in rules:
            if fault := rule.fault(value):
                raise ValidationError(f"{fault.message} {fault.remedy}")

    return obeyed


class LanguageForm(forms.Form):
    """A language that the guide is to be translated into."""

    language = forms.CharField(
        label="Language",
        max_length=35,
        help_text="As HTML writes it: de, ar, pt-BR.",
        error_messages={"required": "Write which language: de, ar, pt-BR."},
    )

    def __init__(self, content: GuideContent, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.content = content

    def clean_language(self) -> str:
        language = self.cleaned_data["language"]
        if fault := Language().fault(language):
            raise ValidationError(f"{fault.message} {fault.remedy}")
        if language.casefold() == self.content.language.casefold():
            raise ValidationError("The guide itself is in this language. Choose another one.")
        known = {each.casefold(): each for each in self.content.translations}
        return known.get(language.casefold(), language)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A text on the page. `theirs` and `mine` where somebody else was quicker."""

    entry: ToTranslate
    name: str
    field: forms.BoundField
    seen: str
    was: SafeString | None = None
    now: SafeString | None = None
    theirs: SafeString | None = None
    mine: SafeString | None = None


class TranslationsForm(forms.Form):
    """The texts that were sent, or those that a page begins with. `met` are the places where
    somebody else was quicker."""

    def __init__(
        self, entries: Sequence[ToTranslate], language: str, data: QueryDict | None = None
    ) -> None:
        self.entries = {name_of(entry.place): entry for entry in entries}
        super().__init__(data)
        for name, entry in self.entries.items():
            self.fields[f"text-{name}"] = _field(entry, language)

    @property
    def met(self) -> frozenset[str]:
        """Names of the texts that are not as the editor saw them, and that both changed."""
        return frozenset(
            name
            for name, entry in self.entries.items()
            if self._touched(name, entry) and self.data.get(f"seen-{name}") != seen(entry)
        )

    def _touched(self, name: str, entry: ToTranslate) -> bool:
        sent = self.cleaned_data.get(f"text-{name}", "")
        return sent != _text(entry) or self.data.get("right") == name

    def changed(self) -> dict[str, str]:
        """The texts that are not as they are kept, by their places."""
        pairs = ((e, self.cleaned_data[f"text-{name}"]) for name, e in self.entries.items())
        return {entry.place: text for entry, text in pairs if text != _text(entry)}

    def still_right(self) -> list[str]:
        entry = self.entries.get(self.data.get("right", ""))
        return [entry.place] if entry else []

    def shown(self) -> Iterator[Shown]:
        met: frozenset[str] = self.met if self.is_bound and self.is_valid() else frozenset()
        for name, entry in self.entries.items():
            yield Shown(
                entry=entry,
                name=name,
                field=self[f"text-{name}"],
                seen=seen(entry),
                **_source_change(entry),
                **(self._both(name, entry) if name in met else {}),
            )

    def _both(self, name: str, entry: ToTranslate) -> Mapping[str, SafeString]:
        theirs, mine = marked(_text(entry), self.cleaned_data[f"text-{name}"])
        return {"theirs": theirs, "mine": mine}


class LikeItsText(ProseField):
    """Ends in a line break only where the text does too: browsers' boxes invite to press Enter."""

    def __init__(self, *, text: str, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.text = text

    def to_python(self, value: object) -> str:
        typed = super().to_python(value)
        return typed if self.text.endswith("\n") else typed.rstrip("\n")


def _field(entry: ToTranslate, language: str) -> forms.Field:
    rules = [Showable(), NotLong(), *([OneLine()] if entry.one_line else [])]
    rows = 2 if len(entry.text) <= LONG else min(12, 3 + len(entry.text) // LONG)
    widget = textarea(rows)
    widget.attrs |= {"lang": language, "dir": "auto"}
    return LikeItsText(
        text=entry.text,
        label=entry.words,
        required=False,
        initial=_text(entry),
        widget=widget,
        validators=[_rules(*rules)],
    )


def _source_change(entry: ToTranslate) -> Mapping[str, SafeString]:
    if entry.known is None or entry.known.source == entry.text:
        return {}
    was, now = marked(entry.known.source, entry.text)
    return {"was": was, "now": now}
