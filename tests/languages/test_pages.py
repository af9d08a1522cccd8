"""No English is left on a visitor's page in another language, but for a guide's own words.

A made-up language puts every text of the interface in brackets. What has no brackets was forgotten.
"""

import logging
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from tests.delivering.conftest import clock, desk, hands_over, the_delivery
from tests.languages.brackets import CODE, bracketed, left_over, write_catalogue
from tests.languages.test_catalogues import catalogue
from troubleshooter.content import catalogue as guides
from troubleshooter.delivering.claiming import settle_failed
from troubleshooter.delivering.sending import send_due
from troubleshooter.models import Guide

__all__ = ["clock", "desk"]
IN_IT = {"accept-language": CODE}
AT = "/guides/lamp"


@pytest.fixture(autouse=True)
def _made_up(settings, tmp_path):
    write_catalogue(catalogue("de"), tmp_path)
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [*settings.LANGUAGES, (CODE, "Esperanto")]


@pytest.fixture
def reader(lamp):
    client = Client(headers=IN_IT)
    start = {"platform": "desk", "version": "2", "message": "no-power"}
    client.post(f"{AT}/start/", start)
    return client


def before_a_visit(client):
    yield "home", client.get("/")
    yield "found", client.get("/?q=no power")
    yield "nothing found", client.get("/?q=zzzzzz")
    yield "a guide", client.get(f"{AT}/")
    yield "a message was picked", client.get(f"{AT}/?message=no-power")
    yield "refused start", client.post(f"{AT}/start/", {"platform": "x", "version": "9"})
    yield "in a frame", client.get("/embed/lamp/")
    yield "go on", client.get("/go-on/")
    yield "a link", client.get("/go-on/abcdefghijklmnopqrstuv/")
    yield "a wrong code", client.post("/go-on/", {"code": "22"})
    yield "a code too long", client.post("/go-on/", {"code": "2" * 500})
    yield "a wrong link", client.post("/go-on/", {"secret": "abcdefghijklmnopqrstuv"})
    yield "language", client.get("/language/")
    yield "a wrong language", client.post("/language/", {"language": "xx"})
    yield "accessibility", client.get("/accessibility/")
    yield "offline", client.get("/offline/")
    yield "a wrong link of support", client.get("/support/cause/x:y/")
    Guide.objects.update(outage=True)
    yield "outage", client.get(f"{AT}/")
    yield "outage in a frame", client.get("/embed/lamp/")
    Guide.objects.update(withdrawn=True)
    yield "withdrawn", client.get(f"{AT}/")
    yield "withdrawn in a frame", client.get("/embed/lamp/")
    Guide.objects.update(live_revision=None, live_parameters=None)
    yield "no guide", client.get("/")


def during_a_visit(reader):
    yield "begun already", reader.get(f"{AT}/")
    yield "answered by the message", reader.get(f"{AT}/questions/others/")
    yield "message", reader.get(f"{AT}/message/")
    yield "no such message", reader.post(f"{AT}/message/", {"message": "x"})
    yield "question", reader.get(f"{AT}/questions/flicker/")
    yield "refused answer", reader.post(f"{AT}/questions/flicker/", {"option": ""})
    yield "no such answer", reader.post(f"{AT}/questions/flicker/", {"option": "x"})
    reader.post(f"{AT}/paths/switch/not-found/", {})
    yield "path not found", reader.get(f"{AT}/steps/plug-in/")
    for key in guides.live_guide("lamp").published.steps:
        at = f"{AT}/steps/{key}/"
        yield f"step or gate {key}", reader.get(at)
        yield "refused", reader.post(at, {})
        reader.post(at, {"confirm": "1"})
        yield f"step {key}", reader.get(at)
        reader.post(at, {"result": "waiting"})
        yield "waiting", reader.get(at)
        yield "begun, and waiting", reader.get(f"{AT}/")
        reader.post(at, {"result": "could_not"})
    yield "answers", reader.get(f"{AT}/answers/")
    yield "another device", reader.get(f"{AT}/another-device/")
    yield "a code", reader.post(f"{AT}/another-device/")


def after_a_visit(reader):
    yield "support", reader.get(f"{AT}/support/")
    yield "a card number", reader.post(f"{AT}/support/", {"message": "4111 1111 1111 1111"})
    yield "too much text", reader.post(f"{AT}/support/", {"message": "x" * 3000})
    hands_over(reader)
    yield "handed over", reader.get(f"{AT}/support/")
    reader.post(f"{AT}/steps/candle/", {"result": "fixed"})
    yield "worked around", reader.get(f"{AT}/resolved/")
    reader.post(f"{AT}/steps/new-bulb/", {"result": "fixed"})
    yield "resolved", reader.get(f"{AT}/resolved/")


def check(pages, *, at_least):
    theirs = texts_of(guides.live_guide("lamp").published.content)
    seen = 0
    for what, answer in pages:
        html = answer.content.decode()
        assert answer.status_code != 302, what
        assert f'<html lang="{CODE}"' in html, what
        assert left_over(html, theirs) == [], what
        seen += 1
    assert seen >= at_least


