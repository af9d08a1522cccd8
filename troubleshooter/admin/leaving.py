"""Deleting in admin: what visits refer to is retired instead, and the page says so beforehand."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse

from troubleshooter.content.references import look_ahead
from troubleshooter.editing.retiring import Fate, Leaving, foreseen, guide_of, take_out
from troubleshooter.models.base import Retirable

TICKED = "-DELETE"
WRITTEN_DOWN = "Taken out and kept: visits refer to it."
TOLD = {
    Fate.RETIRED: "“{row}” is taken out of the next revision. It is kept for history, because "
    "visits refer to it.",
    Fate.STAYS: "“{row}” was taken out before. It is kept for history, because visits refer to it.",
}


class LooksAhead:
    """For the ModelAdmin of rows with parts that can be ticked to leave, as the first of its bases:
    visits are read before anything opens a transaction."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        if object_id and any(name.endswith(TICKED) for name in request.POST):
            row = self.get_object(request, unquote(object_id))
            look_ahead([guide_of(row)] if isinstance(row, Retirable) else [])
        return super().changeform_view(request, object_id, form_url, extra_context)


class RetiresWhatVisitsReferTo:
    """For the ModelAdmin of rows that can be retired. Others are deleted as ever."""

    def get_actions(self, request: HttpRequest, action_location: object = None) -> dict:
        """Django 6 asks for the place where the actions are offered; Django 5 knows one only."""
        place = {} if action_location is None else {"action_location": action_location}
        actions = super().get_actions(request, **place)
        if "delete_selected" in actions and self.retires:
            was = actions["delete_selected"]
            if isinstance(was, tuple):  # Django 5
                actions["delete_selected"] = (take_out_selected, *was[1:])
            else:
                actions["delete_selected"] = replace(was, func=take_out_selected)
        return actions

    @property
    def retires(self) -> bool:
        return issubclass(self.model, Retirable)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id)) if self.retires else None
        if row is None or not self.has_delete_permission(request, row):
            return super().delete_view(request, object_id, extra_context)
        fate = foreseen(guide_of(row), [row]).fate_of(row)
        if request.method == "POST" and fate != Fate.DELETED:
            self.take_out(request, [row])
            return self._back(request, row) or self.response_post_save_change(request, row)
        return super().delete_view(request, object_id, {**(extra_context or {}), "fate": fate})

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        self.delete_queryset(request, [obj])

    def delete_queryset(self, request: HttpRequest, queryset: Iterable[models.Model]) -> None:
        if self.retires:
            self.take_out(request, queryset)
        elif isinstance(queryset, models.QuerySet):
            super().delete_queryset(request, queryset)
        else:
            for row in queryset:
                super().delete_model(request, row)

    def take_out(self, request: HttpRequest, rows: Iterable[models.Model]) -> list[Leaving]:
        """Delete or retire the rows, write down and tell what was retired."""
        rows = list(rows)
        look_ahead({guide_of(row) for row in rows})
        with transaction.atomic():
            found = [take_out(guide, list(of)) for guide, of in groupby(_by_guide(rows), guide_of)]
            for leaving in found:
                _write_down(request, leaving.retired)
        for leaving in found:
            for row in (*leaving.retired, *leaving.stay):
                words = TOLD[leaving.fate_of(row)].format(row=row)
                self.message_user(request, words, messages.WARNING)
        return found


@admin.action(permissions=["delete"], description="Delete")
def take_out_selected(
    modeladmin: RetiresWhatVisitsReferTo, request: HttpRequest, queryset: models.QuerySet
) -> HttpResponse | None:
    """Django's own action, but for what it says and does about rows that visits refer to."""
    if not request.POST.get("post"):
        response = delete_selected(modeladmin, request, queryset)
        kept = [r for of in _foreseen(queryset) for r in (*of.retired, *of.stay)]
        response.context_data |= {"kept": kept}
        return response
    *_, perms_needed, protected = modeladmin.get_deleted_objects(queryset, request)
    if perms_needed or protected:
        raise PermissionDenied
    look_ahead({guide_of(row) for row in queryset})
    with transaction.atomic():
        going = [row for leaving in _foreseen(queryset) for row in leaving.deleted]
        if going:
            modeladmin.log_deletions(request, modeladmin.model.objects.filter(pk__in=_pks(going)))
        found = modeladmin.take_out(request, queryset)
    deleted = sum(len(leaving.deleted) for leaving in found)
    if deleted:
        modeladmin.message_user(request, f"Deleted: {deleted}.", messages.SUCCESS)
    return None


class RetiringFormSet(BaseInlineFormSet):
    """An inline whose rows are retired, where visits refer to them, when “Delete” is ticked."""

    def delete_existing(self, obj: models.Model, commit: bool = True) -> None:
        if commit and isinstance(obj, Retirable):
            take_out(guide_of(obj), [obj])
        else:
            super().delete_existing(obj, commit)


def _by_guide(rows: Iterable[models.Model]) -> list[models.Model]:
    return sorted(rows, key=lambda row: guide_of(row).pk)


def _foreseen(rows: Iterable[models.Model]) -> list[Leaving]:
    return [foreseen(guide, list(of)) for guide, of in groupby(_by_guide(rows), guide_of)]


def _pks(rows: Iterable[models.Model]) -> list[int]:
    return [row.pk for row in rows]


def _write_down(request: HttpRequest, rows: list[models.Model]) -> None:
    for row in rows:
        user = request.user.pk
        LogEntry.objects.log_actions(user, [row], CHANGE, WRITTEN_DOWN, single_object=True)
