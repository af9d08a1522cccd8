"""A visitor can take all that is held about the visit, and nothing that is about another's."""

import json
from datetime import datetime

import pytest
from django.test import Client

from troubleshooter.models import Delivery, DevicePass, Event, Visit
from troubleshooter.visits import held

AT = "/guides/lamp/answers/my-answers.json"
PASS = {"id", "visit", "expires_at", "redeemed_at"}
# By name, so that a new column is thought about: is it the visitor's to see?
COLUMNS = {
    Visit: {
        *("id", "guide", "revision", "parameters", "platform", "version", "message", "outage"),
        *("arm", "lot", "simulated", "preview", "begun_by", "outcome", "handoff"),
        *("started_at", "last_event_at", "last_sequence"),
    },
    Event: {
        *("id", "visit", "sequence", "kind", "node", "key", "value", "move", "move_key"),
        *("propensity", "shadow_move", "shadow_key", "believed", "next_move", "next_key"),
        *("page_seconds", "unread", "place", "revision", "parameters", "at"),
    },
    DevicePass: PASS,
    Delivery: {
        *("id", "visit", "channel", "key", "content", "state", "tries", "problem"),
        *("made_at", "due_at", "sent_at"),
    },
}
KEYS = {Event: "events", DevicePass: "passes", Delivery: "deliveries"}


@pytest.fixture
def help_desk(settings):
    settings.HANDOVER_MAIL_TO = "desk@example.org"


def walked(wrote: str) -> Client:
    """A visit with a row in each table."""
    client = Client()
    client.post("/guides/lamp/start/", {"platform": "desk", "version": "2", "message": "no-power"})
    client.post("/guides/lamp/steps/new-bulb/", {"result": "no_help"})
    client.post("/guides/lamp/another-device/")
    sent = {"since": wrote, "hand_over": "1"}
    assert client.post("/guides/lamp/support/", sent).status_code == 302
    return client


def taken(client: Client) -> dict:
    answer = client.get(AT)
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_every_column_of_every_table_of_a_visit_is_known_here():
    of_a_visit = {one.related_model for one in Visit._meta.related_objects}
    assert of_a_visit == set(KEYS)
    for model, known in COLUMNS.items():
        columns = {column.name for column in model._meta.concrete_fields}
        assert columns == known | (columns & held.HASHES), model
    hashes = {c.name for m in COLUMNS for c in m._meta.concrete_fields} & held.HASHES
    assert hashes == held.HASHES


def test_the_file_has_each_column_of_each_row(lamp, help_desk):
    told = taken(walked("since Monday"))
    assert set(told["visit"]) == COLUMNS[Visit]
    for model, key in KEYS.items():
        assert len(told[key]) == model.objects.count() > 0, key
        assert all(set(row) == COLUMNS[model] for row in told[key]), key
    assert set(told) == {"format", "made_at", "guide", "in_words", "visit", *KEYS.values()}


def test_the_values_are_those_of_the_database(lamp, help_desk):
    told = taken(walked("since Monday"))
    for model, rows in {Visit: [told["visit"]], **{m: told[k] for m, k in KEYS.items()}}.items():
        kept = {row["id"]: row for row in model.objects.values()}
        assert [row["id"] for row in rows] == list(kept)
        for row in rows:
            for column in model._meta.concrete_fields:
                if column.name in row:
                    value, inside = row[column.name], kept[row["id"]][column.attname]
                    if isinstance(inside, datetime):
                        assert value.endswith("+00:00")
                        assert datetime.fromisoformat(value) == inside
                    else:
                        assert value == (str(inside) if column.name == "key" else inside)
    assert told["visit"]["handoff"]["since"] == "since Monday"
    assert [row["sequence"] for row in told["events"]] == list(range(1, len(told["events"]) + 1))
    assert told["guide"] == {"key": "lamp", "title": "The lamp stays dark", "revision": 1}
    assert ["Put in a new bulb", "it did not help"] in [list(o.values()) for o in told["in_words"]]


def test_nothing_of_another_visit_and_no_secret_is_in_it(lamp, help_desk):
    other = walked("the neighbour heard it")
    mine = walked("since Monday")
    text = json.dumps(taken(mine))
    assert "neighbour" not in text
    numbers = set(Visit.objects.values_list("pk", flat=True))
    told = taken(mine)
    rows = [row for key in KEYS.values() for row in told[key]]
    assert {row["visit"] for row in rows} == {told["visit"]["id"]} < numbers
    for client in (mine, other):
        assert client.cookies["visit-lamp"].value not in text
    for one in DevicePass.objects.all():
        assert one.code_hash.hex() not in text
        assert one.secret_hash.hex() not in text


def test_it_is_a_file_that_nobody_keeps_and_a_look_that_changes_nothing(lamp):
    client = Client()
    client.post("/guides/lamp/start/", {})
    before = Visit.objects.values().get(), list(Event.objects.values())
    answer = client.get(AT)
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == 'attachment; filename="my-answers-lamp.json"'
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert client.post(AT).status_code == 405
    assert (Visit.objects.values().get(), list(Event.objects.values())) == before
    assert AT in client.get("/guides/lamp/answers/").content.decode()


def test_without_the_visit_there_is_none(lamp):
    client = Client()
    assert client.get(AT)["Location"] == "/guides/lamp/"
    client.post("/guides/lamp/start/", {})
    client.post("/guides/lamp/answers/", {"forget": "1"})
    assert client.get(AT)["Location"] == "/guides/lamp/"


def test_a_guide_that_was_taken_back_gives_it_all_the_same(lamp):
    client = Client()
    client.post("/guides/lamp/start/", {})
    type(Visit.objects.get().guide).objects.update(withdrawn=True)
    assert taken(client)["visit"]["outcome"] == "open"


def test_what_is_asked_for_too_often_has_to_wait(lamp, settings):
    settings.LIMITS = {**settings.LIMITS, "held": "1/minute"}
    client = Client()
    client.post("/guides/lamp/start/", {})
    assert [client.get(AT).status_code for _ in range(2)] == [200, 429]
