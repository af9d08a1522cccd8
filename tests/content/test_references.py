"""What visits refer to is read ahead and kept, and what comes after that is seen all the same."""

import random
from types import SimpleNamespace

import pytest

from tests.content.importing_cast import guide as guide
from tests.content.importing_cast import import_draft, say, visit_to, without_all_kinds
from tests.content.importing_cast import visit as visit
from tests.content.sample_guides import lamp_draft
from troubleshooter.content import references
from troubleshooter.content.importing import import_guide
from troubleshooter.content.references import Reference, look_ahead, referred_to
from troubleshooter.models import Estimate, Event, EventKind, Node, Step

pytestmark = pytest.mark.django_db

STEP = Reference("step", "rewire")
WANTED = {
    STEP,
    Reference("question", "others"),
    Reference("question", "others", "yes"),
    Reference("question", "others", "no"),
    Reference("step", "candle"),
    Reference("path", "switch"),
    Reference("message", "no-power"),
}
ACTS = (
    (Node.QUESTION, "others", "yes", {}),
    (Node.QUESTION, "others", "no", {"move": "try", "move_key": "candle"}),
    (Node.STEP, "rewire", "no_help", {"move": "ask", "move_key": "others"}),
    (Node.STEP, "candle", "fixed", {}),
    (Node.PATH, "switch", "", {"move": "hand_over"}),
    (Node.NONE, "", "no-power", {"kind": EventKind.PICKED}),
    (Node.NONE, "", "", {"kind": EventKind.PICKED, "move": "try", "move_key": "rewire"}),
)


@pytest.fixture
def alone(monkeypatch):
    """Tests run in a transaction; this is as if there were none. Every event is worth keeping."""
    monkeypatch.setattr(references, "connection", SimpleNamespace(in_atomic_block=False))
    monkeypatch.setattr(references, "LONG", 1)
    monkeypatch.setattr(references, "AT_ONCE", 3)


def kept():
    return Estimate.objects.get(kind=references.KIND)


def counted(guide):
    """The same, told from each event by itself."""
    found = set()
    for event in Event.objects.filter(visit__guide=guide, visit__preview=False):
        found.add((event.node, event.key, ""))
        if event.node == "question":
            found.add((event.node, event.key, event.value))
        if event.move in ("ask", "try"):
            found.add(({"ask": "question", "try": "step"}[event.move], event.move_key, ""))
        if event.kind in ("started", "picked"):
            found.add(("message", event.value, ""))
    return {one for one in WANTED if tuple(one) in found}


def test_what_was_read_ahead_is_not_read_again(guide, visit, alone):
    """Were all events read, the one that is not in what was kept would be found."""
    say(visit, Node.STEP, "rewire", "no_help")
    look_ahead([guide])
    assert referred_to(guide, {STEP}) == {STEP}
    Estimate.objects.update(result=[])
    assert referred_to(guide, {STEP}) == set()


def test_who_answers_between_the_look_and_the_removal_is_seen(guide, visit, alone):
    look_ahead([guide])
    before = kept().event
    say(visit, Node.STEP, "rewire", "no_help")
    draft = lamp_draft()
    draft.remove("steps", "rewire")
    draft.entry("causes", "wiring")["unfixable"] = True
    references.connection.in_atomic_block = True
    lines = import_draft(draft)
    assert kept().event == before
    assert "retired step rewire: visits refer to it" in lines
    assert Step.objects.get(key="rewire").retired


def test_within_a_transaction_nothing_is_read_ahead(guide, visit):
    look_ahead([guide])
    assert not Estimate.objects.exists()


def test_few_events_are_not_worth_keeping(guide, visit, alone, monkeypatch):
    monkeypatch.setattr(references, "LONG", 3)
    say(visit, Node.STEP, "rewire", "no_help")
    look_ahead([guide])
    assert not Estimate.objects.exists()
    assert referred_to(guide, WANTED) == counted(guide)
    say(visit, Node.STEP, "candle", "no_help")
    look_ahead([guide])
    assert kept().event == Event.objects.latest("pk").pk


def test_events_of_other_guides_are_passed_by_once(guide, visit, alone):
    draft = lamp_draft()
    draft["key"] = "lantern"
    other = import_guide(draft.content()).guide
    say(visit_to(other), Node.STEP, "rewire", "no_help")
    look_ahead([guide])
    assert kept().event == Event.objects.latest("pk").pk
    assert STEP not in referred_to(guide, WANTED)
    assert STEP in referred_to(other, WANTED)


def test_answers_that_were_deleted_keep_nothing(guide, visit, alone):
    say(visit, Node.STEP, "rewire", "no_help")
    look_ahead([guide])
    visit.events.all().delete()
    assert referred_to(guide, WANTED) == set()
    look_ahead([guide])
    assert kept().result == []


def test_where_one_deleted_the_answers_another_who_said_the_same_is_found(guide, visit, alone):
    for who in (visit_to(guide), visit):
        say(who, Node.STEP, "rewire", "no_help")
    look_ahead([guide])
    visit.events.all().delete()
    assert referred_to(guide, {STEP}) == {STEP}
    look_ahead([guide])
    assert referred_to(guide, {STEP}) == {STEP}


def test_a_preview_refers_to_nothing(guide, visit, alone):
    say(visit, Node.STEP, "rewire", "no_help")
    look_ahead([guide])
    guide.visits.update(preview=True)
    assert referred_to(guide, WANTED) == set()


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_said_and_deleted_it_equals_a_count_of_all_events(guide, alone, seed):
    draw, visits = random.Random(seed), []
    for _ in range(25):
        if not visits or draw.random() < 0.2:
            visits.append(visit_to(guide))
        node, key, value, more = draw.choice(ACTS)
        say(draw.choice(visits), node, key, value, **more)
        if draw.random() < 0.2:
            gone = visits.pop(draw.randrange(len(visits)))
            gone.events.all().delete()
        if draw.random() < 0.3:
            look_ahead([guide])
        assert referred_to(guide, WANTED) == counted(guide)


def test_importing_looks_ahead_by_itself(guide, visit, alone):
    say(visit, Node.STEP, "rewire", "no_help")
    import_draft(without_all_kinds())
    assert kept().event == Event.objects.latest("pk").pk
    assert Step.objects.get(key="rewire").retired
