"""Which language a page speaks: the visitor's own choice, else the one that their browser asks for.

Pages for staff are in English. They are not translated, and half a page would be worse than none.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from types import SimpleNamespace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troubleshooter.forms import LanguageForm

from .pages import render_page, title_with

A_YEAR = 365 * 24 * 60 * 60
STAFF = ("admin:index", "insights-overview")
# Different wishes of browsers that are remembered; each takes a few hundred bytes at most.
KEPT_WISHES = 256


class ReadersLanguage:
    """By Django's own rule, but for staff pages. Tells templates whether the request is
    `translated`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        staff = request.path.startswith(_staff_addresses(get_script_prefix()))
        request.translated = not staff
        code = settings.LANGUAGE_CODE if staff else _language_for(request)
        translation.activate(code)
        request.LANGUAGE_CODE = code
        response = self.get_response(request)
        patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


def _language_for(request: HttpRequest) -> str:
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return _language_asked_for(cookie, request.META.get("HTTP_ACCEPT_LANGUAGE", ""))


@lru_cache(maxsize=KEPT_WISHES)
def _language_asked_for(cookie: str | None, accepted: str) -> str:
    """Django's answer for a request with these, kept: browsers say the same again and again."""
    asking = SimpleNamespace(
        COOKIES={settings.LANGUAGE_COOKIE_NAME: cookie} if cookie else {},
        META={"HTTP_ACCEPT_LANGUAGE": accepted},
    )
    return translation.get_language_from_request(asking)


@cache
def _staff_addresses(prefix: str) -> tuple[str, ...]:
    return tuple(reverse(name) for name in STAFF)


@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """The languages that there are; then back to the page from which one came."""
    form = LanguageForm(request.POST if request.method == "POST" else None)
    place = _place(request)
    if form.is_valid():
        return _with_cookie(redirect(place), form.cleaned_data["language"])
    context = {"form": form, "place": place, "known": settings.LANGUAGES}
    return render_page(request, "language", title_with(form.errors, _("Language")), context)


def _place(request: HttpRequest) -> str:
    """A page of ours, or the start page."""
    place = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        place, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return place if ours else reverse("home")


def _with_cookie(response: HttpResponse, code: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=A_YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
