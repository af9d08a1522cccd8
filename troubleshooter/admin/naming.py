"""Keys and places that rows get by themselves, so that no editor needs to know what a key is."""

import re
from collections.abc import Container, Iterable, Iterator
from itertools import count

from django import forms
from django.contrib.admin.utils import flatten
from django.db.models import Model, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.text import slugify

from troubleshooter.editing.ordering import last_place
from troubleshooter.models import Guide, Option, PlatformVersion
from troubleshooter.models.base import KEY_LENGTH

from .limits import RuledForm

SPARE = 5  # characters for a number behind the key
TAKEN_BY_THE_PORTAL = frozenset({"unsure"})
BY_ITSELF = "Made from the title. There is no need to change it, and people’s links hang on it."
Fieldset = tuple[str | None, dict]
NAMED_BY = ("title", "name", "text", "label")


def siblings_of(row: Model) -> QuerySet:
    """The rows among which the row's key is used once, and its place is counted."""
    rows = type(row)._default_manager.exclude(pk=row.pk)
    match row:
        case Guide():
            return rows
        case Option():
            return rows.filter(question_id=row.question_id)
        case PlatformVersion():
            return rows.filter(platform_id=row.platform_id)
    return rows.filter(guide_id=row.guide_id)


def key_for(title: str, taken: Container[str], kind: str) -> str:
    """A key made from the title; the kind's name where the title has no letter of a to z."""
    base = slugify(title).replace("_", "-")
    base = re.sub(r"-+", "-", base)[: KEY_LENGTH - SPARE].strip("-") or kind
    return next(key for key in _numbered(base) if key not in taken)


def _numbered(base: str) -> Iterator[str]:
    yield base
    yield from (f"{base}-{number}" for number in count(2))


def name_itself(row: Model) -> None:
    """Give a row without a key one that none of its siblings has."""
    if not hasattr(row, "key") or row.key:
        return
    title = next(str(getattr(row, name)) for name in NAMED_BY if hasattr(row, name))
    taken = TAKEN_BY_THE_PORTAL | set(siblings_of(row).values_list("key", flat=True))
    row.key = key_for(title, taken, type(row)._meta.model_name)


class KeyedForm(RuledForm):
    """A key that is left empty stays what it was, or is made from the title."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            self.fields["key"].required = False

    def clean(self) -> dict:
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        if "key" in cleaned and not cleaned["key"]:
            cleaned["key"] = self.instance.key or self._made(cleaned)
        return cleaned

    def _made(self, cleaned: dict) -> str:
        """Empty where the form has nothing yet that a key could be made from."""
        title = next((cleaned[name] for name in NAMED_BY if cleaned.get(name)), "")
        owner = {n: cleaned[n] for n in ("guide", "question") if cleaned.get(n)}
        if not title or not (owner or self._meta.model is Guide):
            return ""
        row = self._meta.model(**owner)
        row.title = row.name = row.text = row.label = title
        name_itself(row)
        return row.key


class NamesItself:
    """For a ModelAdmin: what a new row need not be asked for."""

    not_of_new_rows = ("retired",)
    key_fieldset = (
        "Its name in addresses and statistics",
        {"classes": ["collapse"], "fields": ["key"], "description": BY_ITSELF},
    )

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list[Fieldset]:
        fieldsets = [*super().get_fieldsets(request, obj), self.key_fieldset]
        if obj is not None:
            return fieldsets
        asked = [(name, {**how, "fields": self._asked(how["fields"])}) for name, how in fieldsets]
        return [fieldset for fieldset in asked if fieldset[1]["fields"]]

    def _asked(self, fields: Iterable[str]) -> list[str]:
        return [name for name in flatten(fields) if name not in self.not_of_new_rows]

    def save_model(
        self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool
    ) -> None:
        if not change and hasattr(obj, "order") and "order" not in form.cleaned_data:
            obj.order = last_place(siblings_of(obj))
        super().save_model(request, obj, form, change)


class NamingFormSet(BaseInlineFormSet):
    """Rows of an inline: a new one gets a key, and where none is given a place behind the rest."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "order" in form.fields:
            form.fields["order"].required = False
            if form.instance.pk is None:
                form.fields["order"].initial = form.initial["order"] = None

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> Model:
        setattr(form.instance, self.fk.name, self.instance)
        name_itself(form.instance)
        if hasattr(form.instance, "order") and form.cleaned_data.get("order") is None:
            rows = self.model._default_manager.filter(**{self.fk.name: self.instance})
            form.instance.order = last_place(rows)
        return super().save_new(form, commit)
