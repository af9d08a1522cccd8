"""On the other device: a code that is typed, or a link that was followed, opens the visit there.

The link's secret stands in its path. In the fragment it would reach no log at all, but a browser
without scripts could not send it, and on a borrowed device who knows. So looking at the link does
nothing: a page with one button posts the secret, in the body. Previews and scanners only look. What
a proxy may have kept of the address is good for one use within minutes, and then for nothing.
"""

from collections.abc import Callable
from functools import wraps
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from troubleshooter.forms import GoOnForm
from troubleshooter.visits import passes
from troubleshooter.visits.errors import PassEnded, VisitGone
from troubleshooter.visits.queries import require_visit

from .cookies import give_token
from .guessing import count_wrong, seconds_to_wait
from .limiting import limited_by_address
from .moves import to_return
from .pages import render_page, title_with

View = Callable[..., HttpResponse]


def unlisted(view: View) -> View:
    """Kept nowhere, found nowhere, and no Referer tells the path. (With `no-referrer` browsers
    would post the form with `Origin: null`, which is refused like any forged form.)"""

    @wraps(view)
    def answered(request: HttpRequest, **kwargs: str) -> HttpResponse:
        response = view(request, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "strict-origin"
        return response

    return answered


@require_safe
@unlisted
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """The same page for any secret: what it is good for only the post finds out."""
    return render_page(request, "go_on_link", _("Go on here?"), {"secret": secret})


@require_http_methods(["GET", "HEAD", "POST"])
@limited_by_address("links")
@unlisted
def go_on(request: HttpRequest) -> HttpResponse:
    form = GoOnForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, form)
    wait = 0 if form.cleaned_data["secret"] else seconds_to_wait(request)
    if wait:
        return _too_many(request, form, wait)
    try:
        moved = _moved(request, form.cleaned_data)
        here = require_visit(moved.guide, moved.token, even_withdrawn=True)
    except (PassEnded, VisitGone):
        form.add_error("code", _ended(form.cleaned_data["secret"]))
        return _page(request, form)
    return give_token(request, to_return(here), moved.guide, moved.token)


def _moved(request: HttpRequest, sent: dict[str, str]) -> passes.Moved:
    """Only codes are counted when they are wrong: nobody can guess a secret of 128 bits."""
    if sent["secret"]:
        return passes.redeem_secret(sent["secret"])
    try:
        return passes.redeem_code(sent["code"])
    except PassEnded:
        count_wrong(request)
        raise


def _ended(secret: str) -> str:
    """The same words whether it never was, was used, is too old, or its visit has ended."""
    if secret:
        return _("This link does not work any more. Make a new code on the first device.")
    return _("This code does not work, or not any more. Look again, or make a new one there.")


def _too_many(request: HttpRequest, form: GoOnForm, wait: int) -> HttpResponse:
    minutes = ceil(wait / 60)
    words = ngettext(
        "Too many wrong codes came from here. Try again in a minute.",
        "Too many wrong codes came from here. Try again in %(minutes)d minutes.",
        minutes,
    )
    form.add_error("code", words % {"minutes": minutes})
    response = _page(request, form, status=429)
    response["Retry-After"] = str(wait)
    return response


def _page(request: HttpRequest, form: GoOnForm, *, status: int = 200) -> HttpResponse:
    title = title_with(form.errors, _("Go on from another device"))
    return render_page(request, "go_on", title, {"form": form}, status=status)
