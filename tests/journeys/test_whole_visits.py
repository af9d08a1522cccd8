"""A visit ends: it works, it is worked around, or support gets it. With htmx and without."""

import pytest
from django.test import Client

from tests.conftest import GUIDES, publish_file
from troubleshooter.content import catalogue
from troubleshooter.engine import Evidence, Result, look_ahead
from troubleshooter.models import Event, EventKind, Outcome, Visit

from .walking import fixed_at, nothing_helps, walk

pytestmark = pytest.mark.django_db


def begin(**fields):
    client = Client()
    response = client.post("/guides/lamp/start/", fields)
    assert response.status_code == 302
    return client


def recorded(visit):
    return list(visit.events.values_list("sequence", "kind", "node", "key", "value"))


@pytest.mark.parametrize("htmx", [False, True])
def test_a_fix_that_works_ends_at_resolved(lamp, htmx):
    client = begin(platform="desk", version="2")
    pages = walk(client, "lamp", fixed_at("new-bulb"), htmx=htmx)
    assert pages[-1].hooks["page"] == "resolved"
    assert Visit.objects.get().outcome == Outcome.RESOLVED


@pytest.mark.parametrize("htmx", [False, True])
def test_nothing_left_ends_at_the_hand_over(lamp, htmx):
    client = begin()
    pages = walk(client, "lamp", nothing_helps, htmx=htmx)
    assert pages[-1].hooks["page"] == "support"
    shown = [page.hooks["key"] for page in pages[:-1]]
    assert set(shown) >= {"others", "plug-in", "new-bulb", "fuse-out", "rewire", "candle"}
    assert shown.index("fuse-out") < shown.index("rewire") < shown.index("candle")
    response = client.post("/guides/lamp/support/", {"since": "today", "hand_over": "1"})
    assert response.status_code == 302
    visit = Visit.objects.get()
    assert visit.outcome == Outcome.HANDED_OVER
    assert visit.handoff["since"] == "today"


def test_where_support_is_quicker_the_rest_stays_one_tap_away_in_the_engines_order(db, tmp_path):
    text = (GUIDES / "lamp.yaml").read_text().replace("support_minutes: 600", "support_minutes: 6")
    cheap = tmp_path / "lamp.yaml"
    cheap.write_text(text)
    live = publish_file(cheap)
    client = begin()
    walk(client, "lamp", nothing_helps)
    page = client.get("/guides/lamp/support/")
    visit = Visit.objects.get()
    tried = set(visit.events.filter(node="step").values_list("key", flat=True))
    fixes = {"plug-in", "new-bulb", "rewire"}
    assert tried < fixes
    left = [step.key for step in page.context["left"]]
    outlook = look_ahead(
        live.published.engine,
        catalogue.parameters(live.parameters_id),
        Evidence(
            questions=dict(visit.events.filter(node="question").values_list("key", "value")),
            steps=dict.fromkeys(tried, Result.NO_HELP),
        ),
    )
    assert left == [key for key in outlook.still_to_try if key in fixes]
    assert set(left) == fixes - tried
    for key in left:
        assert f'href="/guides/lamp/steps/{key}/"' in page.content.decode()


def test_htmx_and_plain_pages_record_the_same(lamp):
    for htmx in (False, True):
        walk(begin(platform="floor"), "lamp", fixed_at("rewire"), htmx=htmx)
    plain, smooth = Visit.objects.order_by("pk")
    assert recorded(plain) == recorded(smooth)


def test_a_workaround_is_not_a_fix(lamp):
    client = begin()
    client.post("/guides/lamp/steps/candle/", {"result": "fixed"})
    assert Visit.objects.get().outcome == Outcome.WORKED_AROUND
    client.post("/guides/lamp/steps/plug-in/", {"result": "fixed"})
    assert Visit.objects.get().outcome == Outcome.RESOLVED


def test_taking_a_fix_back_reopens_the_visit(lamp):
    client = begin()
    client.post("/guides/lamp/steps/plug-in/", {"result": "fixed"})
    response = client.post("/guides/lamp/steps/plug-in/", {"result": "no_help"})
    assert "/resolved/" not in response["Location"]
    visit = Visit.objects.get()
    assert visit.outcome == Outcome.OPEN
    assert [e.kind for e in visit.events.all()] == ["started", "result", "changed"]


def test_a_picked_message_is_taken_over_as_evidence_and_can_be_taken_back(lamp):
    client = begin(message="no-power")
    visit = Visit.objects.get()
    assert recorded(visit) == [
        (1, "started", "", "", "no-power"),
        (2, "answered", "question", "others", "no"),
    ]
    page = client.get("/guides/lamp/questions/others/").content.decode()
    assert 'value="no" checked' in page
    client.post("/guides/lamp/questions/others/", {"option": "yes"})
    assert recorded(visit)[2] == (3, "changed", "question", "others", "yes")


def test_events_say_what_was_shown_and_where(lamp):
    client = begin()
    client.post("/guides/lamp/steps/candle/", {"result": "could_not"})
    client.post("/guides/lamp/questions/others/", {"option": "no"})
    started, early, asked = Event.objects.order_by("sequence")
    assert (started.move, started.move_key, started.place) == ("ask", "others", 0)
    assert (early.move, early.move_key, early.key, early.place) == ("ask", "others", "candle", 0)
    assert (asked.move, asked.move_key, asked.place) == ("ask", "others", 1)
    visit = Visit.objects.get()
    assert {e.revision_id for e in (started, early, asked)} == {visit.revision_id}
    assert {e.parameters_id for e in (started, early, asked)} == {visit.parameters_id}
    assert started.kind == EventKind.STARTED


def test_the_stored_outcome_is_the_replayed_one(lamp):
    """Events are the truth: the column is only a copy."""
    from troubleshooter.content import catalogue
    from troubleshooter.visits.state import outcome_of, replay

    for ending in ("plug-in", "rewire", "candle", "nowhere"):
        walk(begin(), "lamp", fixed_at(ending))
    for visit in Visit.objects.all():
        state = replay(visit.events.order_by("sequence"))
        assert visit.outcome == outcome_of(catalogue.published(visit.revision_id), state)
        assert visit.last_sequence == visit.events.count()
