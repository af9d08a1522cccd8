"""The portal does not start in production where somebody could get in: one planted fault each."""

import pytest
from django.core.checks import run_checks
from django.core.management.base import SystemCheckError

from tests.test_start import own  # noqa: F401  a database of its own, which is as it should be
from troubleshooter.checks import refuse_to_start

GATE = "troubleshooter.views.staff_gate.StaffGate"
AXES = "axes.backends.AxesStandaloneBackend"
CSP = "helpdesk.headers.OnePolicy"
# They allow what no server may, in the process that they share with this test.
OF_BROWSER_TESTS = "async.E001"
FAULTS = {
    "a secret key that is short": ("security.W009", {"SECRET_KEY": "short"}),
    "a secret key of a tutorial": (
        "security.W009",
        {"SECRET_KEY": "django-insecure-" + "k3y" * 20},
    ),
    "details of errors for all": ("security.W018", {"DEBUG": True}),
    "no host": ("security.W020", {"ALLOWED_HOSTS": []}),
    "any host": ("troubleshooter.E010", {"ALLOWED_HOSTS": ["help.example.org", "*"]}),
    "no strict transport": ("security.W004", {"SECURE_HSTS_SECONDS": 0}),
    "a session over http": ("security.W012", {"SESSION_COOKIE_SECURE": False}),
    "a token over http": ("security.W016", {"CSRF_COOKIE_SECURE": False}),
    "a visit over http": ("troubleshooter.E011", {"VISIT_COOKIE_SECURE": False}),
    "a language over http": ("troubleshooter.E011", {"LANGUAGE_COOKIE_SECURE": False}),
    "forms from plain http": (
        "troubleshooter.E012",
        {"CSRF_TRUSTED_ORIGINS": ["http://help.example.org"]},
    ),
    "no gate before staff": ("troubleshooter.E013", {"MIDDLEWARE": GATE}),
    "no policy": ("troubleshooter.E013", {"MIDDLEWARE": CSP}),
    "passwords guessed for ever": ("troubleshooter.E013", {"AUTHENTICATION_BACKENDS": AXES}),
    "pages in frames": (
        "security.W002",
        {"MIDDLEWARE": "django.middleware.clickjacking.XFrameOptionsMiddleware"},
    ),
    "forged posts": ("security.W003", {"MIDDLEWARE": "django.middleware.csrf.CsrfViewMiddleware"}),
}


@pytest.fixture
def production(settings):
    settings.SECRET_KEY = "a key that is long enough, and of letters that are many: 0123456789"
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = True
    settings.CSRF_COOKIE_SECURE = settings.VISIT_COOKIE_SECURE = True
    settings.LANGUAGE_COOKIE_SECURE = settings.SECURE_HSTS_PRELOAD = True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 63_072_000, True
    settings.ALLOWED_HOSTS = ["help.example.org"]
    return settings


def found():
    every = run_checks(include_deployment_checks=True)
    heard = (one.id for one in every if not one.is_silenced())
    return [each for each in heard if each != OF_BROWSER_TESTS]


@pytest.mark.django_db
def test_as_it_ships_nothing_is_wrong(production):
    assert found() == []


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.usefixtures("own")
def test_each_fault_is_found_and_stops_the_start(name, production):
    expected, changed = FAULTS[name]
    for setting, value in changed.items():
        if isinstance(value, str) and setting != "SECRET_KEY":
            value = [one for one in getattr(production, setting) if one != value]
        setattr(production, setting, value)
    assert expected in found()
    with pytest.raises(SystemCheckError, match=expected):
        refuse_to_start()
