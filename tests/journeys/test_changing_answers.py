"""Back, Change, reload and a double tap are all the same operation: evidence is replaced."""

import re

import pytest

from troubleshooter.models import Event, Visit

from .walking import look, nothing_helps, walk

pytestmark = pytest.mark.django_db


def test_a_changed_answer_keeps_every_other_answer(visitor):
    walk(visitor, "lamp", nothing_helps)
    before = Visit.objects.get().events.count()
    visitor.post("/guides/lamp/questions/others/", {"option": "no"})
    said = visitor.get("/guides/lamp/answers/").content.decode()
    assert said.count("it did not help") == 3
    assert Visit.objects.get().events.count() == before + 1


def test_a_safeguard_that_was_done_is_not_said_to_have_failed(visitor):
    """Support reads this list: a safety copy that was made did not fail to help."""
    for step in ("fuse-out", "candle", "plug-in"):
        visitor.post(f"/guides/lamp/steps/{step}/", {"result": "no_help"})
    summary = visitor.get("/guides/lamp/support/").context["summary"]
    assert "- Take out the fuse - done\n" in summary
    assert "- Light a candle - done\n" in summary
    assert "- Plug it in - it did not help\n" in summary


def test_the_same_answer_twice_records_nothing(visitor):
    first = visitor.post("/guides/lamp/questions/others/", {"option": "yes"})
    count = Event.objects.count()
    again = visitor.post("/guides/lamp/questions/others/", {"option": "yes"})
    assert again["Location"] == first["Location"]
    assert Event.objects.count() == count


def test_an_earlier_answer_is_still_selected(visitor):
    visitor.post("/guides/lamp/questions/others/", {"option": "no"})
    visitor.post("/guides/lamp/steps/plug-in/", {"result": "no_help"})
    assert look(visitor.get("/guides/lamp/questions/others/")).checked == {("option", "no")}
    assert look(visitor.get("/guides/lamp/steps/plug-in/")).checked == {("result", "no_help")}


def test_not_sure_is_an_answer(visitor):
    visitor.post("/guides/lamp/questions/others/", {"option": "unsure"})
    assert look(visitor.get("/guides/lamp/questions/others/")).checked == {("option", "unsure")}
    assert "/others/" not in visitor.get("/guides/lamp/next/")["Location"]


def test_the_same_evidence_in_another_order_leads_to_the_same_move(visitor, client):
    client.post("/guides/lamp/start/", {"platform": "desk", "version": "2"})
    acts = [
        ("questions/others", {"option": "no"}),
        ("steps/plug-in", {"result": "no_help"}),
        ("questions/flicker", {"option": "yes"}),
    ]
    for address, data in acts:
        visitor.post(f"/guides/lamp/{address}/", data)
    for address, data in reversed(acts):
        client.post(f"/guides/lamp/{address}/", data)
    assert (
        visitor.get("/guides/lamp/next/")["Location"]
        == client.get("/guides/lamp/next/")["Location"]
    )


def test_waiting_shows_the_step_again_with_its_hook(visitor):
    response = visitor.post("/guides/lamp/steps/new-bulb/", {"result": "waiting"})
    assert response["Location"] == "/guides/lamp/steps/new-bulb/"
    assert "waiting" in look(visitor.get(response["Location"])).hooks
    visitor.post("/guides/lamp/steps/new-bulb/", {"result": "no_help"})
    assert "waiting" not in look(visitor.get("/guides/lamp/steps/new-bulb/")).hooks


def test_back_leads_through_the_visit_in_reverse(visitor):
    visitor.post("/guides/lamp/questions/others/", {"option": "yes"})
    visitor.post("/guides/lamp/steps/plug-in/", {"result": "no_help"})
    assert way_back(visitor, "/guides/lamp/next/") == "/guides/lamp/steps/plug-in/"
    assert way_back(visitor, "/guides/lamp/steps/plug-in/") == "/guides/lamp/questions/others/"
    assert way_back(visitor, "/guides/lamp/questions/others/") == "/guides/lamp/"


def way_back(visitor, address):
    """Where the first of the ways on below the page leads."""
    page = visitor.get(address, follow=True).content.decode()
    return re.search('class="way-on".*?href="([^"]+)"', page, re.DOTALL).group(1)


def test_forgetting_deletes_what_was_said_and_closes_the_door(visitor):
    visitor.post("/guides/lamp/questions/others/", {"option": "no"})
    visitor.post("/guides/lamp/support/", {"since": "since my holiday"})
    kept = visitor.cookies["visit-lamp"].value
    response = visitor.post("/guides/lamp/answers/", {"forget": "1"})
    assert response["Location"] == "/guides/lamp/"
    visit = Visit.objects.get()
    assert (visit.platform, visit.version, visit.handoff, visit.token_hash) == ("", "", {}, None)
    assert [(e.kind, e.key, e.value) for e in visit.events.all()] == [
        ("started", "", ""),
        ("forgotten", "", ""),
    ]
    visitor.cookies["visit-lamp"] = kept
    assert visitor.get("/guides/lamp/next/")["Location"] == "/guides/lamp/"
