"""The log tells what went wrong and where, of which request, and nothing that a visitor typed."""

import io
import json
import logging
import logging.config
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DataError, IntegrityError, OperationalError
from django.test import Client, RequestFactory
from gunicorn.config import Config
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.logs import logging_in
from helpdesk.quiet_log import JsonLines, Plain, WithoutSecrets, way_to
from helpdesk.request_numbers import current, number_of
from helpdesk.serving import QuietLogger, access_log_format
from troubleshooter.content import catalogue

TYPED = "my-card-is-4711"


@pytest.fixture(params=["json", "plain"])
def written(request):
    """What is written to the log, in either format."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(WithoutSecrets())
    form = logging_in(request.param)["formatters"][request.param]
    handler.setFormatter(JsonLines() if request.param == "json" else Plain(form["format"]))
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: out.getvalue()
    root.removeHandler(handler)


def broken(error):
    def asked(*args, **kwargs):
        raise error

    return asked


def failed(monkeypatch, error, **headers):
    monkeypatch.setattr(catalogue, "live_guides", broken(error))
    visitor = Client(raise_request_exception=False, headers=headers)
    return visitor.get("/", {"q": TYPED}, REMOTE_ADDR="203.0.113.9")


@pytest.mark.django_db
@pytest.mark.parametrize("error", [KeyError(TYPED), DataError(TYPED), IntegrityError(TYPED)])
def test_an_error_is_told_with_its_number_and_its_way_but_without_what_was_typed(
    monkeypatch, written, error
):
    agent = {"user-agent": "Planted Browser", "referer": "https://planted.example/?q=x"}
    page = failed(monkeypatch, error, **agent).content.decode()
    (number,) = re.findall(r"<bdi>([0-9a-f]{16})</bdi>", page)
    said = written()
    assert number in said
    assert type(error).__name__ in said
    assert "in asked" in said
    for planted in (TYPED, "203.0.113.9", "Planted Browser", "planted.example"):
        assert planted not in said


@pytest.mark.django_db
def test_a_database_that_is_away_says_where_it_was_asked_for(monkeypatch, written):
    error = OperationalError("connection to server failed\nDETAIL: " + TYPED)
    page = failed(monkeypatch, error)
    assert page.status_code == 503
    assert re.search(r"<bdi>[0-9a-f]{16}</bdi>", page.content.decode())
    assert "connection to server failed" in written()
    assert TYPED not in written()


@pytest.mark.django_db
def test_each_request_has_another_number(monkeypatch):
    pages = [failed(monkeypatch, KeyError("x")).content.decode() for _ in range(3)]
    assert len({re.search(r"<bdi>(\w+)</bdi>", page)[1] for page in pages}) == 3
    assert current.get() == "-"


def test_a_line_of_json_is_one_object_with_known_names(caplog):
    request = RequestFactory().get("/?q=" + TYPED)
    with caplog.at_level(logging.WARNING):
        logging.getLogger("django.request").warning(
            "Not\nFound: %s", "/go-on/abc/", extra={"request": request, "status_code": 404}
        )
    (record,) = caplog.records
    assert WithoutSecrets().filter(record)
    line = JsonLines().format(record)
    assert "\n" not in line
    said = json.loads(line)
    assert set(said) == {"time", "level", "logger", "request", "message", "status"}
    assert (said["message"], said["status"]) == ("Not\nFound: /go-on/…/", 404)


@pytest.mark.django_db
@pytest.mark.parametrize("told", ["/mia.kent@example.org/", "/guides/lamp/steps/mia-kent/", "/é/"])
def test_an_address_that_is_not_there_is_not_repeated(lamp, written, told):
    client = Client()
    client.post("/guides/lamp/start/", {})
    assert client.get(told).status_code == 404
    assert "Not Found: " in written()
    assert "mia" not in written()
    assert "é" not in written()
    assert "\\xe9" not in written()
    assert ("<slug:key>" in written()) == ("steps" in told)


@pytest.mark.parametrize("start", ["Invalid request from ip=", "Error handling request GET /?q="])
def test_what_gunicorn_cannot_read_is_not_repeated(start):
    record = logging.LogRecord("gunicorn.error", 30, "", 1, f"{start}203.0.113.9\n: mia", (), None)
    WithoutSecrets().filter(record)
    assert start.startswith(record.msg)
    assert "request" in record.msg
    assert not re.search("mia|203|=", record.msg)


@pytest.mark.parametrize(
    ("status", "kept"),
    [("200 OK", True), (302, True), ("404 Not Found", False), (301, False), ("403", False)],
)
def test_the_access_log_has_no_address_that_is_not_there(status, kept):
    told = {"REQUEST_METHOD": "GET", "RAW_URI": "/x?q=mia", "SERVER_PROTOCOL": "HTTP/1.1"}
    told |= {"PATH_INFO": "/mia/", "QUERY_STRING": "q=mia"}
    answer = SimpleNamespace(status=status, headers=[], sent=1)
    atoms = QuietLogger(Config()).atoms(answer, SimpleNamespace(headers=[]), told, timedelta())
    line = access_log_format % {**atoms, "M": 0}
    assert ("mia" in line) == kept


@given(text=st.text(alphabet=st.characters(min_codepoint=33), min_size=12))
def test_no_error_repeats_its_words(text):
    """Whatever was raised from whatever."""
    try:
        try:
            int(text + "!")
        except ValueError as error:
            raise LookupError(text) from error
    except LookupError as error:
        said = way_to(error)
    assert text not in said
    assert re.findall(r"builtins\.(\w+)", said) == ["ValueError", "LookupError"]


GIVEN = "0123456789abcdef0123456789abcdef"


def test_only_a_proxy_of_ours_gives_a_number(settings):
    def numbered(given):
        return number_of(RequestFactory().get("/", headers={"x-request-id": given}))

    settings.BEHIND_PROXY = False
    assert numbered(GIVEN) != GIVEN
    settings.BEHIND_PROXY = True
    assert numbered(GIVEN) == GIVEN
    for odd in ("", GIVEN.upper(), GIVEN + "\n", GIVEN[1:], "x" * 32, "<b>" + GIVEN[3:]):
        assert re.fullmatch(r"[0-9a-f]{16}", numbered(odd))


def test_the_settings_of_logging_can_be_used():
    for form in ("plain", "json"):
        logging.config.DictConfigurator(logging_in(form))
