"""Whose order a visit follows, and its one deviation: drawn once, recorded, and told again alike."""

from random import Random

import pytest
from django.test import Client

from tests.conftest import GUIDES, publish_file
from troubleshooter.models import Arm, Event, Visit
from troubleshooter.visits import services
from troubleshooter.visits.offering import draw

STEPS = "/guides/lamp/steps"
DEAR_PLUG = {
    "minutes: 1\n    disruption: 1\n    check": "minutes: 50\n    disruption: 1\n    check"
}
EQUALS = {
    "minutes: 1\n    disruption: 1\n    check": "minutes: 10\n    disruption: 1\n    check",
    "minutes: 0.2": "minutes: 500",
}
pytestmark = pytest.mark.django_db


def lots():
    source = Random(1)
    while True:
        yield source.getrandbits(63)


def swaps_at(place, explore=0.1):
    """A lot whose visit swaps after so many steps; None for one that never does."""
    for lot in lots():
        explores = draw(lot, "explore") < explore
        if (int(draw(lot, "place") * 4) if explores else None) == place:
            return lot
    return None


@pytest.fixture
def begin(tmp_path, monkeypatch):
    """Publish the lamp guide with changes, and begin a visit that has drawn this lot."""

    def begun(key="", changes=DEAR_PLUG, lot=7):
        text = (GUIDES / "lamp.yaml").read_text()
        for old, new in {
            **changes,
            "support_minutes: 600\n": f"support_minutes: 600\n{key}\n",
        }.items():
            assert old in text
            text = text.replace(old, new)
        file = tmp_path / "lamp.yaml"
        file.write_text(text)
        publish_file(file)
        return visit(monkeypatch, lot)

    return begun


def visit(monkeypatch, lot):
    monkeypatch.setattr(services.secrets, "randbits", lambda bits: lot)
    client = Client()
    client.post("/guides/lamp/start/", {"platform": "desk", "version": "2"})
    return client


def say(client, address, **data):
    return client.post(f"/guides/lamp/{address}/", data)["Location"].removeprefix("/guides/lamp/")


def not_sure(client):
    """The gate, answered so that nothing is learnt."""
    return say(client, "questions/others", option="unsure")


def last():
    return Event.objects.order_by("pk").last()


# The engine's order


def test_by_default_every_visit_follows_the_engine_and_nothing_stands_beside_it(begin):
    client = begin()
    assert not_sure(client) == "questions/flicker/"
    say(client, "questions/flicker", option="unsure")
    visit = Visit.objects.get()
    assert (visit.arm, visit.lot) == (Arm.ENGINE, 7)
    assert set(Event.objects.values_list("propensity", "shadow_move", "shadow_key")) == {
        (1, "", "")
    }


# The editors' order


@pytest.mark.parametrize(
    ("key", "arm"), [("hold_out: 1", Arm.HOLD_OUT), ("shadow: true", Arm.SHADOW)]
)
def test_the_editors_order_is_shown_and_the_engines_move_recorded_beside_it(begin, key, arm):
    client = begin(key)
    assert not_sure(client) == "steps/plug-in/"
    assert say(client, "steps/plug-in", result="no_help") == "steps/new-bulb/"
    event = last()
    assert Visit.objects.get().arm == arm
    assert (event.move, event.move_key, event.propensity) == ("try", "plug-in", 1)
    assert (event.shadow_move, event.shadow_key) == ("ask", "flicker")


def test_gates_and_safeguards_are_kept_in_the_editors_order_too(begin):
    client = begin("hold_out: 1")
    assert client.get("/guides/lamp/next/")["Location"].endswith("questions/others/")
    not_sure(client)
    for step in ("plug-in", "new-bulb"):
        address = say(client, f"steps/{step}", result="no_help")
    assert address == "steps/fuse-out/"
    assert say(client, "steps/fuse-out", result="no_help") == "steps/rewire/"


def test_support_is_where_it_is_in_the_editors_order(begin):
    client = begin("hold_out: 1", changes={**DEAR_PLUG, "minutes: 20": "minutes: 2000"})
    not_sure(client)
    say(client, "steps/plug-in", result="no_help")
    assert say(client, "steps/new-bulb", result="no_help") == "support/"


def test_who_began_before_the_guide_held_anybody_out_goes_on_as_before(begin, monkeypatch):
    client = begin()
    begin("hold_out: 1")
    assert not_sure(client) == "questions/flicker/"


# Exploring


def test_a_visit_may_swap_its_two_best_steps_once(begin):
    client = begin("explore: 0.1", EQUALS, lot=swaps_at(0))
    assert not_sure(client) == "steps/new-bulb/"
    assert say(client, "steps/new-bulb", result="no_help") == "steps/plug-in/"
    swapped = last()
    assert (swapped.move_key, swapped.shadow_move, swapped.shadow_key) == (
        "new-bulb",
        "try",
        "plug-in",
    )
    assert swapped.propensity == pytest.approx(0.1 / 4)
    say(client, "steps/plug-in", result="no_help")
    assert (last().move_key, last().shadow_key) == ("plug-in", "")


def test_a_visit_that_could_have_swapped_says_how_likely_it_was_not_to(begin):
    client = begin("explore: 0.1", EQUALS, lot=swaps_at(None))
    assert not_sure(client) == "steps/plug-in/"
    say(client, "steps/plug-in", result="no_help")
    assert (last().move_key, last().shadow_key) == ("plug-in", "")
    assert last().propensity == pytest.approx(1 - 0.1 / 4)


def test_without_a_budget_the_same_lot_swaps_nothing(begin):
    client = begin("explore: 0", EQUALS, lot=swaps_at(0))
    assert not_sure(client) == "steps/plug-in/"


def test_steps_that_are_no_equals_are_not_swapped(begin):
    changes = {**EQUALS, "minutes: 4\n": "minutes: 8\n"}
    client = begin("explore: 0.1", changes, lot=swaps_at(0))
    assert not_sure(client) == "steps/plug-in/"
    say(client, "steps/plug-in", result="no_help")
    assert last().propensity == 1


def test_the_editors_order_never_explores(begin):
    client = begin("explore: 0.1\nhold_out: 1", EQUALS, lot=swaps_at(0))
    assert not_sure(client) == "steps/plug-in/"


def test_the_same_lot_tells_the_same_visit_again(begin, monkeypatch):
    def told(client):
        not_sure(client)
        address = client.get("/guides/lamp/next/")["Location"]
        seen = [address]
        while "/steps/" in address and len(seen) < 9:
            address = client.post(address, {"result": "could_not"})["Location"]
            seen.append(address)
        return seen

    one = told(begin("explore: 0.1", EQUALS, lot=swaps_at(0)))
    assert told(visit(monkeypatch, swaps_at(0))) == one
    other = told(visit(monkeypatch, swaps_at(None)))
    assert other != one
    assert set(other) == set(one)
    assert one[0].endswith("new-bulb/")


def test_coming_back_to_a_swapped_step_shows_it_again(begin):
    client = begin("explore: 0.1", EQUALS, lot=swaps_at(0))
    not_sure(client)
    for _ in range(3):
        assert client.get("/guides/lamp/next/")["Location"] == f"{STEPS}/new-bulb/"
