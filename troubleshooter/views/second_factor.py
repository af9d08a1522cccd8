"""The pages of the second factor: typing its code, setting it up, and looking after it."""

import logging

import django_otp
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp.models import Device

from troubleshooter.accounts import factor
from troubleshooter.accounts.recovery import codes_left
from troubleshooter.forms.second_factor import CodeForm, SetUpForm

from .own_password import is_theirs
from .square import square

WRONG = "This code does not fit, or was used already. Wait for the next one and try that."
log = logging.getLogger("troubleshooter.staff")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Asked after the password. Then on to the page that was asked for."""
    if not request.user.is_authenticated:
        return redirect_to_login(_place(request), reverse("admin:login"))
    if request.user.is_verified() or not factor.has_factor(request.user):
        return redirect(_place(request))
    form = CodeForm(request.POST if request.method == "POST" else None)
    device, wait = _checked(request, form)
    if device is None:
        return _answer(request, "code", {"form": form, "place": _place(request)}, wait=wait)
    _let_in(request, device)
    return redirect(_place(request))


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    if not factor.has_factor(request.user):
        return _set_up(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    device, wait = _checked(request, form)
    if device is None:
        left = codes_left(request.user)
        return _answer(request, "second_factor", {"form": form, "left": left}, wait=wait)
    if request.POST.get("do") == "switch-off":
        factor.remove(request.user)
        return redirect("second-factor")
    return _answer(request, "recovery_codes", {"codes": factor.renew_codes(request.user)})


def _set_up(request: HttpRequest) -> HttpResponse:
    form = SetUpForm(request.POST if request.method == "POST" else None)
    wait = 0
    if form.is_bound and form.is_valid():
        confirmed, wait = _confirmed(request, form)
        if confirmed:
            device, codes = confirmed
            _let_in(request, device)
            return _answer(request, "recovery_codes", {"codes": codes, "place": _place(request)})
    begun = factor.begin(request.user)
    context = {
        "form": form,
        "place": _place(request),
        "secret": begun.secret,
        "square": square(begun.address),
        "required": settings.STAFF_SECOND_FACTOR,
    }
    return _answer(request, "set_up", context, wait=wait)


def _confirmed(
    request: HttpRequest, form: SetUpForm
) -> tuple[tuple[Device, tuple[str, ...]] | None, int]:
    """The new factor and its recovery codes, or what is wrong in the form, and for how long."""
    if not is_theirs(request, form):
        return None, 0
    sent = form.cleaned_data["code"]
    wait = factor.seconds_to_wait(request.user, sent)
    confirmed = None if wait else factor.confirm(request.user, sent)
    if confirmed is None:
        log.warning("A wrong second factor for account %d", request.user.pk)
        form.add_error("code", _too_soon(wait) if wait else WRONG)
    return confirmed, wait


def _checked(request: HttpRequest, form: CodeForm) -> tuple[Device | None, int]:
    """The device whose code was sent; else what is wrong stands in the form, and for how long."""
    if not form.is_bound or not form.is_valid():
        return None, 0
    sent = form.cleaned_data["code"]
    wait = factor.seconds_to_wait(request.user, sent)
    device = None if wait else factor.verify(request.user, sent)
    if device is None:
        log.warning("A wrong second factor for account %d", request.user.pk)
        form.add_error("code", _too_soon(wait) if wait else WRONG)
    return device, wait


def _too_soon(wait: int) -> str:
    return f"Too many wrong codes. Try again in {wait} second{'s' if wait > 1 else ''}."


def _let_in(request: HttpRequest, device: Device) -> None:
    """Under a new number of the session: who knew the old one is not let in along with it."""
    request.session.cycle_key()
    django_otp.login(request, device)
    log.info("Account %d passed the second factor", request.user.pk)


def _place(request: HttpRequest) -> str:
    """Where it goes on: a page of ours that was asked for, or where the account works."""
    place = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        place, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return (
        place if ours else reverse("admin:index" if request.user.is_staff else "insights-overview")
    )


def _answer(
    request: HttpRequest, name: str, context: dict[str, object], *, wait: int = 0
) -> HttpResponse:
    response = render(request, f"staff/{name}.html", context, status=429 if wait else 200)
    if wait:
        response["Retry-After"] = str(wait)
    return response
