"""To whom hand-overs are sent is understood, or refused without repeating what was given."""

from base64 import b64encode

import pytest
from django.core.exceptions import ImproperlyConfigured

from helpdesk import hand_over

RIGHT = "whsec_" + b64encode(b"k" * 32).decode()


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in ("HANDOVER_WEBHOOK_URL", "HANDOVER_WEBHOOK_SECRET", "HANDOVER_MAIL_TO"):
        monkeypatch.delenv(name, raising=False)


def webhook(monkeypatch, address, secret=RIGHT):
    monkeypatch.setenv("HANDOVER_WEBHOOK_URL", address)
    monkeypatch.setenv("HANDOVER_WEBHOOK_SECRET", secret)
    return hand_over.env_webhook()


def test_without_variables_nothing_is_sent():
    assert hand_over.env_webhook() == ("", "")
    assert hand_over.env_mail_to(mail_goes_out=False) == ""


@pytest.mark.parametrize(
    "address",
    [
        "https://desk.example.org/in?key=1",
        "https://10.0.0.7:8443/",
        "http://localhost:9000/in",
        "http://127.0.0.1/",
        "http://10.0.0.7/in",
        "http://[::1]:9000/",
    ],
)
def test_a_help_desk_is_taken(monkeypatch, address):
    assert webhook(monkeypatch, address) == (address, RIGHT)


@pytest.mark.parametrize(
    "address",
    [
        "desk.example.org/geheim",
        "ftp://desk.example.org/geheim",
        "http://desk.example.org/geheim",
        "http://93.184.215.14/geheim",
        "http://localhost.example.org/geheim",
        "https://name:geheim@desk.example.org/",
        "https:///geheim",
        "https://desk.example.org:x/geheim",
        "https://desk.example.org/geheim#part",
        "https://desk.example.org/a geheim",
    ],
)
def test_an_odd_address_is_refused_and_not_repeated(monkeypatch, address):
    with pytest.raises(ImproperlyConfigured, match="HANDOVER_WEBHOOK_URL") as refused:
        webhook(monkeypatch, address)
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "geheim",
        RIGHT.removeprefix("whsec_"),
        "whsec_" + b64encode(b"k" * 23).decode(),
        "whsec_" + b64encode(b"k" * 65).decode(),
        RIGHT + "!",
        "whsec_geheimü",
    ],
)
def test_a_weak_or_odd_secret_is_refused_and_not_repeated(monkeypatch, secret):
    with pytest.raises(ImproperlyConfigured, match="HANDOVER_WEBHOOK_SECRET") as refused:
        webhook(monkeypatch, "https://desk.example.org/", secret)
    assert not secret or secret not in str(refused.value)


def test_a_secret_for_nobody_is_refused(monkeypatch):
    with pytest.raises(ImproperlyConfigured, match="HANDOVER_WEBHOOK_URL"):
        webhook(monkeypatch, "")


def test_letters_need_a_mail_server(monkeypatch):
    monkeypatch.setenv("HANDOVER_MAIL_TO", "desk@example.org")
    assert hand_over.env_mail_to(mail_goes_out=True) == "desk@example.org"
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        hand_over.env_mail_to(mail_goes_out=False)


@pytest.mark.parametrize(
    "to", ["desk", "a@example.org, b@example.org", "a@example.org\nBcc: x@y.z"]
)
def test_an_odd_mail_address_is_refused(monkeypatch, to):
    monkeypatch.setenv("HANDOVER_MAIL_TO", to)
    with pytest.raises(ImproperlyConfigured, match="HANDOVER_MAIL_TO"):
        hand_over.env_mail_to(mail_goes_out=True)
