"""Answering with a page, or with its fragment when htmx asks for it."""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from troubleshooter.templatetags.foreign import meeting, told
from troubleshooter.templatetags.kept import around, kept
from troubleshooter.templatetags.portal import link_to_languages, marks
from troubleshooter.visits.page_stamps import stamp

from .form_tokens import KNOWN, marked_by_script
from .previewing import bar_of, preview_of

# What is wrong with each field of a form that was sent, as Django's forms say it.
Errors = Mapping[str, Sequence[str]]
Written = Callable[[], SafeString]
# When the page was fetched, for a script that puts it into the page's forms.
PAGE_MARK = "Page-Mark"


def render_page(
    request: HttpRequest,
    name: str,
    title: str,
    context: dict[str, object],
    *,
    status: int = 200,
    written: Written | None = None,
) -> HttpResponse:
    """`_<name>.html`, alone with its title for htmx, within the whole page otherwise. `written`
    writes it, where that is not done with the context.

    Search engines may list a page that has a `card` in its context, and no other; no demo at all.
    """
    whole = not wants_fragment(request)
    preview = preview_of(request)
    if preview:
        title = f"Preview: {title}"
        context = {**context, "preview": bar_of(request, name, context)}
    holes = {"title": title, "main": _main(request, name, context, written)}
    listed = whole and context.get("card") is not None and not settings.DEMO
    if whole:
        holes["robots"] = _robots(request, context, listed=listed)
        holes["language_link"] = link_to_languages(request)
        html = around("troubleshooter/page.html", holes, preview=preview is not None)
    else:
        html = around("troubleshooter/fragment.html", holes)
    response = HttpResponse(html, status=status)
    response.listed = listed
    if marked_by_script(request):
        response[PAGE_MARK] = stamp()
    patch_vary_headers(response, ["HX-Request", KNOWN])
    return response


def _main(
    request: HttpRequest, name: str, context: dict[str, object], written: Written | None
) -> SafeString:
    """<main>, and before it the bar of a preview."""
    with meeting() as met:
        fragment = f"troubleshooter/_{name}.html"
        html = written() if written else render_to_string(fragment, context, request)
    html = told(html, met)
    if "preview" not in context:
        return html
    return render_to_string("troubleshooter/_preview.html", context, request) + html


def _robots(request: HttpRequest, context: dict[str, object], *, listed: bool) -> SafeString:
    if listed:
        return render_to_string("troubleshooter/_card.html", context, request)
    guide = context.get("guide")
    return kept("troubleshooter/_robots.html", summary=guide.summary if guide else "")


def marks_for(request: HttpRequest) -> str:
    """What a form of the answer sends along, where the page has to say it."""
    return "" if marked_by_script(request) else marks(get_token(request))


def title_with(errors: Errors, title: str) -> str:
    """What is wrong is said first: a title is what one hears, or sees in a tab, before the page."""
    return _("Error: %(title)s") % {"title": title} if errors else title


def wants_fragment(request: HttpRequest) -> bool:
    """Going back in the browser's history needs the whole page, though htmx asks."""
    return bool(request.htmx) and not request.htmx.history_restore_request
