"""The published guides, and search by what the screen says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troubleshooter.content import catalogue
from troubleshooter.content.search import LONGEST_QUERY, search
from troubleshooter.content.unmatched import count_unmatched
from troubleshooter.editing.plans import publish_what_is_due

from .pages import render_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    guides = catalogue.live_guides()
    if publish_what_is_due(guides):
        guides = catalogue.live_guides()
    hits = search((live.published for live in guides), query) if query else ()
    if query and not hits and request.method == "GET":
        count_unmatched(query)
    title = _("Search: %(words)s") % {"words": query} if query else _("What is not working?")
    return render_page(request, "home", title, {"guides": guides, "query": query, "hits": hits})


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For pages that name no icon of their own, such as the admin's."""
    return redirect(static("troubleshooter/icon.svg"))
