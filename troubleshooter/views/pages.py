"""Answering with a page, or with its fragment when htmx asks for it."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from troubleshooter.visits.page_stamps import stamp

from .form_tokens import KNOWN, marked_by_script
from .previewing import bar_of, preview_of

# What is wrong with each field of a form that was sent, as Django's forms say it.
Errors = Mapping[str, Sequence[str]]
# When the page was fetched, for a script that puts it into the page's forms.
PAGE_MARK = "Page-Mark"


def render_page(
    request: HttpRequest, name: str, title: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """`_<name>.html`, alone with its title for htmx, within the whole page otherwise.

    Search engines may list a page that has a `card` in its context, and no other; no demo at all.
    """
    whole = not wants_fragment(request)
    template = "page.html" if whole else "fragment.html"
    listed = whole and context.get("card") is not None and not settings.DEMO
    if preview_of(request):
        title = f"Preview: {title}"
        context = {**context, "preview": bar_of(request, name, context)}
    response = render(
        request,
        f"troubleshooter/{template}",
        {**context, "title": title, "fragment": f"troubleshooter/_{name}.html", "listed": listed},
        status=status,
    )
    response.listed = listed
    if marked_by_script(request):
        response[PAGE_MARK] = stamp()
    patch_vary_headers(response, ["HX-Request", KNOWN])
    return response


def title_with(errors: Errors, title: str) -> str:
    """What is wrong is said first: a title is what one hears, or sees in a tab, before the page."""
    return _("Error: %(title)s") % {"title": title} if errors else title


def wants_fragment(request: HttpRequest) -> bool:
    """Going back in the browser's history needs the whole page, though htmx asks."""
    return bool(request.htmx) and not request.htmx.history_restore_request
