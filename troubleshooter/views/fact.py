"""What is good to know, one at a time: asked for when somebody opens it on a page of a visit."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.views.decorators.http import require_safe

from troubleshooter.visits.queries import find_visit

from .cookies import read_token
from .pages import wants_fragment
from .previewing import guide_or_404


@require_safe
def fact(request: HttpRequest, guide: str, key: str) -> HttpResponse:
    """The text alone for htmx; else on to where it stands on the guide's page."""
    live = guide_or_404(request, guide)
    here = find_visit(guide, read_token(request, guide))
    known = (here.guide if here else live.published).facts.get(key)
    if known is None:
        raise Http404(key)
    if wants_fragment(request):
        response = render(request, "troubleshooter/_fact.html", {"fact": known})
    else:
        response = redirect(f"{reverse('guide', args=[guide])}#fact-{key}")
    add_never_cache_headers(response)
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response
