"""Settings that come from the environment are understood, or refused with their name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from helpdesk import settings

ROOT = Path(__file__).resolve().parents[1]


def read(*names, **variables):
    """What these settings are in a process with these variables; its last line where it fails."""
    code = f"from helpdesk import settings; print({', '.join(f'settings.{n}' for n in names)})"
    return told_by(code, **variables)


def told_by(code, **variables):
    """The last line of a process with these variables."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "", **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout or done.stderr).strip().splitlines()[-1]


def test_a_checkout_prints_its_mail(monkeypatch):
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert settings.env_mail().scheme == "console"


# Django 6.1 has another name for what sends mail.
CONNECTION = """
import django; from django.core import mail; django.setup()
one = mail.mailers["default"] if hasattr(mail, "mailers") else mail.get_connection()
print(type(one).__module__, *(getattr(one, name, None) for name in (
    "host", "port", "username", "password", "use_tls", "use_ssl", "timeout")))
"""


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("smtp+tls://lea%40shop:p%2Fw@a.example", "smtp a.example 587 lea@shop p/w True False 20"),
        ("smtps://lea:p@a.example:2465", "smtp a.example 2465 lea p False True 20"),
        ("console:", "console None None None None None None None"),
    ],
)
def test_mail_goes_out_by_the_server_that_is_named(url, told):
    made = {"EMAIL_URL": url, "DJANGO_SETTINGS_MODULE": "helpdesk.settings"}
    assert told_by(CONNECTION, **made) == f"django.core.mail.backends.{told}"


@pytest.mark.parametrize(
    "url", ["mail.example.org", "smtp:", "http://a.example", "smtp://a.example:x", "console://a"]
)
def test_an_odd_mail_server_is_refused_and_its_password_is_not_repeated(monkeypatch, url):
    monkeypatch.setenv("EMAIL_URL", url.replace("//", "//name:geheim@"))
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL") as refused:
        settings.env_mail()
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize("address", ["help.example.org", "ftp://a.example", "https://a.example?b"])
def test_an_odd_address_of_the_portal_is_refused(monkeypatch, address):
    monkeypatch.setenv("PUBLIC_URL", address)
    with pytest.raises(ImproperlyConfigured, match="PUBLIC_URL"):
        settings.env_site("PUBLIC_URL", "https://help.example.org")


def test_the_demo_has_a_database_of_its_own():
    names = {demo: read("DATABASES['default']['NAME']", DEMO=demo) for demo in ("0", "1")}
    assert Path(names["0"]).name == "helpdesk.sqlite3"
    assert Path(names["1"]).name == "demo.sqlite3"
