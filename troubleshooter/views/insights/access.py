"""Who may look at the statistics. Support leads need not be staff: admin is not for them."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from troubleshooter.statistics.queries import look
from troubleshooter.statistics.replica import has_replica

from .asking import read
from .pages import render_alone

MAY_SEE = "troubleshooter.view_statistics"


def for_leads(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who is not signed in is asked to; who may not see statistics is told so, with status 403."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if not request.user.has_perm(MAY_SEE):
            return render_alone(request, "refused", "Not for this account", {}, status=403)
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return guarded


def insights_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the statistics: `view(request, asked, seen, …)`, all of it in one snapshot."""

    @require_safe
    @for_leads
    @wraps(view)
    def page(request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            return _page(view, request, **kwargs)
        except DatabaseError:
            if not has_replica():
                raise
            # It was the replica, which is not asked again for a while; or the primary fails too.
            return _page(view, request, **kwargs)

    return page


def _page(
    view: Callable[..., HttpResponse], request: HttpRequest, **kwargs: object
) -> HttpResponse:
    with look() as seen:
        asked = read(request, seen)
        if asked is None:
            return render_alone(request, "no_guide", "No guide yet", {})
        return view(request, asked, seen, **kwargs)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Back to the page that was asked for. The frame differs, so htmx lets the browser go there."""
    back = request.get_full_path() if request.method == "GET" else reverse("insights-overview")
    answer = redirect_to_login(back, reverse("insights-sign-in"))
    return HttpResponseClientRedirect(answer["Location"]) if request.htmx else answer
