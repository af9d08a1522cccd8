"""What people type about themselves is kept nowhere but in the hand-over that they chose to keep.

Everywhere that a page lets one type, and everywhere that a browser sends something by itself, a mark
is planted. Which places there are is found by walking the pages, not from a list. Then the whole
database is read, down to the bytes of its file, and the logs and every export with it.
"""

import logging
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client

from tests.conftest import GUIDES, publish_file
from troubleshooter.models import Delivery, Visit
from troubleshooter.urls import urlpatterns
from troubleshooter.visits.tokens import hash_of

pytestmark = pytest.mark.django_db(transaction=True)
# Short enough to be counted as words that found nothing.
TYPED = "Woe mia.kent@canary-mail.example, +49 170 5550199"
CARD = "4111 1111 1111 1111"
MARKS = (
    *("mia.kent", "canary-mail", "5550199", "170 555", CARD, CARD.replace(" ", "")),
    *("canary-agent", "canary-referer", "canary-query", "canary-language", "203.0.113.77"),
)
SENT_BY_ITSELF = {
    "User-Agent": f"canary-agent/1.0 ({TYPED})",
    "Referer": f"https://canary-referer.example/{TYPED.replace(' ', '-')}",
    "Accept-Language": "canary-language",
    "X-Forwarded-For": "203.0.113.77",
}
QUERY = {"canary-query": TYPED, "utm_source": TYPED, "message": TYPED}
NO_TEXT = {"hidden", "radio", "checkbox", "submit", "button", "reset", "file", "image"}
# Pages of staff, files of ours, and what ends a visit.
NOT_WALKED = ("/admin/", "/insights/", "/preview/", "/static/", "/healthz", "/readyz")
ENDS = {"forget"}
KEPT = {"troubleshooter_visit.handoff", "troubleshooter_delivery.content"}


class Reader(HTMLParser):
    """The links and the forms of a page."""

    def __init__(self):
        super().__init__()
        self.links, self.forms = set(), []

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in attrs:
            self.links.add(attrs["href"])
        elif tag == "form":
            method = attrs.get("method", "get").lower()
            form = {"action": attrs.get("action", ""), "method": method}
            self.forms.append(form | {"data": {}, "texts": set(), "buttons": []})
        elif self.forms and tag in ("input", "textarea", "select", "button"):
            self._control(tag, attrs, self.forms[-1])

    def _control(self, tag, attrs, form):
        name, kind = attrs.get("name", ""), attrs.get("type", "text")
        if tag == "button" and kind in ("text", "submit"):
            form["buttons"].append((name, attrs.get("value", ""), attrs.get("formaction", "")))
        if tag == "button" or not name:
            return
        if tag == "textarea" or (tag == "input" and kind not in NO_TEXT):
            form["texts"].add(name)
        elif tag == "select" or "value" in attrs:
            form["data"].setdefault(name, attrs.get("value", ""))


class Walker:
    """Opens every page that can be reached and sends every form by each of its buttons: with words where a
    choice belongs, filled in as it is meant, and with a card number too."""

    def __init__(self):
        self.client = Client(headers=SENT_BY_ITSELF, REMOTE_ADDR="203.0.113.77")
        self.client.raise_request_exception = True
        self.waiting, self.seen, self.typed_in = [], Counter(), set()
        for one in urlpatterns:
            if not one.pattern.converters:
                self._may_wait(f"/{one.pattern}")

    def walk(self, most=150):
        while self.waiting and len(self.seen) < most:
            page = self.waiting.pop(0)
            self.look(page, self.client.get(page, QUERY, follow=True))
            self.look(page, self.client.get(page, follow=True))
        assert not self.waiting, "there are more pages than this walk opens"

    def look(self, page, response):
        assert response.status_code in (200, 404, 405), page
        if not response["Content-Type"].startswith("text/html"):
            return
        reader = Reader()
        reader.feed(response.content.decode())
        here = response.wsgi_request.path
        for link in (urldefrag(urljoin(here, link)).url for link in reader.links):
            self._may_wait(link)
        for form in reader.forms:
            self.send(here, form)

    def send(self, here, form):
        self.typed_in |= {(here, name) for name in form["texts"]}
        buttons = form["buttons"] or [("", "", "")]
        for name, value, elsewhere in (b for b in buttons if b[0] not in ENDS):
            action = urljoin(here, elsewhere or form["action"] or here)
            sending = f"{form['method']} {action} {name}={value}"
            if self.seen[sending]:
                continue
            self.seen[sending] += 1
            pressed = {name: value} if name else {}
            everything = dict.fromkeys({**form["data"], **pressed}, TYPED)
            for data, text in (
                (everything, TYPED),
                (form["data"] | pressed, TYPED),
                (form["data"] | pressed, f"{TYPED}, {CARD}"),
            ):
                data = data | dict.fromkeys(form["texts"], text)
                post = getattr(self.client, form["method"])
                self._may_wait(post(action, data, follow=True).wsgi_request.path)

    def _may_wait(self, link):
        parts = urlsplit(link)
        if parts.netloc or parts.scheme or parts.path.startswith(NOT_WALKED):
            return
        if not self.seen[parts.path]:
            self.seen[parts.path] += 1
            self.waiting.append(parts.path)


