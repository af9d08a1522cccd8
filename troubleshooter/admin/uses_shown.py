"""“Where used”: the block on a row's pages that lists what shows it, with links."""

from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from troubleshooter.editing.where_used import Use, where_used
from troubleshooter.models import Cause, Fact, SettingsPath, Step

ALWAYS_TOLD = (SettingsPath, Cause, Fact, Step)
"""Of these the page also says when nothing uses them."""


@dataclass(frozen=True, kw_only=True)
class ShownUse:
    kind: str
    title: str
    how: str
    address: str
    retired: bool


@dataclass(frozen=True, kw_only=True)
class WhereUsed:
    uses: tuple[ShownUse, ...]


class ShowsUses:
    """For a ModelAdmin whose templates include admin/troubleshooter/_where_used.html."""

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: object, **kwargs: object
    ) -> HttpResponse:
        used = {"where_used": uses_of(kwargs.get("obj"))}
        return super().render_change_form(request, context | used, *args, **kwargs)

    def render_delete_form(self, request: HttpRequest, context: dict) -> HttpResponse:
        used = {"where_used": uses_of(context["object"])}
        return super().render_delete_form(request, context | used)


def uses_of(row: Model | None) -> WhereUsed | None:
    """None where it is not worth a word."""
    uses = tuple(map(_shown, where_used(row))) if row is not None else ()
    told = uses or isinstance(row, ALWAYS_TOLD)
    return WhereUsed(uses=uses) if told else None


def _shown(use: Use) -> ShownUse:
    meta = use.model._meta
    address = reverse(f"admin:troubleshooter_{meta.model_name}_change", args=[use.pk])
    return ShownUse(
        kind=str(meta.verbose_name),
        title=use.title,
        how=use.how,
        address=address,
        retired=use.retired,
    )
