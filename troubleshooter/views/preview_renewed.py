"""A preview gone on with: the draft as it is now, at the page and with the answers of before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch

from troubleshooter.editing.preview import NotPreviewable, make_preview, previewed_guide
from troubleshooter.models import Guide
from troubleshooter.visits.carrying_on import carry_on
from troubleshooter.visits.queries import OpenVisit, find_visit

from .cookies import give_token, read_token
from .moves import to_next
from .previewing import Preview, addresses_below

WITH_A_KEY = {"question": "questions", "step": "steps"}
WITHOUT = {"guide", "support", "answers"}


def renewed(request: HttpRequest, match: ResolverMatch) -> HttpResponse:
    """302 to the same page of a new preview. What the draft has no more is left out."""
    before: Preview = request.preview
    key = before.live.published.key
    here = find_visit(key, read_token(request, key))
    try:
        revision = make_preview(Guide.objects.get(pk=before.live.guide_id), author=request.user)
    except NotPreviewable:
        words = "The draft cannot be walked through as it is now. “Preview” tells you why."
        messages.warning(request, words)
        return redirect(before.workbench)
    previewed = previewed_guide(revision.pk)
    request.preview = Preview(previewed=previewed, outside=before.outside)
    with addresses_below(request.preview.address("preview-home", revision.pk)):
        if here is None:
            return redirect("guide", key)
        started = carry_on(previewed.live, here)
        return give_token(request, _same_page(match, started.visit), key, started.token)


def _same_page(match: ResolverMatch, here: OpenVisit) -> HttpResponse:
    name, key = match.url_name, match.kwargs.get("key")
    if name in WITH_A_KEY and key in getattr(here.guide, WITH_A_KEY[name]):
        return redirect(name, here.guide.key, key)
    return redirect(name, here.guide.key) if name in WITHOUT else to_next(here)
