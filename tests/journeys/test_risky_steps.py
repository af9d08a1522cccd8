"""What can lose something is never a surprise: requirements first, then a gate that names it."""

import pytest

from troubleshooter.models import Event, EventKind, Visit

from .walking import look

pytestmark = pytest.mark.django_db
REWIRE = "/guides/lamp/steps/rewire/"


def settle_requirement(visitor, result="no_help"):
    visitor.post("/guides/lamp/steps/fuse-out/", {"result": result})


def test_open_requirements_come_first(visitor):
    assert visitor.get(REWIRE)["Location"] == "/guides/lamp/steps/fuse-out/"


def test_a_requirement_under_way_is_still_open(visitor):
    settle_requirement(visitor, "waiting")
    assert visitor.get(REWIRE)["Location"] == "/guides/lamp/steps/fuse-out/"


@pytest.mark.parametrize("result", ["no_help", "could_not", "not_found", "fixed"])
def test_a_requirement_done_or_declined_opens_the_gate(visitor, result):
    settle_requirement(visitor, result)
    page = look(visitor.get(REWIRE))
    assert (page.hooks["page"], page.hooks["key"], page.forms) == ("step", "rewire", 1)
    assert ("confirm", "1") in page.buttons
    assert ("result", "fixed") not in page.buttons


def test_the_gate_names_what_is_lost(visitor):
    settle_requirement(visitor)
    assert "The old cable is gone for good." in visitor.get(REWIRE).content.decode()


def test_the_gate_names_a_safeguard_that_was_declined(visitor):
    settle_requirement(visitor, "could_not")
    assert [s.key for s in visitor.get(REWIRE).context["declined"]] == ["fuse-out"]


def test_confirming_shows_the_step_itself_once_and_for_all(visitor):
    settle_requirement(visitor)
    assert visitor.post(REWIRE, {"confirm": "1"})["Location"] == REWIRE
    page = look(visitor.get(REWIRE))
    assert ("confirm", "1") not in page.buttons
    assert ("result", "fixed") in page.buttons
    visitor.post(REWIRE, {"confirm": "1"})
    assert Event.objects.filter(kind=EventKind.CONFIRMED).count() == 1


def test_a_result_without_confirmation_is_not_recorded(visitor):
    settle_requirement(visitor)
    assert visitor.post(REWIRE, {"result": "fixed"})["Location"] == REWIRE
    assert Visit.objects.get().outcome == "open"


def test_a_result_before_the_requirement_leads_to_it(visitor):
    assert visitor.post(REWIRE, {"result": "no_help"})["Location"] == "/guides/lamp/steps/fuse-out/"


def test_not_now_declines_without_confirming(visitor):
    settle_requirement(visitor)
    response = visitor.post(REWIRE, {"result": "could_not"})
    assert response["Location"] != REWIRE
    assert Event.objects.last().value == "could_not"


def test_confirming_before_the_requirement_records_nothing(visitor):
    visitor.post(REWIRE, {"confirm": "1"})
    assert not Event.objects.filter(kind=EventKind.CONFIRMED).exists()
