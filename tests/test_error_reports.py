"""Sentry is told where an error was, and nothing of whoever met it."""

import json
import logging

import pytest
import sentry_sdk
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from sentry_sdk.transport import Transport

from helpdesk.error_reports import allowed, env_reports, start_reporting
from troubleshooter.content import catalogue

PLANTED = (
    "typed-4711",
    "203.0.113.9",
    "Planted Browser",
    "cookie-0815",
    "planted.example",
    "local-99",
)


class Recorded(Transport):
    """Sends nothing, and keeps what it would have sent."""

    def __init__(self):
        super().__init__({})
        self.sent = []

    def capture_envelope(self, envelope):
        self.sent.append(envelope.serialize().decode())


@pytest.fixture
def recorded():
    transport = Recorded()
    start_reporting("SENTRY_DSN", "https://key@sentry.example.org/1", transport=transport)
    yield transport.sent
    sentry_sdk.get_global_scope().set_client(None)


@pytest.fixture
def fails(monkeypatch):
    def live_guides():
        mine = "local-99"
        raise KeyError("typed-4711" + mine)

    monkeypatch.setattr(catalogue, "live_guides", live_guides)
    headers = {"user-agent": "Planted Browser", "referer": "https://planted.example/"}
    client = Client(raise_request_exception=False, headers=headers)
    client.cookies["visit"] = "cookie-0815"
    return lambda: client.get("/?q=typed-4711", REMOTE_ADDR="203.0.113.9")


@pytest.mark.django_db
def test_an_error_is_told_once_with_its_way_and_its_number(recorded, fails):
    number = fails().content.decode().partition("<bdi>")[2].partition("</bdi>")[0]
    (envelope,) = recorded
    event = json.loads(envelope.splitlines()[-1])
    (error,) = event["exception"]["values"]
    assert error["type"] == "KeyError"
    assert error["stacktrace"]["frames"][-1]["function"] == "live_guides"
    assert event["tags"] == {"request": number}
    assert len(number) == 16


@pytest.mark.django_db
def test_nothing_of_the_visitor_goes_along(recorded, fails):
    fails()
    # The lines of this very file are code, and stand around the place.
    event = json.loads(recorded[0].splitlines()[-1])
    for error in event["exception"]["values"]:
        for frame in error["stacktrace"]["frames"]:
            for lines in ("pre_context", "context_line", "post_context"):
                frame.pop(lines, None)
    said = json.dumps(event) + "".join(recorded[0].splitlines()[:-1])
    assert [planted for planted in PLANTED if planted in said] == []


@pytest.mark.django_db
def test_the_lists_are_what_keeps_it_back(recorded, fails, monkeypatch):
    """Planted: without them the same error tells what was typed."""
    sentry_sdk.get_client().options["before_send"] = lambda event, hint: event
    fails()
    assert "typed-4711" in recorded[0]


def test_what_is_only_said_is_not_told(recorded):
    logging.getLogger("planted").warning("typed-4711")
    assert recorded == []
    logging.getLogger("planted").error("typed-4711 %s", "local-99")
    assert "typed-4711" not in recorded[0]


def test_an_event_of_any_shape_is_let_through():
    assert allowed({}, {})["exception"] == {"values": []}
    odd = {"exception": {"values": [{"type": "X", "value": "typed", "stacktrace": None}]}}
    assert "typed" not in json.dumps(allowed(odd, {}))


def test_without_an_address_nobody_is_told(monkeypatch):
    monkeypatch.delenv("SENTRY_DSN", raising=False)
    assert env_reports("SENTRY_DSN") == ""
    assert not sentry_sdk.get_client().is_active()


def test_an_odd_address_is_refused_and_not_repeated(monkeypatch):
    monkeypatch.setenv("SENTRY_DSN", "https://no-key-in-here")
    with pytest.raises(ImproperlyConfigured, match="SENTRY_DSN") as refused:
        env_reports("SENTRY_DSN")
    assert "no-key-in-here" not in str(refused.value)
