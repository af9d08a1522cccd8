"""The visit's cookie: a random token, for one guide, unreadable to scripts.

A preview has a cookie of its own, for its own addresses: it never meets the one of a visit.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from .previewing import preview_of

A_DAY = 24 * 60 * 60
THIRTY_DAYS = 30 * A_DAY


def read_token(request: HttpRequest, guide: str) -> str | None:
    return request.COOKIES.get(_name(request, guide))


def give_token(
    request: HttpRequest, response: HttpResponse, guide: str, token: str
) -> HttpResponse:
    response.set_cookie(
        _name(request, guide),
        token,
        max_age=A_DAY if preview_of(request) else THIRTY_DAYS,
        path=reverse("guide", args=[guide]),
        httponly=True,
        secure=settings.VISIT_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def take_token(request: HttpRequest, response: HttpResponse, guide: str) -> HttpResponse:
    path = reverse("guide", args=[guide])
    response.delete_cookie(_name(request, guide), path=path, samesite="Lax")
    return response


def _name(request: HttpRequest, guide: str) -> str:
    preview = preview_of(request)
    return f"preview-{preview.live.published.revision_id}-{guide}" if preview else f"visit-{guide}"
