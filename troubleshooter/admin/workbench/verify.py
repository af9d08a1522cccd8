"""“Paths to verify”: each once, however many guides use it. For one guide, and for all of them."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from troubleshooter.editing.confirming import NotInQueue, confirm, correct
from troubleshooter.editing.missed import DAYS
from troubleshooter.editing.verifying import ToVerify, queue
from troubleshooter.models import Confidence, Guide

from .page import CHANGE, VIEW, may, render_workbench, workbench_view
from .verify_form import ConfirmForm, CorrectForm

CHANGED_MEANWHILE = "Someone changed or confirmed one of these paths meanwhile. Look at it again."


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry of the queue with the form that corrects it, open where it holds a mistake."""

    to_verify: ToVerify
    form: CorrectForm
    ticked: bool

    @property
    def uses(self) -> tuple[tuple[Guide, str], ...]:
        """Each guide with the name of its path."""
        rows = ((each.path.guide, each.path.name) for each in self.to_verify.variants)
        return tuple(dict.fromkeys(rows))

    @property
    def percent(self) -> int:
        return round(100 * self.to_verify.missed.rate)


@workbench_view(VIEW)
def verify(request: HttpRequest, guide: Guide) -> HttpResponse:
    answer = _answered(request, guide)
    if isinstance(answer, HttpResponse):
        return answer
    return render_workbench(request, guide, "verify", f"Paths to verify: {guide}", answer)


def verify_all(request: HttpRequest) -> HttpResponse:
    if not may(request, VIEW):
        raise PermissionDenied
    answer = _answered(request, None)
    if isinstance(answer, HttpResponse):
        return answer
    context = {
        **admin.site.each_context(request),
        "opts": Guide._meta,
        "title": "Paths to verify",
        "may_change": may(request, CHANGE),
        **answer,
    }
    return render(request, "admin/troubleshooter/workbench/verify_all.html", context)


def _answered(request: HttpRequest, guide: Guide | None) -> HttpResponse | dict[str, object]:
    """The way back after what was sent was done; else what the page shows."""
    waiting = queue(guide.pk if guide else None)
    ticking = ConfirmForm([entry.name for entry in waiting])
    correcting, wrong = None, ""
    if request.method == "POST":
        if not may(request, CHANGE):
            raise PermissionDenied
        if "correct" in request.POST:
            wrong = request.POST["correct"]
            correcting = CorrectForm(request.POST, prefix=wrong)
            done = correcting.is_valid() and _correct(request, wrong, correcting)
        else:
            ticking = ConfirmForm([entry.name for entry in waiting], request.POST)
            done = ticking.is_valid() and _confirm(request, ticking)
        if done:
            return HttpResponseRedirect(request.path)
    ticked = set(request.POST.getlist("entries"))
    entries = [
        Entry(
            to_verify=each,
            form=correcting if correcting and each.name == wrong else _form(each),
            ticked=each.name in ticked,
        )
        for each in waiting
    ]
    return {"entries": entries, "ticking": ticking, "wrong": wrong, "days": DAYS}


def _form(entry: ToVerify) -> CorrectForm:
    known = {"segments": entry.same.segments, "confidence": Confidence.CONFIRMED}
    return CorrectForm(initial=known, prefix=entry.name)


def _confirm(request: HttpRequest, form: ConfirmForm) -> bool:
    try:
        entries = confirm(
            form.cleaned_data["entries"],
            source=form.cleaned_data["source"],
            today=timezone.localdate(),
            editor=request.user,
        )
    except NotInQueue:
        form.add_error("entries", CHANGED_MEANWHILE)
        return False
    paths = "1 path is" if len(entries) == 1 else f"{len(entries)} paths are"
    words = f"{paths} confirmed, in {_guides(*entries)}. Visitors see it once you publish."
    messages.success(request, words)
    return True


def _correct(request: HttpRequest, name: str, form: CorrectForm) -> bool:
    said = form.cleaned_data
    try:
        entry = correct(
            name,
            segments=said["segments"],
            confidence=Confidence(said["confidence"]),
            source=said["source"],
            today=timezone.localdate(),
            editor=request.user,
        )
    except NotInQueue:
        form.add_error("segments", CHANGED_MEANWHILE)
        messages.error(request, CHANGED_MEANWHILE)
        return False
    messages.success(
        request, f"The path is changed in {_guides(entry)}. Visitors see it once you publish."
    )
    return True


def _guides(*entries: ToVerify) -> str:
    guides = {each.path.guide_id for entry in entries for each in entry.variants}
    return "1 guide" if len(guides) == 1 else f"{len(guides)} guides"
