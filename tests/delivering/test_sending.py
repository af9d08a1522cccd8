"""A hand-over reaches the help desk once, whatever happens on the way, or is given up after a day."""

import base64
import hashlib
import hmac
import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import hypothesis.strategies as st
import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from hypothesis import given

from tests.conftest import GUIDES, publish_file
from troubleshooter.delivering import sending
from troubleshooter.delivering.claiming import CLAIMED_FOR, claim, pause_after
from troubleshooter.delivering.parcel import NotDelivered
from troubleshooter.delivering.sending import send_again, send_due
from troubleshooter.models import Channel, Delivery, DeliveryState

from .conftest import SECRET, hands_over, the_delivery

pytestmark = pytest.mark.django_db
SENT, WAITING, GIVEN_UP = DeliveryState.SENT, DeliveryState.WAITING, DeliveryState.GIVEN_UP


@pytest.fixture
def desk_with_one(desk, clock, visitor):
    hands_over(visitor, since="Monday")
    return desk


def minute_by_minute(clock, minutes):
    for _ in range(minutes):
        clock.goes_on(minutes=1)
        send_due()


def test_what_arrives_is_the_document_and_its_signature_is_right(desk_with_one):
    content = the_delivery().content
    assert send_due()[SENT] == 1
    ((headers, body),) = desk_with_one.posts
    assert body.decode() == content["document"]
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == str(the_delivery().key)
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    right = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{right}"
    assert json.loads(body)["guide"]["key"] == "lamp"


def test_a_receiver_that_is_down_for_an_hour_gets_it_once(desk_with_one, clock):
    desk_with_one.answers = lambda: 503
    minute_by_minute(clock, 60)
    tries = len(desk_with_one.posts)
    assert 4 <= tries <= 8
    assert (the_delivery().state, the_delivery().tries) == (WAITING, tries)
    assert "503" in the_delivery().problem
    desk_with_one.answers = lambda: 200
    minute_by_minute(clock, 90)
    assert (the_delivery().state, the_delivery().problem) == (SENT, "")
    assert len(desk_with_one.posts) == tries + 1
    assert set(desk_with_one.ids) == {str(the_delivery().key)}


def test_nobody_there_is_tried_again(visitor, settings, clock):
    settings.HANDOVER_WEBHOOK_URL = "http://127.0.0.1:1/in?key=top-secret"
    settings.HANDOVER_WEBHOOK_SECRET = SECRET
    hands_over(visitor)
    assert send_due()[WAITING] == 1
    assert "ConnectError" in the_delivery().problem
    assert "top-secret" not in the_delivery().problem


def test_what_was_taken_although_no_answer_came_is_repeated_under_the_same_id(
    desk_with_one, clock, monkeypatch
):
    gate = threading.Event()
    desk_with_one.answers = lambda: gate.wait(2) and 200
    with monkeypatch.context() as impatient:
        impatient.setattr("troubleshooter.delivering.webhook.SECONDS", 0.05)
        assert send_due()[WAITING] == 1
    assert "in time" in the_delivery().problem
    gate.set()
    minute_by_minute(clock, 3)
    first, second = desk_with_one.ids
    assert first == second
    assert the_delivery().state == SENT


def test_it_is_not_followed_elsewhere(desk_with_one, clock):
    desk_with_one.answers = lambda: 307
    send_due()
    assert len(desk_with_one.posts) == 1
    assert (the_delivery().state, "307" in the_delivery().problem) == (WAITING, True)


def test_after_a_day_it_is_given_up_with_the_problem_and_can_be_tried_again(desk_with_one, clock):
    made_at = the_delivery().made_at
    desk_with_one.answers = lambda: 401
    while the_delivery().state == WAITING:
        clock.now = max(the_delivery().due_at, clock.now)
        send_due()
    assert timedelta(hours=22) < clock.now - made_at <= timedelta(days=1)
    assert (the_delivery().state, the_delivery().sent_at) == (GIVEN_UP, None)
    assert "401" in the_delivery().problem
    clock.goes_on(days=2)
    assert send_due().total() == 0
    desk_with_one.answers = lambda: 200
    assert send_again([the_delivery().pk]) == 1
    assert send_due()[SENT] == 1
    assert len(set(desk_with_one.ids)) == 1


def test_a_receiver_in_trouble_is_asked_once_for_all_that_wait(desk, lamp):
    desk.answers = lambda: 503
    for _ in range(3):
        another_hands_over()
    send_due()
    assert len(desk.posts) == 1
    assert sorted(Delivery.objects.values_list("tries", flat=True)) == [0, 0, 1]