def marks_in(text):
    return {mark for mark in MARKS if mark in text}


def columns_with_marks():
    """Every column of every table that holds a mark."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                found |= {f"{table}.{n}" for n, v in zip(names, row) if marks_in(readable(v))}
    return found


def readable(value):
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def bytes_of_the_database():
    """What a thief of the files would read, once SQLite has written back what it keeps aside."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert cursor.fetchone()[0] == 0
    file = Path(connection.settings_dict["NAME"])
    aside = file.with_name(f"{file.name}-wal")
    return file.read_bytes() + (aside.read_bytes() if aside.exists() else b"")


def exports():
    lead = User.objects.create_user("lea")
    lead.user_permissions.add(Permission.objects.get(codename="view_statistics"))
    client = Client()
    client.force_login(lead)
    reader = Reader()
    reader.feed(client.get("/insights/export/").content.decode())
    files = [link for link in reader.links if ".csv" in link or ".json" in link]
    assert len(files) > 10
    for link in [*files, "/insights/causes/"]:
        response = client.get(link)
        assert response.status_code == 200, link
        yield link, response.getvalue().decode()


def test_personal_data_is_kept_in_the_hand_over_alone_and_goes_with_it(settings, caplog, capfd):
    settings.HANDOVER_MAIL_TO = "desk@example.org"
    settings.BEHIND_PROXY, settings.PROXIES = True, 1
    publish_file(GUIDES / "lamp.yaml")
    caplog.set_level(logging.DEBUG)
    walker = Walker()
    walker.walk()
    fields = {"os-version", "message", "since"}
    assert {("/", "q")} | {("/guides/lamp/support/", f) for f in fields} <= walker.typed_in
    assert Visit.objects.exclude(handoff={}).exists()
    assert Delivery.objects.filter(content__isnull=False).exists()
    assert columns_with_marks() == KEPT
    assert not [v.handoff for v in Visit.objects.all() if CARD in str(v.handoff)]
    assert [(link, marks_in(text)) for link, text in exports() if marks_in(text)] == []
    on_sqlite = connection.vendor == "sqlite"
    if on_sqlite:
        assert b"canary-mail" in bytes_of_the_database()
    for visit in Visit.objects.exclude(outcome="forgotten"):
        forget(walker.client, visit)
    assert columns_with_marks() == set()
    if on_sqlite:
        assert marks_in(bytes_of_the_database().decode("latin-1")) == set()
    said = caplog.text + "".join(capfd.readouterr())
    assert marks_in(said) == set()


def forget(client, visit):
    """With the token of its own: a walk begins several visits."""
    secret = "a token for the test"
    Visit.objects.filter(pk=visit.pk).update(token_hash=hash_of(secret))
    client.cookies["visit-lamp"] = secret
    client.post("/guides/lamp/answers/", {"forget": "1"})


def test_a_mark_in_any_table_is_found(lamp):
    User.objects.create_user("x", email="mia.kent@example.org")
    assert "auth_user.email" in columns_with_marks()
