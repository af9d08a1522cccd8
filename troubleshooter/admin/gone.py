"""Somebody removed a thing while another wrote on its page: what was written is shown, not lost."""

from collections.abc import Iterator
from dataclasses import dataclass

from auditlog import get_logentry_model
from auditlog.models import LogEntry
from django import forms
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.forms.utils import pretty_name
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from troubleshooter.models import Guide

from .differences_shown import in_words
from .history import who
from .opened import canonical, compared

REMOVED = 2  # as auditlog numbers its actions
LETTERS_IN_A_LINE, MOST_LINES = 60, 20


@dataclass(frozen=True, kw_only=True)
class Written:
    """A field as its page calls it, and what was sent for it; `lines` is how much room it needs."""

    field: str
    text: str

    @property
    def lines(self) -> int:
        long = sum(1 + len(line) // LETTERS_IN_A_LINE for line in self.text.split("\n"))
        return min(MOST_LINES, long)


def removal_of(model: type[Model], object_id: str) -> LogEntry | None:
    """Who removed the row and when; None where no such row was ever removed."""
    if not (object_id.isascii() and object_id.isdigit() and len(object_id) < 19):
        return None
    kind = ContentType.objects.get_for_model(model)
    entries = get_logentry_model().objects.select_related("actor")
    found = entries.filter(content_type=kind, object_id=int(object_id), action=REMOVED)
    return found.order_by("-pk").first()


def page_of_what_is_gone(
    page: admin.ModelAdmin, request: HttpRequest, removal: LogEntry
) -> HttpResponse:
    """What was sent, field by field, to copy; and the way to a new thing of the same kind."""
    guide = Guide.objects.filter(pk=(removal.additional_data or {}).get("guide")).first()
    if guide is not None:  # so that links are told by their names
        request.GET = request.GET.copy()
        request.GET["guide"] = str(guide.pk)
    opts = page.model._meta
    context = {
        **page.admin_site.each_context(request),
        "opts": opts,
        "title": f"“{removal.object_repr}” was removed",
        "removal": removal,
        "who": _who(removal, request),
        "written": list(_written(page, request)),
        "guide": guide,
        "add": reverse(f"admin:{opts.app_label}_{opts.model_name}_add"),
    }
    return render(request, "admin/troubleshooter/gone.html", context)


def _who(removal: LogEntry, request: HttpRequest) -> str:
    if removal.actor is None and not removal.actor_email:
        return "A command"
    return "You" if removal.actor == request.user else who(removal)


def _written(page: admin.ModelAdmin, request: HttpRequest) -> Iterator[Written]:
    """The fields of the page, then those of the rows on it. What was left empty is left out."""
    yield from _of_form(page.get_form(request, None, change=False)(), request, "", "")
    for kind, inline in page.get_formsets_with_inlines(request, None):
        formset = kind(prefix=kind.get_default_prefix())
        sent = request.POST.get(f"{formset.prefix}-TOTAL_FORMS", "")
        for number in range(int(sent) if sent.isdigit() and len(sent) < 4 else 0):
            called = f"{str(inline.verbose_name).capitalize()} {number + 1}, "
            prefix = f"{formset.prefix}-{number}-"
            yield from _of_form(formset.empty_form, request, prefix, called)


def _of_form(
    form: forms.BaseForm, request: HttpRequest, prefix: str, called: str
) -> Iterator[Written]:
    for name, field in compared(form):
        if isinstance(field.widget, forms.HiddenInput):
            continue
        sent = field.widget.value_from_datadict(request.POST, {}, prefix + name)
        text = in_words(field, canonical(field, sent))
        if text and text != "no":
            yield Written(field=f"{called}{field.label or pretty_name(name)}", text=text)
