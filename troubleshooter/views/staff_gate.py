"""What stands before every page for staff: a session that is not too old, and the second factor.

Here and not in each view, so that a page that somebody adds one day is behind it as well.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages.middleware import MessageMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from troubleshooter.accounts.factor import has_factor

from .staff_session import is_over


class StaffGate:
    """For all addresses below those of admin, the statistics and previews."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._guarded = guarded()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(self._guarded):
            return self.get_response(request)
        response = _turned_away(request) or self.get_response(request)
        if "Cache-Control" not in response:  # a fault or a redirect tells of staff as well
            add_never_cache_headers(response)
        return response


class StaffMessages(MessageMiddleware):
    """What was done is told to staff, after a redirect. No page for visitors looks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self._guarded = guarded()

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(self._guarded):
            super().process_request(request)


def _turned_away(request: HttpRequest) -> HttpResponse | None:
    """Whoever is signed in, but for too long or by the password alone, to where they go on."""
    if not request.user.is_authenticated:
        return None
    over = is_over(request)
    if over:
        logout(request)
    if request.path_info in _open_to_all():
        return None
    to = _sign_in_page(request) if over else _missing_step(request)
    return _leave(request, to) if to else None


def guarded() -> tuple[str, ...]:
    """Where every address below is for staff."""
    preview = reverse("preview-home", args=[0]).removesuffix("0/")
    return reverse("admin:index"), reverse("insights-overview"), preview


def _open_to_all() -> set[str]:
    """Pages on the way in and out."""
    names = ("admin:login", "admin:logout", "insights-sign-in", "insights-sign-out")
    return {reverse(name) for name in (*names, "second-factor-code")}


def _missing_step(request: HttpRequest) -> str | None:
    """The page that comes first; None for who may go on."""
    if request.user.is_verified():
        return None
    if has_factor(request.user):
        return reverse("second-factor-code")
    set_up = reverse("second-factor")
    return set_up if settings.STAFF_SECOND_FACTOR and request.path_info != set_up else None


def _sign_in_page(request: HttpRequest) -> str:
    statistics = request.path_info.startswith(reverse("insights-overview"))
    return reverse("insights-sign-in" if statistics else "admin:login")


def _leave(request: HttpRequest, to: str) -> HttpResponse:
    """And back to what was asked for. The frame differs, so htmx lets the browser go there."""
    asked = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    answer = redirect_to_login(asked, to) if asked else HttpResponseRedirect(to)
    return HttpResponseClientRedirect(answer["Location"]) if request.htmx else answer
