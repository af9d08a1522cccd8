"""Which language a page speaks: the visitor's own choice, else the one that their browser asks for.

Pages for staff are in English. They are not translated, and half a page would be worse than none.
"""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troubleshooter.forms import LanguageForm

from .pages import render_page, title_with

A_YEAR = 365 * 24 * 60 * 60
STAFF = ("admin:index", "insights-overview")


class ReadersLanguage(LocaleMiddleware):
    """Django's own, but for staff pages. Tells templates whether the request is `translated`."""

    def process_request(self, request: HttpRequest) -> None:
        staff = request.path.startswith(_staff_addresses(get_script_prefix()))
        request.translated = not staff
        if staff:
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = translation.get_language()
        else:
            super().process_request(request)


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
    return render_page(request, "language", title_with(form, _("Language")), context)


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
