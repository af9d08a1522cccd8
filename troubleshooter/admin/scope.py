"""Which guide a form is about, so that it offers the rows of that guide and of no other."""

from functools import cache

from django import forms
from django.db import models
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest

from troubleshooter.models import Guide, Option, PlatformVersion

# How to find the guide's rows of a model, and what their names are made of. Other content models
# have a field named guide.
OWNER = {Guide: "pk", Option: "question__guide", PlatformVersion: "platform__guide"}
NAMED_WITH = {Option: ("question",), PlatformVersion: ("platform",)}
IN_ORDER = {
    Option: ("question__order", "question", "order", "pk"),
    PlatformVersion: ("platform__order", "platform", "order", "pk"),
}


def known_guide(request: HttpRequest, row: models.Model | None) -> int | None:
    """The guide that a form is about: the row's own, or the one that `?guide=` names."""
    match row:
        case None:
            return _named_in_address(request)
        case Guide():
            return row.pk
        case Option():
            return row.question.guide_id
        case _:
            return row.guide_id


def rows_of(model: type[models.Model], guide: int) -> models.QuerySet:
    """The guide's rows of a content model, in the editor's order."""
    rows = model._default_manager.filter(**{OWNER.get(model, "guide"): guide})
    rows = rows.select_related(*NAMED_WITH[model]) if model in NAMED_WITH else rows
    return rows.order_by(*IN_ORDER[model]) if model in IN_ORDER else rows


def read_once(field: forms.ModelChoiceField) -> None:
    """Fetch a field's choices once for a page, not once for every row of an inline."""

    @cache
    def choices() -> list[tuple[object, str]]:
        return list(ModelChoiceIterator(field))

    field.choices = choices


def _named_in_address(request: HttpRequest) -> int | None:
    text = request.GET.get("guide", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    return Guide.objects.filter(pk=int(text)).values_list("pk", flat=True).first()