def test_one_that_is_refused_does_not_keep_the_others(desk, lamp):
    for _ in range(3):
        another_hands_over()
    answers = iter([400, 200, 200])
    desk.answers = lambda: next(answers)
    done = send_due()
    assert (done[SENT], done[WAITING]) == (2, 1)


def test_a_sender_that_died_holds_nothing_up_for_long(desk_with_one, clock):
    assert claim(Channel.WEBHOOK, due_until=clock.now, now=clock.now)
    assert send_due().total() == 0
    clock.now += CLAIMED_FOR
    assert send_due()[SENT] == 1


def test_what_is_deleted_while_it_is_sent_leaves_nothing(desk_with_one, visitor, clock):
    row = claim(Channel.WEBHOOK, due_until=clock.now, now=clock.now)
    visitor.post("/guides/lamp/answers/", {"forget": "1"})
    sending._send(row)
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_senders_at_once_send_each_once(desk):
    publish_file(GUIDES / "lamp.yaml")
    for _ in range(6):
        another_hands_over()

    def send(_):
        try:
            return send_due()[SENT]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(send, range(4))) == 6
    assert len(desk.ids) == len(set(desk.ids)) == 6


def another_hands_over():
    client = Client()
    client.post("/guides/lamp/start/", {})
    hands_over(client)


@pytest.fixture
def by_mail(settings, visitor, clock):
    settings.HANDOVER_MAIL_TO = "desk@example.org"
    hands_over(visitor, since="Monday")
    return the_delivery()


def test_a_letter_has_the_words_the_document_and_an_id_of_its_own(by_mail, mailoutbox):
    content = by_mail.content
    send_due()
    (letter,) = mailoutbox
    assert letter.to == ["desk@example.org"]
    assert letter.message()["Message-ID"] == f"<{by_mail.key}@localhost>"
    assert letter.body == content["text"]
    ((name, document, kind),) = [tuple(each) for each in letter.attachments]
    assert (name, document, kind) == ("hand-over.json", content["document"], "application/json")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SMTPServerDisconnected("Monday was wrong"), "SMTPServerDisconnected"),
        (SMTPRecipientsRefused({"desk@example.org": (550, b"no")}), "address"),
        (ConnectionRefusedError("Monday"), "ConnectionRefusedError"),
    ],
)
def test_a_mail_server_in_trouble_is_tried_again(by_mail, mailoutbox, clock, error, words):
    def refuse(self, messages):
        raise error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        assert send_due()[WAITING] == 1
    problem = the_delivery().problem
    assert words in problem
    assert "Monday" not in problem
    assert "example.org" not in problem
    minute_by_minute(clock, 3)
    (letter,) = mailoutbox
    assert str(by_mail.key) in letter.message()["Message-ID"]


def test_what_waits_for_a_help_desk_that_is_switched_off_is_given_up(by_mail, settings, clock):
    settings.HANDOVER_MAIL_TO = ""
    assert send_due().total() == 0
    clock.goes_on(days=1, minutes=1)
    assert send_due()[GIVEN_UP] == 1
    assert the_delivery().problem


def test_nothing_of_the_visitor_and_no_secret_is_logged(desk_with_one, clock, caplog):
    out = StringIO()
    caplog.set_level(logging.DEBUG)
    for status in (503, 204):
        desk_with_one.answers = lambda status=status: status
        clock.goes_on(minutes=2)
        call_command("send_handovers", stdout=out, stderr=out)
    said = caplog.text + out.getvalue()
    assert "Sent: 1" in said
    for secret in ("Monday", "top-secret", SECRET, SECRET.removeprefix("whsec_")):
        assert secret not in said


def test_the_command_fails_where_something_was_given_up(desk_with_one, clock, monkeypatch):
    def refuse(key, parcel):
        raise NotDelivered("It answered 401.", down=False)

    monkeypatch.setitem(sending.WAYS, Channel.WEBHOOK, refuse)
    clock.goes_on(days=1)
    with pytest.raises(CommandError):
        call_command("send_handovers", verbosity=0)


@given(tries=st.integers(1, 2_000), draw=st.floats(0, 1, exclude_max=True))
def test_pauses_grow_up_to_an_hour_and_a_quarter(tries, draw):
    pause = pause_after(tries, lambda: draw)
    middle = min(timedelta(minutes=1) * 2 ** min(tries - 1, 20), timedelta(hours=1))
    assert 0.75 * middle <= pause <= 1.25 * middle


def test_many_that_wait_do_not_all_come_back_at_once():
    assert len({pause_after(3) for _ in range(50)}) > 40
