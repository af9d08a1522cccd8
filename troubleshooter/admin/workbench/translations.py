"""“Translations”: how far each language is, and the texts of one, a few at once."""

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language_info

from troubleshooter.content.rows import content_from_rows
from troubleshooter.content.schema import GuideContent
from troubleshooter.content.translating import Standing, base_of, standings
from troubleshooter.editing.translating import ToTranslate, to_translate, translate
from troubleshooter.models import Guide

from ..collisions import hold
from .page import CHANGE, VIEW, address_of, may, render_workbench, workbench_view
from .translations_form import STOPPED, LanguageForm, TranslationsForm, name_of

A_HANDFUL = 10
FRESH, STALE, MISSING = Standing.FRESH, Standing.STALE, Standing.MISSING
# What can be looked at: its name in the address, words, and what belongs to it.
VIEWS: dict[str, tuple[str, frozenset[Standing]]] = {
    "to-do": ("To do", frozenset({STALE, MISSING})),
    "changed": ("Changed since", frozenset({STALE})),
    "missing": ("Not translated", frozenset({MISSING})),
    "done": ("Translated", frozenset({FRESH})),
    "all": ("All", frozenset(Standing)),
}


@dataclass(frozen=True, kw_only=True)
class Language:
    """How far the guide is translated. `offered`: visitors can choose the language."""

    code: str
    name: str
    address: str
    fresh: int
    stale: int
    missing: int
    offered: bool

    @property
    def total(self) -> int:
        return self.fresh + self.stale + self.missing


@dataclass(frozen=True, kw_only=True)
class View:
    name: str
    label: str
    count: int
    here: bool


@workbench_view(VIEW)
def translations(request: HttpRequest, guide: Guide) -> HttpResponse:
    content = content_from_rows(guide)
    form = LanguageForm(content, request.POST if request.method == "POST" else None)
    if form.is_bound and not may(request, CHANGE):
        raise PermissionDenied
    if form.is_valid():
        language = form.cleaned_data["language"]
        return HttpResponseRedirect(address_of("translations_one", guide, language))
    languages = [_language(guide, content, code) for code in content.translations]
    context = {"form": form, "languages": languages, "known": settings.LANGUAGES}
    context["own"] = _named(content.language)
    return render_workbench(request, guide, "translations", f"Translations: {guide}", context)


@workbench_view(VIEW)
def translations_one(request: HttpRequest, guide: Guide, language: str) -> HttpResponse:
    posted = request.method == "POST"
    if posted and not may(request, CHANGE):
        raise PermissionDenied
    with transaction.atomic() if posted else nullcontext():  # who reads takes no turn of a writer
        if posted:
            hold(guide.pk)
        content = content_from_rows(guide)
        if LanguageForm(content, {"language": language}).errors:
            raise Http404(language)
        entries = list(to_translate(content, language))
        form = None
        if posted:
            sent = [e for e in entries if f"text-{name_of(e.place)}" in request.POST]
            form = TranslationsForm(sent, language, request.POST)
            if form.is_valid() and not form.met:
                return _saved(request, guide, language, form)
    return _page(request, guide, content, language, entries, form)


def _saved(
    request: HttpRequest, guide: Guide, language: str, form: TranslationsForm
) -> HttpResponse:
    count = translate(guide, language, form.changed(), still_right=form.still_right())
    texts = "1 text is" if count == 1 else f"{count} texts are"
    if count:
        messages.success(request, f"{texts} saved. Visitors see it once you publish.")
    else:
        messages.info(request, "Nothing was changed.")
    return HttpResponseRedirect(request.get_full_path())


def _page(
    request: HttpRequest,
    guide: Guide,
    content: GuideContent,
    language: str,
    entries: Sequence[ToTranslate],
    form: TranslationsForm | None,
) -> HttpResponse:
    view = request.GET.get("show", "to-do")
    view = view if view in VIEWS else "to-do"
    found = [entry for entry in entries if entry.standing in VIEWS[view][1]]
    page = Paginator(found, A_HANDFUL).get_page(request.GET.get("page"))
    if form is not None and form.is_valid():
        messages.error(request, STOPPED)
    form = form or TranslationsForm(page.object_list, language)
    info = _language(guide, content, language)
    context = {
        "language": info,
        "direction": "rtl" if base_of(language) in settings.LANGUAGES_BIDI else "ltr",
        "views": _views(entries, view),
        "view": view,
        "page": page,
        "form": form,
        "shown": list(form.shown()),
    }
    title = f"{guide}: {info.name}"
    return render_workbench(request, guide, "translations_one", title, context)


def _views(entries: Sequence[ToTranslate], here: str) -> list[View]:
    counted = Counter(entry.standing for entry in entries)
    return [
        View(
            name=name,
            label=label,
            count=sum(counted[each] for each in belonging),
            here=name == here,
        )
        for name, (label, belonging) in VIEWS.items()
    ]


def _language(guide: Guide, content: GuideContent, code: str) -> Language:
    counted = Counter(standings(content, code).values())
    return Language(
        code=code,
        name=_named(code),
        address=address_of("translations_one", guide, code),
        fresh=counted[FRESH],
        stale=counted[STALE],
        missing=counted[MISSING],
        offered=base_of(code) in {base_of(known) for known, _ in settings.LANGUAGES},
    )


def _named(code: str) -> str:
    """What the language is called in English, where Django knows it."""
    try:
        return f"{get_language_info(code.lower())['name']} ({code})"
    except KeyError:
        return code
