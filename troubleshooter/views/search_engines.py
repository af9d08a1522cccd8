"""What search engines may list: the start page and the guides' own pages. Never a visit.

Every answer says `noindex` unless its view has said that it is `listed`. So a page that somebody
adds one day is not listed by mistake, and what is no HTML says so too.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from troubleshooter.content.listing import listed_guides

from .cards import public_address


class UnlistedByDefault:
    """`X-Robots-Tag: noindex` on every answer whose `listed` is not True."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not getattr(response, "listed", False):
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing is forbidden: what may not be fetched can be listed all the same, by its address
    alone. That a page is not to be listed is read on the page."""
    lines = ("User-agent: *", "Disallow:", f"Sitemap: {public_address(reverse('sitemap'))}", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The pages to list, as sitemaps.org has it. A demo has none: it is all made up."""
    guides = () if settings.DEMO else listed_guides()
    pages = [(public_address(reverse("guide", args=[one.key])), one.changed) for one in guides]
    context = {"home": public_address(reverse("home")), "pages": pages, "demo": settings.DEMO}
    kind = "application/xml; charset=utf-8"
    return render(request, "troubleshooter/sitemap.xml", context, content_type=kind)
