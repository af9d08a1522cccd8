"""What is good to know, one at a time: asked for when somebody opens it on a page of a visit."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.views.decorators.http import require_safe

from troubleshooter.visits.queries import find_visit

from .cookies import read_token
from .pages import render_page, wants_fragment
from .previewing import guide_or_404


@require_safe
def fact(request: HttpRequest, guide: str, key: str) -> HttpResponse:
    """The text alone for the place where it is opened; else a page of its own."""
    live = guide_or_404(request, guide)
    here = find_visit(guide, read_token(request, guide))
    known = (here.guide if here else live.published).facts.get(key)
    if known is None:
        raise Http404(key)
    context = {"fact": known, "guide": live.published.content}
    if wants_fragment(request) and not request.htmx.boosted:
        response = render(request, "troubleshooter/_fact_text.html", context)
    else:
        response = render_page(request, "fact", known.title, context)
    add_never_cache_headers(response)
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response