def texts_of(content):
    found = {content.title, content.summary}
    found |= {one.title for one in content.steps} | {one.text for one in content.questions}
    return found


def test_every_word_before_a_visit_is_in_the_language_of_the_page(lamp):
    check(before_a_visit(Client(headers=IN_IT)), at_least=20)


def test_every_word_of_a_visit_is_in_the_language_of_the_page(reader):
    check(during_a_visit(reader), at_least=30)


def test_every_word_after_a_visit_is_in_the_language_of_the_page(reader):
    check(after_a_visit(reader), at_least=5)


def test_how_a_hand_over_stands_is_in_the_language_of_the_page(reader, desk, clock):
    def pages():
        yield "to be sent", reader.get(f"{AT}/support/")
        hands_over(reader)
        yield "on its way", reader.get(f"{AT}/support/")
        clock.goes_on(days=1)
        settle_failed(the_delivery(), "It answered 401.", clock.now)
        yield "not sent", reader.get(f"{AT}/support/")

    check(pages(), at_least=3)


def test_what_was_sent_is_in_the_language_of_the_page(reader, desk):
    hands_over(reader)
    send_due()
    pages = [("sent", reader.get(f"{AT}/support/")), ("then", reader.get(f"{AT}/answers/"))]
    check(pages, at_least=2)


def test_a_visit_to_come_back_to_asks_in_the_language_of_the_page(reader, monkeypatch):
    reader.post(f"{AT}/steps/new-bulb/", {"result": "waiting"})
    later = timezone.now() + timedelta(hours=5)
    monkeypatch.setattr(timezone, "now", lambda: later)
    pages = [("due", reader.get(f"{AT}/")), ("to say", reader.get(f"{AT}/steps/new-bulb/"))]
    check(pages, at_least=2)


def test_a_demo_says_so_in_the_language_of_the_page(lamp, settings):
    settings.DEMO = True
    check([("home", Client(headers=IN_IT).get("/"))], at_least=1)


def test_errors_are_in_the_language_of_the_page(lamp, monkeypatch, settings):
    def broken(error):
        def raises():
            raise error

        monkeypatch.setattr(guides, "live_guides", raises)
        return Client(headers=IN_IT, raise_request_exception=False)

    def pages():
        client = Client(headers=IN_IT)
        yield 404, client.get("/nowhere/")
        yield 400, client.get("/", headers={"host": "evil.example"})
        yield 403, Client(headers=IN_IT, enforce_csrf_checks=True).post(f"{AT}/start/", {})
        yield 500, broken(RuntimeError("planted")).get("/")
        yield 503, broken(OperationalError("planted")).get("/")
        settings.LIMITS = {**settings.LIMITS, "searches": "0/day", "starts": "0/day"}
        yield 429, client.get("/?q=power")
        yield 429, client.post(f"{AT}/start/", {})

    def as_said():
        for status, answer in pages():
            assert answer.status_code == status
            yield status, answer

    logging.disable(logging.CRITICAL)
    try:
        check(as_said(), at_least=7)
    finally:
        logging.disable(logging.NOTSET)


def test_parts_that_come_alone_are_in_the_language_of_the_page(reader):
    alone = {"hx-request": "true"}
    for address, target in (
        ("/?q=no power", "found"),
        ("/?q=zzzzzz", "found"),
        (f"{AT}/message/?q=power", "found"),
        (f"{AT}/message/?q=zzzzzz", "found"),
        (f"{AT}/facts/sockets/", "fact"),
        (f"{AT}/steps/new-bulb/", "main"),
    ):
        answer = reader.get(address, headers={**alone, "hx-target": target})
        assert answer.status_code == 200
        theirs = texts_of(guides.live_guide("lamp").published.content)
        assert left_over(answer.content.decode(), theirs) == [], address


def test_results_are_in_the_language_of_the_page_in_the_text_for_support(reader):
    for key, result in (("plug-in", "no_help"), ("fuse-out", "no_help"), ("candle", "not_found")):
        reader.post(f"{AT}/steps/{key}/", {"result": result})
    text = reader.get(f"{AT}/support/hand-over.txt").content.decode()
    for said in ("it did not help", "done", "could not find it"):
        assert f" - {bracketed(said)}\n" in text


def test_a_forgotten_word_is_found():
    page = "<title>\u27e6t\u27e7 · \u27e6Help\u27e7</title><p>\u27e6ours\u27e7</p>"
    page += "<p><span lang='en'>theirs</span></p>{}"
    assert left_over(page.format("")) == []
    assert left_over(page.format("<p>Forgotten</p>")) == ["Forgotten"]
    assert left_over(page.format("<p>\u27e6a <b>b</b>\u27e7 tail</p>")) == ["tail"]
    assert left_over(page.format("<a aria-label='Forgotten'></a>")) == ["Forgotten"]
    assert left_over(page.format("<p data-say-kept='Forgotten'></p>")) == ["Forgotten"]
    assert left_over("<title>A step · \u27e6Help\u27e7</title>") == ["A step"]
    assert left_over("<title>A step · \u27e6Help\u27e7</title>", {"A step"}) == []
