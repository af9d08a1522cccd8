"""The database cannot be reached for a while: what can be read is, and nothing that was sent is lost."""

from contextlib import contextmanager

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from tests.reading import tree_of
from troubleshooter.content import catalogue
from troubleshooter.models import Event

QUESTION = "/guides/lamp/questions/others/"


@contextmanager
def no_database(error=OperationalError):
    def refuse(execute, sql, params, many, context):
        raise error("the database is away")

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def visitor(visitor):
    visitor.raise_request_exception = False
    return visitor


def form_of(answer):
    page = tree_of(answer.content.decode())
    form = page.find(".//main//form")
    fields = [(i.get("name"), i.get("value")) for i in form.iter("input")]
    return form.get("action"), [one for one in fields if one[0] != "csrfmiddlewaretoken"]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_what_was_sent_is_kept_and_recorded_once_later(visitor, error):
    before = Event.objects.count()
    with no_database(error):
        answer = visitor.post(QUESTION, {"option": "yes", "page": ["a", "<b>"]})
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "no-store" in answer["Cache-Control"]
    action, fields = form_of(answer)
    assert (action, fields) == (QUESTION, [("option", "yes"), ("page", "a"), ("page", "<b>")])
    for _ in range(2):
        assert visitor.post(action, dict(fields)).status_code == 302
    assert Event.objects.count() == before + 1


def test_what_was_written_for_support_is_kept(visitor):
    text = "Since Monday.\n  “All” of it & more"
    with no_database():
        answer = visitor.post("/guides/lamp/support/", {"message": text, "hand_over": "1"})
    assert ("message", text) in form_of(answer)[1]


def test_a_page_of_a_visit_says_so_and_leads_back_to_itself(visitor):
    with no_database():
        answer = visitor.get(f"{QUESTION}?a=1", headers={"HX-Request": "true"})
    assert answer.status_code == 503
    assert f'href="{QUESTION}?a=1"' in answer.content.decode()


def test_guides_that_were_read_before_are_read_on(lamp):
    client = Client(raise_request_exception=False)
    assert [client.get(path).status_code for path in ("/", "/guides/lamp/")] == [200, 200]
    with no_database():
        for path in ("/", "/guides/lamp/"):
            answer = client.get(path)
            assert answer.status_code == 200
            assert lamp.published.content.title in answer.content.decode()
        assert client.post("/guides/lamp/start/", {}).status_code == 503
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503


def test_a_guide_that_nobody_asked_for_yet_cannot_be_read(lamp):
    catalogue._last.clear()
    client = Client(raise_request_exception=False)
    with no_database():
        assert client.get("/guides/lamp/").status_code == 503


def test_an_error_of_ours_is_no_trouble_of_the_database(visitor, monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("a fault of ours")

    monkeypatch.setattr("troubleshooter.views.question.services.answer", broken)
    assert visitor.post(QUESTION, {"option": "yes"}).status_code == 500
