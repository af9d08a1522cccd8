"""Signing in and out, for people who see statistics and nothing of admin."""

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.views.decorators.http import require_http_methods, require_POST

SIGN_IN = LoginView.as_view(
    template_name="troubleshooter/insights/sign_in.html",
    authentication_form=AuthenticationForm,
    next_page=reverse_lazy("insights-overview"),
    extra_context={"title": "Sign in", "fragment": "troubleshooter/insights/_sign_in.html"},
)
SIGN_OUT = LogoutView.as_view(next_page=reverse_lazy("insights-sign-in"))


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Whoever has an account; whether it sees statistics is said after that."""
    return SIGN_IN(request)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    return SIGN_OUT(request)
