"""A hand-over joins the line by the visitor's act alone, once, and leaves it at their wish."""

import json

import pytest

from troubleshooter.delivering.help_desks import help_desks
from troubleshooter.delivering.line import standings, was_sent
from troubleshooter.delivering.sending import send_due
from troubleshooter.models import Delivery, DeliveryState, Visit

from .conftest import hands_over, the_delivery

pytestmark = pytest.mark.django_db


def test_without_settings_nothing_is_sent_to_anybody(visitor):
    hands_over(visitor, since="Monday")
    assert help_desks() == ()
    assert not Delivery.objects.exists()
    assert Visit.objects.get().handoff["since"] == "Monday"


def test_only_keeping_what_was_written_sends_nothing(visitor, desk):
    visitor.post("/guides/lamp/support/", {"since": "Monday"})
    assert not Delivery.objects.exists()


def test_a_hand_over_waits_with_what_the_visitor_wrote(visitor, desk):
    visitor.post("/guides/lamp/steps/plug-in/", {"result": "no_help"})
    hands_over(visitor, since="Monday")
    row = the_delivery()
    document = json.loads(row.content["document"])
    assert {f["key"]: f["text"] for f in document["fields"]}["since"] == "Monday"
    assert [(s["step"], s["result"]) for s in document["steps"]] == [("plug-in", "no_help")]
    assert "Monday" in row.content["text"]
    assert desk.posts == []


def test_sent_twice_it_is_one_and_the_last_word_counts(visitor, desk):
    hands_over(visitor, since="Monday")
    key = the_delivery().key
    hands_over(visitor, since="Tuesday")
    assert the_delivery().key == key
    assert "Tuesday" in the_delivery().content["text"]
    assert "Monday" not in the_delivery().content["text"]


def test_what_was_tried_once_is_not_replaced(visitor, desk):
    """It may have arrived: a receiver would take another text for a repetition."""
    hands_over(visitor, since="Monday")
    desk.answers = lambda: 503
    send_due()
    hands_over(visitor, since="Tuesday")
    assert "Monday" in the_delivery().content["text"]
    (standing,) = standings(Visit.objects.get())
    assert not standing.can_change


def test_what_was_sent_is_not_kept_and_not_sent_again(visitor, desk):
    hands_over(visitor, since="Monday")
    send_due()
    row = the_delivery()
    assert (row.state, row.content) == (DeliveryState.SENT, None)
    assert row.sent_at
    hands_over(visitor, since="Tuesday")
    send_due()
    assert len(desk.posts) == 1


def test_each_help_desk_gets_it_once(visitor, desk, settings, mailoutbox):
    settings.HANDOVER_MAIL_TO = "desk@example.org"
    hands_over(visitor)
    send_due()
    send_due()
    assert (len(desk.posts), len(mailoutbox)) == (1, 1)
    assert Delivery.objects.filter(state=DeliveryState.SENT).count() == 2


def test_who_deletes_the_answers_is_not_handed_over(visitor, desk):
    hands_over(visitor, since="Monday")
    visitor.post("/guides/lamp/answers/", {"forget": "1"})
    send_due()
    assert not Delivery.objects.exists()
    assert desk.posts == []


def test_what_was_sent_before_the_answers_were_deleted_is_known_without_its_content(visitor, desk):
    hands_over(visitor, since="Monday")
    send_due()
    visitor.post("/guides/lamp/answers/", {"forget": "1"})
    assert the_delivery().content is None
    assert was_sent(Visit.objects.get())


@pytest.mark.parametrize("made_up", ["preview", "simulated"])
def test_what_nobody_lived_through_is_sent_to_nobody(visitor, desk, made_up):
    Visit.objects.update(**{made_up: True})
    hands_over(visitor)
    assert not Delivery.objects.exists()
    assert standings(Visit.objects.get()) == ()
