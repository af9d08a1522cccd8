"""What must hold in production so that nobody gets in: asked by `check --deploy`, and at each start
with HTTPS=1, beside what Django itself asks (keys, debugging, cookies, redirects)."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error

GUARDS = {
    "MIDDLEWARE": ("troubleshooter.views.staff_gate.StaffGate", "helpdesk.headers.OnePolicy"),
    "AUTHENTICATION_BACKENDS": ("axes.backends.AxesStandaloneBackend",),
}


def lets_nobody_in(**kwargs: object) -> list[CheckMessage]:
    return [*_hosts(), *_cookies(), *_origins(), *_guards()]


def _hosts() -> Iterator[Error]:
    if "*" in settings.ALLOWED_HOSTS:
        yield Error(
            "The portal answers under any host name, so that others can make links to it that "
            "lead astray.",
            hint="Name its hosts in ALLOWED_HOSTS.",
            id="troubleshooter.E010",
        )


def _cookies() -> Iterator[Error]:
    """The cookies that Django does not know of."""
    for name in ("VISIT_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"):
        if not getattr(settings, name):
            yield Error(
                f"{name} is off: the cookie would be sent over plain http as well.",
                hint="Set HTTPS=1.",
                id="troubleshooter.E011",
            )


def _origins() -> Iterator[Error]:
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        if not origin.startswith("https://"):
            yield Error(
                f"Forms are taken from {origin}, which anybody on the way can alter.",
                hint="CSRF_TRUSTED_ORIGINS must name https origins alone.",
                id="troubleshooter.E012",
            )


def _guards() -> Iterator[Error]:
    for setting, wanted in GUARDS.items():
        for name in wanted:
            if name not in getattr(settings, setting):
                yield Error(
                    f"{name} is missing from {setting}: what it holds back gets in.",
                    hint="Take the settings as they ship.",
                    id="troubleshooter.E013",
                )
