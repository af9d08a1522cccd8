"""What a visitor's pages can look like: each state once, with its name, made by requests alone.

The browser gets what the server answered, so that refused forms and faults of ours are states too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, override_settings
from playwright.sync_api import Page, Route

from troubleshooter.models import Guide
from troubleshooter.views.counting import visitors

BASE = "http://help.example"
LAMP = "/guides/lamp/"
# The same name in another language is another state.
LANGUAGES = ("en", "de", "ar")
# What the server answers with, where that is not 200.
STATUSES = {
    "too many codes": 429,
    "too much sent": 429,
    "not found": 404,
    "open for too long": 403,
    "no host of ours": 400,
    "trouble on our side": 500,
    "nothing is saved": 503,
}


@dataclass(frozen=True, kw_only=True)
class State:
    """`name` is unique within a language; `page` is the hooks of <main>: what page it is."""

    language: str
    name: str
    address: str
    answer: HttpResponse

    def __str__(self) -> str:
        return f"{self.language}: {self.name}"


def every_state(language: str) -> Iterator[State]:
    reader = Client(headers={"accept-language": language}, raise_request_exception=False)
    for part in (before, questions, steps, elsewhere, ends, faults_of_ours):
        for name, answer in part(reader):
            assert answer.status_code == STATUSES.get(name, 200), (name, answer.status_code)
            address = answer.wsgi_request.get_full_path()
            yield State(language=language, name=name, address=address, answer=answer)


def before(reader):
    yield "home", reader.get("/")
    yield "home with hits", reader.get("/?q=no power")
    yield "home without hits", reader.get("/?q=qqqq")
    yield "guide", reader.get(LAMP)
    yield "guide with a message", reader.get(f"{LAMP}?message=no-power")
    yield "start refused", reader.post(f"{LAMP}start/", {"platform": "x", "version": "9"})
    Guide.objects.update(outage=True, outage_text="Known.")
    yield "guide in an outage", reader.get(LAMP)
    Guide.objects.update(outage=False)
    reader.post(f"{LAMP}start/", {"platform": "desk", "version": "2"})
    yield "guide begun already", reader.get(LAMP)


def questions(reader):
    others, flicker = f"{LAMP}questions/others/", f"{LAMP}questions/flicker/"
    yield "no answers", reader.get(f"{LAMP}answers/")
    yield "question with paths and facts", reader.get(others)
    yield "question", reader.get(flicker)
    yield "answer refused", reader.post(flicker, {"option": ""})
    reader.post(flicker, {"option": "no"})
    yield "question answered", reader.get(flicker)
    reader.post(f"{LAMP}paths/switch/not-found/", {"from": "question/others"})
    yield "path not found", reader.get(others)
    yield "messages", reader.get(f"{LAMP}message/")
    yield "messages without hits", reader.get(f"{LAMP}message/?q=qqqq")
    reader.post(f"{LAMP}message/", {"message": "no-power"})
    yield "question answered by a message", reader.get(others)
    yield "message picked", reader.get(f"{LAMP}message/")


def steps(reader):
    yield "step", reader.get(f"{LAMP}steps/plug-in/")
    yield "result refused", reader.post(f"{LAMP}steps/plug-in/", {})
    yield "step that interrupts", reader.get(f"{LAMP}steps/new-bulb/")
    reader.post(f"{LAMP}steps/new-bulb/", {"result": "waiting"})
    yield "step waited for", reader.get(f"{LAMP}steps/new-bulb/")
    yield "safeguard", reader.get(f"{LAMP}steps/fuse-out/")
    reader.post(f"{LAMP}steps/fuse-out/", {"result": "could_not"})
    yield "gate", reader.get(f"{LAMP}steps/rewire/", follow=True)
    reader.post(f"{LAMP}steps/rewire/", {"result": "could_not"})
    yield "gate declined", reader.get(f"{LAMP}steps/rewire/", follow=True)
    reader.post(f"{LAMP}steps/rewire/", {"confirm": "1"})
    yield "step on another device", reader.get(f"{LAMP}steps/rewire/", follow=True)
    yield "workaround", reader.get(f"{LAMP}steps/candle/")
    yield "answers", reader.get(f"{LAMP}answers/")


def elsewhere(reader):
    yield "another device", reader.get(f"{LAMP}another-device/")
    yield "pass to another device", reader.post(f"{LAMP}another-device/")
    yield "go on", reader.get("/go-on/")
    yield "wrong code", reader.post("/go-on/", {"code": "22"})
    yield "link to go on", reader.get("/go-on/abcdefghijklmnopqrstuv/")
    guess = {"code": "2345-6789-CFGH"}  # as codes are written, and nobody's
    yield "too many codes", too_many("codes", lambda: reader.post("/go-on/", guess))
    yield "languages", reader.get("/language/")
    yield "language refused", reader.post("/language/", {"language": "xx"})
    yield "accessibility", reader.get("/accessibility/")
    yield "offline", reader.get("/offline/")
    yield "frame", reader.get("/embed/lamp/")


def too_many(kind: str, ask: Callable[[], HttpResponse]) -> HttpResponse:
    """Asked twice, with a limit of one: what the second one is told."""
    visitors().reset()
    with override_settings(LIMITS={**settings.LIMITS, kind: "1/hour"}):
        answers = [ask(), ask()]
    visitors().reset()
    return answers[1]


def ends(reader):
    support = f"{LAMP}support/"
    yield "support", reader.get(support)
    yield "support refused", reader.post(support, {"message": "4111 1111 1111 1111"})
    reader.post(support, {"since": "Monday", "hand_over": "1"})
    yield "support handed over", reader.get(support)
    reader.post(f"{LAMP}steps/candle/", {"result": "fixed"})
    yield "worked around", reader.get(f"{LAMP}resolved/")
    reader.post(f"{LAMP}steps/new-bulb/", {"result": "fixed"})
    yield "resolved", reader.get(f"{LAMP}resolved/")
    Guide.objects.update(withdrawn=True)
    yield "withdrawn", reader.get(LAMP)
    Guide.objects.update(withdrawn=False)
    yield "answers forgotten", reader.post(f"{LAMP}answers/", {"forget": "1"}, follow=True)


def faults_of_ours(reader):

    strict = Client(enforce_csrf_checks=True, **reader.defaults)
    yield "not found", reader.get("/nowhere/")
    yield "open for too long", strict.post(f"{LAMP}start/", {})
    yield "no host of ours", reader.get("/", headers={"host": "evil.example"})
    device = {"platform": "desk", "version": "2"}
    yield "too much sent", too_many("starts", lambda: reader.post(f"{LAMP}start/", device))
    with connection.execute_wrapper(_unreadable):
        yield "trouble on our side", reader.get("/")
    with connection.execute_wrapper(_full):
        yield "nothing is saved", reader.post(f"{LAMP}start/", {"platform": "desk"})


def _unreadable(execute, sql, params, many, context):
    raise RuntimeError("planted")


def _full(execute, sql, params, many, context):
    raise OperationalError("database or disk is full")


class Shelf:
    """Lays one state after the other before the browser, with the real scripts, styles and CSP."""

    def __init__(self, page: Page) -> None:
        self.page, self.state, self.kept = page, None, {}
        page.route(f"{BASE}/**", self._give)

    def open(self, state: State) -> None:
        self.state = state
        self.page.goto(BASE + state.address)

    def _give(self, route: Route) -> None:
        path = route.request.url.removeprefix(BASE)
        if path.startswith("/static/"):
            found = self.kept.setdefault(path, finders.find(path.removeprefix("/static/")))
            route.fulfill(path=Path(found))
        elif route.request.resource_type == "document":
            answer = self.state.answer
            headers = {k: v for k, v in answer.items() if k.lower() != "set-cookie"}
            route.fulfill(status=answer.status_code, headers=headers, body=answer.content)
        else:
            route.fulfill(status=204)
