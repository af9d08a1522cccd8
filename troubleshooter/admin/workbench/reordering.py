"""Rows of a guide's lists put in order, and brought back."""

from django.contrib import messages
from django.contrib.admin.models import CHANGE as CHANGED
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from troubleshooter.editing.ordering import OrderHasChanged, moved, put_in_order
from troubleshooter.editing.retiring import bring_back
from troubleshooter.models import Guide

from .page import VIEW, may, workbench_view
from .parts import BY_NAME, Part, place_of
from .said import back_to

UP, DOWN = -1, 1


@workbench_view(VIEW)
@require_POST
def reorder(request: HttpRequest, guide: Guide, part: str) -> HttpResponse:
    """`seen` is the order on the page. `up` or `down` name one row; else `order` is the new one."""
    kind = _changeable(request, part)
    seen = _numbers(request.POST.get("seen", ""))
    row, wanted = _wanted(request, seen)
    try:
        put_in_order(guide, kind.model, seen=seen, wanted=wanted, editor=request.user)
    except OrderHasChanged:
        return back_to(guide, kind, stale=1)
    return back_to(guide, kind, moved=row)


@workbench_view(VIEW)
@require_POST
def return_row(request: HttpRequest, guide: Guide, part: str, row: int) -> HttpResponse:
    kind = _changeable(request, part)
    siblings = getattr(guide, kind.name)
    found = get_object_or_404(siblings, pk=row)
    if getattr(found, "retired", False):
        bring_back(found, siblings.all())
        words = "Brought back: part of the draft again."
        LogEntry.objects.log_actions(request.user.pk, [found], CHANGED, words, single_object=True)
        messages.success(request, f"“{found}” is part of the draft again, at the end of the list.")
    return HttpResponseRedirect(place_of(guide, kind))


def _changeable(request: HttpRequest, name: str) -> Part:
    part = BY_NAME.get(name)
    if part is None:
        raise Http404
    if not may(request, f"change_{part.permission}"):
        raise PermissionDenied
    return part


def _wanted(request: HttpRequest, seen: list[int]) -> tuple[int, list[int]]:
    """The row that moves, and the order that is asked for."""
    for name, by in (("up", UP), ("down", DOWN)):
        for pk in _numbers(request.POST.get(name, "")):
            return pk, moved(seen, pk, by)
    dragged = _numbers(request.POST.get("dragged", ""))
    return next(iter(dragged), 0), _numbers(request.POST.get("order", ""))


def _numbers(text: str) -> list[int]:
    """Primary keys, as far as they are any."""
    found = [part for part in text.split(",") if part.isascii() and part.isdigit()]
    return [int(part) for part in found if len(part) < 19]
