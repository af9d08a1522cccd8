"""The published guides, and search by what the screen says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troubleshooter.content import catalogue
from troubleshooter.content.search import LONGEST_QUERY, search
from troubleshooter.content.unmatched import count_unmatched
from troubleshooter.editing.plans import publish_what_is_due

from .cards import home_card
from .limiting import limited_by_address
from .pages import render_page, wants_fragment

# The part of the page that is asked for alone while somebody types.
FOUND = "found"


def asked(request: HttpRequest) -> str:
    """What is searched for; empty for nothing."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]


@require_safe
@limited_by_address("searches", when=asked)
def home(request: HttpRequest) -> HttpResponse:
    query = asked(request)
    guides = catalogue.live_guides()
    if publish_what_is_due(guides):
        guides = catalogue.live_guides()
    hits = search((live.published for live in guides), query) if query else ()
    context = {"guides": guides, "query": query, "hits": hits, "longest": LONGEST_QUERY}
    context["card"] = None if query else home_card()
    if wants_fragment(request) and request.htmx.target == FOUND:
        return _while_typing(request, context)
    if query and not hits and request.method == "GET":
        count_unmatched(query)
    title = _("Search: %(words)s") % {"words": query} if query else _("What is not working?")
    response = render_page(request, "home", title, context)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _while_typing(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    """What is found so far. Words that are not finished are nobody's search: nothing is counted."""
    response = render(request, "troubleshooter/_while_typing.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For pages that name no icon of their own, such as the admin's."""
    return redirect(static("troubleshooter/icon.svg"))
