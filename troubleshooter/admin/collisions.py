"""Two people change the same thing: the second save is stopped, and both texts are shown.

Nothing is locked while somebody writes. A form carries digests of what it was made from; when it
comes back, they are compared with what the database holds by then.
"""

from auditlog.models import LogEntry
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms import Media
from django.http import HttpRequest, HttpResponse

from troubleshooter.models import Guide

from .differences_shown import Collision, Difference
from .gone import page_of_what_is_gone, removal_of
from .history import trail_of, who
from .opened import OPENED, read, state_of, written
from .rebasing import Rebase
from .scope import known_guide

STOPPED = "Somebody else saved this while you were writing. Nothing of yours is saved yet."
Formsets = list[tuple[forms.BaseFormSet, admin.options.InlineModelAdmin]]


class Stopped:
    """Makes a form that is fine in itself stay on the page."""

    def clean(self) -> dict | None:
        cleaned = super().clean()
        self.add_error(None, ValidationError(STOPPED, code="collision"))
        return cleaned


class StopsCollisions:
    """For a ModelAdmin whose pages use admin/troubleshooter/change_form.html.

    Costs a page nothing, and a save one more reading of what it changes.
    """

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": ["troubleshooter/collisions.css"]})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            context = self._met(request, object_id)
            removal = None if context else self._removal(request, object_id)
            if removal is not None:
                return page_of_what_is_gone(self, request, removal)
            return super().changeform_view(
                request, object_id, form_url, {**(extra_context or {}), **context}
            )

    def get_form(
        self,
        request: HttpRequest,
        obj: models.Model | None = None,
        change: bool = False,
        **kwargs: object,
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        stopped = change and getattr(request, "collides", False)
        return type(form.__name__, (Stopped, form), {}) if stopped else form

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: object, **kwargs: object
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None and "opened" not in context:
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            state = state_of(context["adminform"].form, formsets)
            context |= {"opened": written(state)}
        return super().render_change_form(request, context | {"OPENED": OPENED}, *args, **kwargs)

    def _met(self, request: HttpRequest, object_id: str) -> dict[str, object]:
        """What the page must know when it is shown again. Holds the guide until the save is done;
        where somebody else was quicker, what was sent is put on top of theirs, and is stopped."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_change_permission(request, row):
            return {}
        hold(known_guide(request, row))
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return {}
        form, formsets = self._as_stored(request, row)
        state = state_of(form, [formset for formset, _ in formsets])
        opened = read(request.POST.get(OPENED))
        told = [] if opened == state else self._rebased(request, opened, form, formsets)
        request.collides = bool(told)
        return {"opened": written(state), "collision": collision(request, row, told)}

    def _removal(self, request: HttpRequest, object_id: str) -> LogEntry | None:
        """Who removed the row meanwhile; None where it is there, or is not this person's to see."""
        pk = unquote(object_id)
        if self.get_object(request, pk) is not None or not self.has_change_permission(request):
            return None
        return removal_of(self.model, pk)

    def _as_stored(
        self, request: HttpRequest, row: models.Model
    ) -> tuple[forms.ModelForm, Formsets]:
        """The page's forms as if it were opened now."""
        form = self.get_form(request, row, change=True)(instance=row)
        formsets, used = [], {}
        for kind, inline in self.get_formsets_with_inlines(request, row):
            prefix = kind.get_default_prefix()
            used[prefix] = used.get(prefix, 0) + 1
            prefix = prefix if used[prefix] == 1 else f"{prefix}-{used[prefix]}"
            rows = inline.get_queryset(request)
            formsets.append((kind(instance=row, prefix=prefix, queryset=rows), inline))
        return form, formsets

    def _rebased(
        self,
        request: HttpRequest,
        opened: dict[str, str] | None,
        form: forms.ModelForm,
        formsets: Formsets,
    ) -> list[Difference]:
        rebase = Rebase(data=request.POST.copy(), opened=opened)
        rebase.fields(form)
        for formset, inline in formsets:
            rebase.rows(formset, str(inline.verbose_name).capitalize())
        request.POST = rebase.data
        return rebase.told


def hold(guide: int | None) -> None:
    """One save of a guide at a time, to the end of the transaction."""
    list(Guide.objects.select_for_update(no_key=True).filter(pk=guide).values_list("pk"))


def collision(request: HttpRequest, row: models.Model, told: list[Difference]) -> Collision | None:
    if not told:
        return None
    last = trail_of(row).first()
    return Collision(
        who=called(last, request.user) if last else "",
        when=last.timestamp if last else None,
        differences=tuple(told),
    )


def called(entry: LogEntry, reader: AbstractBaseUser) -> str:
    return "you, in another window" if entry.actor == reader else who(entry)
