"""Support names the cause: once, in its place among the events, and only what the guide knows."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.conftest import GUIDES, publish_file
from tests.learning.cast import token_visit, visit
from troubleshooter.learning.diagnosis import name_cause, named_cause
from troubleshooter.learning.errors import UnknownCause, VisitForgotten
from troubleshooter.models import Event, EventKind, Node, Outcome, Visit
from troubleshooter.visits import services


@pytest.fixture
def handed_over(lamp):
    return visit(answers={"others": "no"}, results={"plug-in": "no_help"}, handed_over=True)


def test_it_is_the_next_event_of_the_visit(handed_over):
    name_cause(handed_over.pk, cause="bulb")
    row = Visit.objects.get(pk=handed_over.pk)
    *_, before, event = row.events.order_by("sequence")
    assert (event.kind, event.node, event.key, event.value) == ("diagnosed", "cause", "bulb", "")
    assert (event.sequence, event.place) == (before.sequence + 1, 2)
    assert (event.revision, event.parameters) == (row.revision, row.parameters)
    assert (row.last_sequence, row.last_event_at) == (event.sequence, event.at)
    assert row.outcome == Outcome.HANDED_OVER


def test_the_same_cause_said_twice_is_recorded_once(handed_over):
    name_cause(handed_over.pk, cause="bulb")
    name_cause(handed_over.pk, cause="bulb")
    assert Event.objects.filter(kind=EventKind.DIAGNOSED).count() == 1


def test_another_cause_counts_from_then_on_and_the_first_stays_on_record(handed_over):
    for cause in ("bulb", "wiring", "bulb"):
        name_cause(handed_over.pk, cause=cause)
    assert named_cause(handed_over) == "bulb"
    named = Event.objects.filter(node=Node.CAUSE).order_by("sequence")
    assert [event.key for event in named] == ["bulb", "wiring", "bulb"]


@pytest.mark.parametrize("cause", ["", "gone", "Bulb"])
def test_a_cause_that_the_guide_does_not_have_is_refused(handed_over, cause):
    with pytest.raises(UnknownCause):
        name_cause(handed_over.pk, cause=cause)
    assert not Event.objects.filter(kind=EventKind.DIAGNOSED).exists()


def test_a_forgotten_visit_is_left_alone(lamp):
    token, row = token_visit()
    services.forget("lamp", token)
    with pytest.raises(VisitForgotten):
        name_cause(row.pk, cause="bulb")
    with pytest.raises(VisitForgotten):
        name_cause(row.pk + 1, cause="bulb")


def test_forgetting_takes_the_named_cause_along(lamp):
    token, row = token_visit()
    name_cause(row.pk, cause="bulb")
    services.forget("lamp", token)
    assert not Event.objects.filter(kind=EventKind.DIAGNOSED).exists()


def test_a_visitor_goes_on_as_before(lamp):
    token, row = token_visit(results={"plug-in": "no_help"})
    name_cause(row.pk, cause="bulb")
    after = services.record_result("lamp", token, step="new-bulb", result="fixed")
    assert after.visit.outcome == Outcome.RESOLVED
    sequence = list(row.events.order_by("sequence").values_list("sequence", flat=True))
    assert sequence == list(range(1, len(sequence) + 1))


@pytest.mark.django_db(transaction=True)
def test_many_who_say_it_at_once_record_it_once():
    publish_file(GUIDES / "lamp.yaml")
    row = visit(results={"plug-in": "no_help"})

    def say(_):
        try:
            name_cause(row.pk, cause="bulb")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(say, range(8)))
    assert Event.objects.filter(kind=EventKind.DIAGNOSED).count() == 1
