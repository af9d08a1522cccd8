"""Who asks for too much has to wait a little: status 429, a page that keeps the place, and nothing
lost.

Whoever is in a visit is counted by the visit, and by nothing else: a flood from an address that
they share is not in their way. Everybody else is counted by the address. Where that is not known
nobody is counted: better a flood than a door that is shut for all.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from .cookies import read_token
from .counting import hidden, visitors
from .kept_to_send import kept_to_send
from .sources import hash_of_source, source_of

SALT = "troubleshooter.views.limiting"
View = Callable[..., HttpResponse]


def posted(request: HttpRequest) -> bool:
    return request.method == "POST"


def always(request: HttpRequest) -> bool:
    return True


def limited_by_visit(kind: str, *, when: Callable[[HttpRequest], object] = posted) -> Callable:
    """For a view of a guide. Before anything is read from the database, so the visit need not
    exist: whoever makes visits up is counted by `stranger`."""

    def limited(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, guide: str, **kwargs: str) -> HttpResponse:
            token = read_token(request, guide) if when(request) else None
            if token and _too_often(kind, who := hidden(guide, token)):
                return refused(request, kind, who)
            return view(request, guide, **kwargs)

        return answered

    return limited


def limited_by_address(kind: str, *, when: Callable[[HttpRequest], object] = posted) -> Callable:
    def limited(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            too_often = when(request) and by_address(request, kind)
            return too_often or view(request, *args, **kwargs)

        return answered

    return limited


def by_address(request: HttpRequest, kind: str) -> HttpResponse | None:
    """Counts the request by its address; an answer if that was once too often."""
    address = source_of(request)
    if address is None:
        return None
    who = hash_of_source(address, salt=SALT)
    return refused(request, kind, who) if _too_often(kind, who) else None


def refused(request: HttpRequest, kind: str, who: str) -> HttpResponse:
    """The same page for htmx: what it shows of it, sending.js says."""
    seconds = max(1, visitors().seconds_to_wait(kind, who))
    context = {"kept": kept_to_send(request), "minutes": -(-seconds // 60)}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(seconds)
    response._has_been_logged = True  # Django's mark: a flood is not to fill the log as well
    add_never_cache_headers(response)
    return response


def _too_often(kind: str, who: str) -> bool:
    return not visitors().hit(kind, who)
