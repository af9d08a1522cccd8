"""How often: the table of causes and steps, and one of causes and answers for each question."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE as CHANGED
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from troubleshooter.content.chance_words import WORDS
from troubleshooter.editing.number_tables import (
    AskedQuestion,
    Cell,
    NumberTable,
    answers_table,
    asked_questions,
    steps_table,
    write_chances,
)
from troubleshooter.models import Guide, Question

from ..collisions import Collision, collision, hold
from ..opened import OPENED, read, state_of, written
from ..rebasing import Rebase
from .numbers_form import NumbersForm, made_to_add_up, shown_cell, shown_lines, wrong_places
from .page import CHANGE, VIEW, may, render_workbench, workbench_view

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What stands on one page: a table, and chances beside it. `about` is whose history it is.
    `onward` is the address of the next question's page; empty where there is none."""

    about: Model
    table: NumberTable
    beside: tuple[AskedQuestion, ...] = ()
    onward: str = ""

    @property
    def others(self) -> tuple[Cell, ...]:
        return tuple(asked.unsure for asked in self.beside)


@workbench_view(VIEW)
@GET_OR_POST
def numbers(request: HttpRequest, guide: Guide) -> HttpResponse:
    def sheet() -> Sheet:
        return Sheet(about=guide, table=steps_table(guide), beside=asked_questions(guide))

    return _answer(request, guide, sheet, "numbers", f"How often: {guide}")


@workbench_view(VIEW)
@GET_OR_POST
def numbers_question(request: HttpRequest, guide: Guide, question: int) -> HttpResponse:
    asked = get_object_or_404(guide.questions.filter(retired=False), pk=question)

    def sheet() -> Sheet:
        onward = _next_after(guide, asked)
        return Sheet(about=asked, table=answers_table(asked), onward=onward)

    return _answer(request, guide, sheet, "numbers_question", f"How often: {asked}")


def _next_after(guide: Guide, asked: Question) -> str:
    questions = guide.questions.filter(retired=False).order_by("order", "pk")
    rows = [*questions.values_list("pk", flat=True), None]
    after = rows[rows.index(asked.pk) + 1]
    page = "admin:troubleshooter_guide_numbers_question"
    return reverse(page, args=[guide.pk, after]) if after else ""


def _answer(
    request: HttpRequest, guide: Guide, sheet: Callable[[], Sheet], page: str, title: str
) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, guide, _Page(sheet=(now := sheet()), form=_form(now)), page, title)
    if not may(request, CHANGE):
        raise PermissionDenied
    with transaction.atomic():
        hold(guide.pk)
        now = sheet()
        tried = _tried(request, now)
        if tried is not None:
            return _shown(request, guide, tried, page, title)
    onward = now.onward if "next" in request.POST else ""
    return HttpResponseRedirect(onward or request.path)


@dataclass(frozen=True, kw_only=True)
class _Page:
    """`opened` is how things stood when the person opened it; empty: they stand so now."""

    sheet: Sheet
    form: NumbersForm
    opened: str = ""
    met: Collision | None = None


def _form(sheet: Sheet, data: QueryDict | None = None) -> NumbersForm:
    return NumbersForm(sheet.table, sheet.others, data)


def _tried(request: HttpRequest, sheet: Sheet) -> _Page | None:
    """Save, or answer the page that says why not. Nothing that was typed is lost."""
    opened = request.POST.get(OPENED) or "null"
    if "scale" in request.POST:
        data = made_to_add_up(request.POST, sheet.table, request.POST["scale"])
        return _Page(sheet=sheet, form=_form(sheet, data), opened=opened)
    stored, rebase = _form(sheet), Rebase(data=request.POST.copy(), opened=read(opened))
    if rebase.opened != state_of(stored, []):
        rebase.fields(stored)
    form = _form(sheet, rebase.data)
    met = collision(request, sheet.about, rebase.told)
    if met or not form.is_valid():
        return _Page(sheet=sheet, form=form, met=met)
    _save(request, sheet, form.changes)
    return None


def _save(request: HttpRequest, sheet: Sheet, changes: list[tuple[Cell, float | None]]) -> None:
    if not changes:
        messages.info(request, "Nothing was different, so nothing was saved.")
        return
    write_chances(changes)
    count = f"{len(changes)} {'number' if len(changes) == 1 else 'numbers'}"
    LogEntry.objects.log_actions(
        request.user.pk, [sheet.about], CHANGED, f"Changed {count}.", single_object=True
    )
    messages.success(request, f"Saved: {count}. Visitors meet them when you publish.")


def _shown(request: HttpRequest, guide: Guide, page: _Page, name: str, title: str) -> HttpResponse:
    sheet, form = page.sheet, page.form
    context: dict[str, Any] = {
        "sheet": sheet,
        "lines": shown_lines(form, sheet.table),
        "beside": [(asked, shown_cell(form, asked.unsure)) for asked in sheet.beside],
        "problems": list(wrong_places(form)) if form.is_bound and not page.opened else [],
        "scaled": bool(page.opened),
        "collision": page.met,
        "OPENED": OPENED,
        "opened": page.opened or written(state_of(_form(sheet), [])),
        "words": [(word, f"{chance:g}") for word, chance in WORDS.items()],
    }
    return render_workbench(request, guide, name, title, context)
