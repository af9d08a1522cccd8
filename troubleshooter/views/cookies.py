"""The visit's cookie: a random token, for one guide, unreadable to scripts."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

THIRTY_DAYS = 30 * 24 * 60 * 60


def read_token(request: HttpRequest, guide: str) -> str | None:
    return request.COOKIES.get(_name(guide))


def give_token(response: HttpResponse, guide: str, token: str) -> HttpResponse:
    response.set_cookie(
        _name(guide),
        token,
        max_age=THIRTY_DAYS,
        path=reverse("guide", args=[guide]),
        httponly=True,
        secure=settings.VISIT_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def take_token(response: HttpResponse, guide: str) -> HttpResponse:
    response.delete_cookie(_name(guide), path=reverse("guide", args=[guide]), samesite="Lax")
    return response


def _name(guide: str) -> str:
    return f"visit-{guide}"
