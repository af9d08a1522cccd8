"""A preview walks a draft with the visitor's own pages, below an address prefix of its own."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, get_script_prefix, resolve, reverse
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from troubleshooter.editing.preview import PreviewedGuide, previewed_guide
from troubleshooter.models import Guide

from .preview_renewed import renewed
from .previewing import Preview, addresses_below

VISITORS_PAGES = "troubleshooter.urls"
WALKED = {
    "guide",
    "start",
    "next",
    "question",
    "step",
    "fact",
    "resolved",
    "support",
    "hand-over-text",
    "hand-over-json",
    "answers",
    "held",
    "path-not-found",
    "reminder",
    "aftercare-calendar",
    "cause",
}
SHARED = {"picture"}
"""What is the same for everyone, and may be kept by browsers for ever."""


def preview(request: HttpRequest, revision: int, rest: str = "") -> HttpResponse:
    """Answer as for a visitor. Nothing of it is kept, listed by search engines or counted."""
    response = _answer(request, revision, rest)
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(request: HttpRequest, revision: int, rest: str) -> HttpResponse:
    home = reverse("preview-home", args=[revision])
    if not (request.user.is_active and request.user.is_staff):
        back = request.get_full_path() if request.method == "GET" else home
        return _leave(request, redirect_to_login(back, reverse("admin:login")))
    if not request.user.has_perm("troubleshooter.view_guide"):
        raise PermissionDenied
    match = _match(rest)
    previewed = previewed_guide(revision)
    if previewed is None:
        return _leave(request, _to_workbench_of(request, match))
    return _walk(request, match, previewed, home)


def _walk(
    request: HttpRequest, match: ResolverMatch, previewed: PreviewedGuide, home: str
) -> HttpResponse:
    key = previewed.live.published.key
    if match.url_name in SHARED:
        return redirect(match.url_name, *match.args, **match.kwargs)
    request.preview = Preview(previewed=previewed, outside=get_script_prefix())
    if match.url_name not in WALKED and match.url_name != "home":
        return _leave(request, redirect(request.preview.workbench))
    with addresses_below(home):
        if match.url_name == "home":
            return redirect("guide", key)
        if match.kwargs.get("guide", key) != key:
            raise Http404(match.kwargs["guide"])
        if request.method == "POST" and request.POST.get("draft") == "now":
            return renewed(request, match)
        return match.func(request, *match.args, **match.kwargs)


def _match(rest: str) -> ResolverMatch:
    try:
        return resolve(f"/{rest}", VISITORS_PAGES)
    except Resolver404 as error:
        raise Http404(rest) from error


def _to_workbench_of(request: HttpRequest, match: ResolverMatch) -> HttpResponse:
    """The guide that the preview was of, as far as its address tells."""
    words = "This preview has ended. Start a new one with the button “Preview” of the guide."
    messages.info(request, words)
    guide = Guide.objects.filter(key=match.kwargs.get("guide", "")).first()
    if guide is None:
        return redirect("admin:troubleshooter_guide_changelist")
    return redirect("admin:troubleshooter_guide_overview", guide.pk)


def _leave(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Admin is another site to htmx: the browser goes there itself."""
    return HttpResponseClientRedirect(response["Location"]) if request.htmx else response
