"""Forms carry when their page was fetched. It tells people from machines, and stops nobody."""

import re

import pytest
from django.test import Client
from django.utils.html import escape

from troubleshooter.models import Event
from troubleshooter.visits import page_stamps
from troubleshooter.visits.page_stamps import (
    LONGEST_SECONDS,
    SALT,
    Sent,
    ShortSigner,
    sent_with,
    stamp,
)

from .walking import HTMX, look

pytestmark = pytest.mark.django_db
A_DAY = 24 * 60 * 60


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test can put forward."""

    class Clock:
        now = 1_790_000_000.25

        def time(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(page_stamps, "time", clock)
    return clock


def last():
    event = Event.objects.latest("pk")
    return event.kind, event.page_seconds, event.unread


def post(client, page, address, data):
    return client.post(address, {"page": page.stamp, **data})


PAGES = {
    "questions/others": ("questions/others", {"option": "yes"}, "answered"),
    "steps/plug-in": ("steps/plug-in", {"result": "no_help"}, "result"),
    "steps/new-bulb": ("paths/switch/not-found", {"from": "step/new-bulb"}, "path_not_found"),
    "support": ("support", {"hand_over": "1"}, "handed_over"),
}


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("page", PAGES)
def test_every_form_of_a_visit_says_how_long_its_page_was_open(visitor, clock, page, headers):
    to, data, kind = PAGES[page]
    fetched = look(visitor.get(f"/guides/lamp/{page}/", headers=headers))
    clock.now += 12.5
    assert post(visitor, fetched, f"/guides/lamp/{to}/", data).status_code == 302
    assert last() == (kind, pytest.approx(12.5, abs=0.002), False)


KNOWN = {**HTMX, "Form-Marks": "known"}


@pytest.mark.parametrize("page", PAGES)
def test_a_script_that_knows_a_token_gets_the_mark_beside_the_page(visitor, clock, page):
    to, data, kind = PAGES[page]
    answer = visitor.get(f"/guides/lamp/{page}/", headers=KNOWN)
    assert look(answer).stamp == ""
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    clock.now += 12.5
    visitor.post(f"/guides/lamp/{to}/", {"page": answer["Page-Mark"], **data})
    assert last() == (kind, pytest.approx(12.5, abs=0.002), False)


@pytest.mark.parametrize("headers", [{}, HTMX, {"Form-Marks": "known"}])
def test_whoever_knows_none_gets_both_in_the_page(visitor, headers):
    answer = visitor.get("/guides/lamp/steps/plug-in/", headers=headers)
    assert look(answer).stamp
    assert "csrfmiddlewaretoken" in answer.content.decode()
    assert "Page-Mark" not in answer
    assert "Form-Marks" in answer["Vary"]


def test_the_same_page_is_the_same_text_each_time(visitor):
    one, other = (visitor.get("/guides/lamp/steps/plug-in/", headers=KNOWN) for _ in range(2))
    assert one.content == other.content


def test_a_gate_says_so_too(visitor, clock):
    visitor.post("/guides/lamp/steps/fuse-out/", {"result": "could_not"})
    gate = look(visitor.get("/guides/lamp/steps/rewire/"))
    clock.now += 3
    post(visitor, gate, "/guides/lamp/steps/rewire/", {"confirm": "1"})
    assert last() == ("confirmed", pytest.approx(3, abs=0.002), False)


def test_the_start_and_all_that_a_message_says_have_one_page(lamp, client, clock):
    page = look(client.get("/guides/lamp/", {"message": "no-power"}))
    clock.now += 4
    post(client, page, "/guides/lamp/start/", {"message": "no-power"})
    events = Event.objects.order_by("pk").values_list("kind", "page_seconds", "unread")
    four = pytest.approx(4, abs=0.002)
    assert list(events) == [("started", four, False), ("answered", four, False)]


FALSE = {
    "none": None,
    "empty": "",
    "anything": "x" * 5000,
    "not ours": ShortSigner(key="another", salt=SALT).sign("18f00000000"),
    "signed for something else": ShortSigner(salt="another").sign("18f00000000"),
    "altered": "2" + ShortSigner(salt=SALT).sign("18f00000000"),
    "odd": "\0é😀",
}


@pytest.mark.parametrize("mark", FALSE)
def test_without_a_true_mark_the_post_works_and_is_marked_unread(visitor, mark):
    data = {"option": "yes"} if FALSE[mark] is None else {"option": "yes", "page": FALSE[mark]}
    response = visitor.post("/guides/lamp/questions/others/", data)
    assert response["Location"] == "/guides/lamp/steps/plug-in/"
    assert last() == ("answered", None, True)


@pytest.mark.parametrize(
    ("open_for", "seconds"), [(A_DAY - 1, A_DAY - 1), (A_DAY + 1, None), (29 * A_DAY, None)]
)
def test_who_comes_back_after_days_has_read_the_page(visitor, clock, open_for, seconds):
    """People wait for days with the page open. That makes no machine of them."""
    page = look(visitor.get("/guides/lamp/steps/new-bulb/"))
    clock.now += open_for
    post(visitor, page, "/guides/lamp/steps/new-bulb/", {"result": "fixed"})
    assert last() == ("result", pytest.approx(seconds, abs=0.002) if seconds else None, False)


def test_a_clock_that_goes_back_is_not_believed(clock):
    mark = stamp()
    clock.now -= 1
    assert sent_with([mark]) == Sent(page_seconds=None, unread=False)


def test_a_field_of_the_same_name_does_not_hide_the_mark(clock):
    mark = stamp()
    clock.now += LONGEST_SECONDS
    assert sent_with([mark, "page 3 of the manual"]).page_seconds == LONGEST_SECONDS
    assert sent_with(["page 3 of the manual"]).unread


def test_a_mark_is_short_and_the_same_for_all(visitor, clock):
    mark = look(visitor.get("/guides/lamp/questions/others/")).stamp
    assert len(mark) <= 60
    assert mark == escape(mark)
    other = Client()
    other.post("/guides/lamp/start/", {})
    assert look(other.get("/guides/lamp/steps/plug-in/")).stamp == mark


def test_pages_without_such_a_form_carry_none(visitor):
    for address in ("/", "/guides/lamp/answers/"):
        assert not re.search(r'name="page"', visitor.get(address).content.decode())
