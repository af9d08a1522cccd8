"""Answering with a page of the statistics, or with its <main> when htmx asks for it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from ..pages import wants_fragment
from .asked import Asked
from .tabs import tabs


def render_insights(
    request: HttpRequest,
    asked: Asked,
    name: str,
    title: str,
    context: dict[str, object],
    *,
    tab: str = "",
    status: int = 200,
) -> HttpResponse:
    """`insights/_<name>.html` in the frame that all pages of the statistics share.

    `tab` is the tab that it stands under, where that is not its own name.
    """
    template = "fragment.html" if wants_fragment(request) else "page.html"
    response = render(
        request,
        f"troubleshooter/insights/{template}",
        {
            **context,
            "asked": asked,
            "demo": settings.DEMO,
            "page": name,
            "tabs": tabs(asked, tab or name),
            "title": title,
            "fragment": f"troubleshooter/insights/_{name}.html",
        },
        status=status,
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


def render_alone(
    request: HttpRequest, name: str, title: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """A page that is about no guide: without tabs and filters."""
    template = "fragment.html" if wants_fragment(request) else "page.html"
    fragment = f"troubleshooter/insights/_{name}.html"
    response = render(
        request,
        f"troubleshooter/insights/{template}",
        {**context, "title": title, "fragment": fragment},
        status=status,
    )
    patch_vary_headers(response, ["HX-Request"])
    return response
