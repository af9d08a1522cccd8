"""“What if”: after any answers, what the engine believes, ranks and offers, with its own numbers."""

import json
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from tests.conftest import GUIDES
from troubleshooter.models import (
    Cause,
)


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()
    yield
    cache.clear()


def address(guide, name="ways"):
    return reverse(f"admin:troubleshooter_guide_{name}", args=[guide.pk])


def meetings(meeting):
    yield meeting
    for turn in meeting.turns:
        if turn.then:
            yield from meetings(turn.then)


SAID = [
    {},
    {"question-others": "no"},
    {"question-others": "yes", "question-flicker": "yes", "step-plug-in": "no_help"},
    {"question-others": "unsure", "step-new-bulb": "waiting"},
    {"step-plug-in": "could_not", "step-new-bulb": "no_help", "step-fuse-out": "no_help"},
]


@pytest.mark.parametrize("said", SAID)
def test_what_if_says_what_the_next_move_command_says(said, guide, admin_client, monkeypatch):
    found = admin_client.get(address(guide, "what_if"), said).context["found"]
    told = asked_by_command(monkeypatch, said)
    assert (found.move.kind, found.move.key) == (told["move"], told["key"])
    assert found.minutes == told["expected_minutes"]
    assert found.sentence == told["why"]
    names = {cause.name: cause.key for cause in Cause.objects.filter(guide=guide)}
    assert {names[row.name]: row.chance for row in found.causes} == told["still_present"]
    open_steps = {row.key: row.chance for row in found.steps if row.key in told["chance"]}
    assert open_steps == told["chance"]
    answers = {row.key: sorted(p for _, p in row.answers) for row in found.questions}
    assert answers == {key: sorted(one.values()) for key, one in told["answers"].items()}


def asked_by_command(monkeypatch, said):
    nodes = {"questions": {}, "steps": {}}
    for name, value in said.items():
        node, _, key = name.partition("-")
        nodes[f"{node}s"][key] = value
    line = TextIOWrapper(BytesIO(json.dumps(nodes).encode() + b"\n"))
    monkeypatch.setattr("sys.stdin", line)
    out = StringIO()
    call_command("next_move", str(GUIDES / "lamp.yaml"), stdout=out)
    return json.loads(out.getvalue())


def test_steps_that_cannot_be_next_say_why(guide, admin_client):
    said = {"step-plug-in": "no_help", "step-new-bulb": "waiting"}
    rows = {
        r.key: r for r in admin_client.get(address(guide, "what_if"), said).context["found"].steps
    }
    assert all(rows[key].blocked for key in ("plug-in", "new-bulb", "rewire", "fuse-out", "candle"))
    assert "Take out the fuse" in rows["rewire"].blocked
    assert rows["rewire"].ratio > 0
    assert rows["candle"].ratio == 0


def test_the_best_open_step_stands_first(guide, admin_client):
    rows = admin_client.get(address(guide, "what_if")).context["found"].steps
    assert rows[0].key == "plug-in"
    assert rows[0].blocked == ""
    assert rows[0].ratio == pytest.approx(rows[0].chance / rows[0].minutes)


def test_the_form_keeps_what_was_said_and_forgets_what_is_unknown(guide, admin_client):
    said = {"question-others": "no", "step-plug-in": "nonsense", "step-gone": "no_help"}
    context = admin_client.get(address(guide, "what_if"), said).context
    kept_values = {
        choice.name: value
        for choice in context["choices"]
        for value, _, chosen in choice.options
        if chosen and value
    }
    assert kept_values == {"question-others": "no"}
    assert len(context["choices"]) == 2 + 5


def test_every_place_of_the_tree_leads_to_what_the_engine_thinks_there(guide, admin_client):
    for meeting in meetings(admin_client.get(address(guide)).context["meeting"]):
        found = admin_client.get(f"{address(guide, 'what_if')}?{meeting.query}").context["found"]
        assert found.next_name == meeting.name or found.move.key == "rewire"  # behind its safeguard
