"""What is taken to support holds what happened, by a published schema, and nothing else."""

import json
import re
from datetime import datetime
from pathlib import Path

import hypothesis.strategies as st
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase
from jsonschema import Draft202012Validator

from tests.conftest import LAMP, SHIPPED, publish_file
from tests.test_repository import phone_numbers
from tests.trying import tries
from troubleshooter.content import catalogue
from troubleshooter.models import Event, Visit
from troubleshooter.visits import handover
from troubleshooter.visits.hand_over_schema import HandOver

from .test_random_visits import ACTS
from .walking import nothing_helps, walk

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "hand-over-1.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA)
AT = "/guides/lamp/support/"


def strict(schema: object) -> object:
    """The schema with no key allowed that it does not name."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"additionalProperties": False} if schema.get("type") == "object" else {}
    return {**{key: strict(value) for key, value in schema.items()}, **closed}


def document(client):
    return json.loads(client.get(f"{AT}hand-over.json").content)


@pytest.mark.django_db
def test_the_published_schema_is_the_one_in_the_documents(client):
    response = client.get("/schemas/hand-over-1.json")
    assert response["Content-Type"] == "application/schema+json"
    assert json.loads(response.content) == SCHEMA
    Draft202012Validator.check_schema(SCHEMA)
    told = (ROOT / "docs" / "hand-over.md").read_text()
    for part in (HandOver, *(HandOver.__base__.__subclasses__())):
        for key in part.model_fields:
            assert f"`{key}`" in told, key


def test_the_files_are_the_visitors_own_and_are_not_stored(visitor):
    for name, kind in (("hand-over.txt", "text/plain"), ("hand-over.json", "application/json")):
        response = visitor.get(AT + name)
        assert response["Content-Type"].startswith(kind)
        assert response["Content-Disposition"].startswith("attachment; ")
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert visitor.post(AT + name).status_code == 405
        assert Client().get(AT + name)["Location"] == "/guides/lamp/"


def test_the_document_tells_the_visit(lamp, client):
    data = {"platform": "desk", "version": "2", "message": "no-power"}
    client.post("/guides/lamp/start/", data)
    client.post("/guides/lamp/steps/new-bulb/", {"result": "no_help"})
    client.post("/guides/lamp/steps/fuse-out/", {"result": "no_help"})
    client.post("/guides/lamp/steps/new-bulb/", {"result": "could_not"})
    client.post(AT, {"since": "Monday", "message": "No power at all"})
    told = document(client)
    assert told["guide"] == {
        "key": "lamp",
        "title": "The lamp stays dark",
        "language": "en",
        "revision": 1,
    }
    assert told["device"] == {"platform": "desk", "name": "Desk lamp", "version": "2"}
    assert told["message"] == {"key": "no-power", "text": "No Power"}
    assert [(a["question"], a["option"]) for a in told["answers"]] == [("others", "no")]
    tried = [(s["step"], s["kind"], s["result"]) for s in told["steps"]]
    assert tried == [("new-bulb", "fix", "could_not"), ("fuse-out", "safety", "no_help")]
    assert [(f["key"], f["text"]) for f in told["fields"]] == [
        ("os-version", ""),
        ("message", "No power at all"),
        ("since", "Monday"),
    ]
    assert client.get(told["link"]).status_code == 200


def test_what_the_edition_does_not_have_is_not_told_to_support(visitor):
    visitor.post("/guides/lamp/steps/plug-in/", {"result": "no_help"})
    visitor.post("/guides/lamp/steps/new-bulb/", {"result": "no_help"})
    Event.objects.filter(key="new-bulb").update(key="another-bulb")
    assert [step["step"] for step in document(visitor)["steps"]] == ["plug-in"]
    assert "Plug it in" in visitor.get(AT).context["summary"]


def test_what_is_known_is_filled_in_before_anything_was_kept(visitor):
    texts = {f["key"]: f["text"] for f in document(visitor)["fields"]}
    assert texts == {"os-version": "Desk lamp, version 2", "message": "", "since": ""}


def test_the_text_file_is_the_text_on_the_page(visitor):
    visitor.post("/guides/lamp/steps/plug-in/", {"result": "no_help"})
    told = visitor.get(f"{AT}hand-over.txt").content.decode()
    page = visitor.get(AT)
    same = slice(0, told.index("http"))  # the link is signed anew each time
    assert told[same] == page.context["summary"][same]
    assert "Plug it in" in told


class OfAnyVisit(TestCase):
    @settings(max_examples=tries(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        acts=st.lists(ACTS, max_size=8),
        wrote=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30),
        device=st.sampled_from([{}, {"platform": "floor"}, {"version": "1.10"}]),
    )
    def test_the_document_is_valid_and_tells_what_the_events_tell(self, acts, wrote, device):
        for cache in (catalogue.published, catalogue.parameters):
            cache.cache_clear()
        LAMP.put()
        client = Client()
        client.post("/guides/lamp/start/", device)
        for address, name, value in acts:
            client.post(f"/guides/lamp/{address}", {name: value})
        client.post(AT, {"since": wrote})
        told = document(client)
        Draft202012Validator(strict(SCHEMA)).validate(told)
        last, order = {}, []
        for event in Event.objects.exclude(value="").filter(node__in=("question", "step")):
            order += [event.key] if event.key not in last else []
            last[event.key] = (event.value, event.at)
        said = {a["question"]: a["option"] for a in told["answers"]}
        said |= {s["step"]: s["result"] for s in told["steps"]}
        assert said == {key: value for key, (value, _) in last.items()}
        for list_, name in ((told["answers"], "question"), (told["steps"], "step")):
            keys = [one[name] for one in list_]
            assert keys == [key for key in order if key in keys]
            for one in list_:
                passed = last[one[name]][1] - datetime.fromisoformat(one["at"])
                assert one["at"].endswith(":00Z")
                assert 0 <= passed.total_seconds() < 60
        assert client.cookies["visit-lamp"].value not in json.dumps(told)
        (token,) = [p for p in told["link"].split("/") if ":" in p and "//" not in p][-1:]
        assert Client().get(f"/support/cause/{token}/").status_code == 200
        assert Visit.objects.get().handoff["since"] == wrote.strip()


def test_a_key_too_many_or_too_few_is_no_hand_over(visitor):
    told = document(visitor)
    assert list(VALIDATOR.iter_errors(told)) == []
    for wrong in (
        {**told, "format": 2},
        {key: value for key, value in told.items() if key != "steps"},
        {**told, "guide": {**told["guide"], "revision": -1}},
        {**told, "device": None},
    ):
        assert list(VALIDATOR.iter_errors(wrong)) != []
    planted = {**told, "token": "x"}
    assert list(Draft202012Validator(strict(SCHEMA)).iter_errors(planted)) != []


@pytest.mark.django_db
@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda file: file.stem)
def test_no_page_of_a_hand_over_shows_a_telephone_number(file, client):
    guide = publish_file(file).published.key
    client.post(f"/guides/{guide}/start/", {})
    walk(client, guide, nothing_helps)
    page = client.get(f"/guides/{guide}/support/")
    assert phone_numbers(page.context["summary"]) == []
    words = re.sub(r"<[^>]*>", " ", page.content.decode().partition("<main")[2])
    assert page.context["guide"].handoff[0].label in words
    assert phone_numbers(words) == []


def test_no_more_steps_are_listed_than_somebody_may_read(db, visitor, monkeypatch):
    """A guide may have hundreds; those that were put off are there all the same."""
    visitor.post("/guides/lamp/steps/plug-in/", {"result": "could_not"})
    monkeypatch.setattr(handover, "MOST_LEFT", 1)
    keys = [step.key for step in visitor.get(AT).context["left"]]
    assert len(keys) == 2
    assert keys[-1] == "plug-in"
