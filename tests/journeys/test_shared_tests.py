"""Where testing is slow, quick steps are done first and tested together; they share the result."""

import re

import pytest
from django.test import Client

from tests.conftest import GUIDES, publish_file
from troubleshooter.models import Event, Outcome, Step, Visit

STEPS = "/guides/kettle-test/steps"
pytestmark = pytest.mark.django_db


@pytest.fixture
def kettle(db):
    publish_file(GUIDES / "kettle-test.yaml")
    client = Client()
    assert client.post("/guides/kettle-test/start/")["Location"] == f"{STEPS}/wipe/"
    return client


def say(client, step, result):
    return client.post(f"{STEPS}/{step}/", {"result": result})["Location"]


def told_about(page):
    """The list after the heading over the buttons."""
    form = page.content.decode().partition('id="happened"')[2].partition('class="results"')[0]
    return re.findall("<li>(.*?)</li>", form)


def results():
    events = Event.objects.filter(node="step").order_by("sequence")
    return list(events.values_list("kind", "key", "value"))


def test_the_first_step_may_be_tested_later(kettle):
    page = kettle.get(f"{STEPS}/wipe/")
    assert 'value="waiting"' in page.content.decode()
    assert 'class="note"' in page.content.decode()
    assert say(kettle, "wipe", "waiting") == f"{STEPS}/shut/"


def test_the_last_step_says_what_else_its_test_tells_about(kettle):
    say(kettle, "wipe", "waiting")
    page = kettle.get(f"{STEPS}/shut/")
    assert told_about(page) == [Step.objects.get(key="wipe").title]


def test_a_test_that_fails_speaks_of_all_that_waited_for_it(kettle):
    say(kettle, "wipe", "waiting")
    assert say(kettle, "shut", "no_help") == "/guides/kettle-test/support/"
    assert results()[1:] == [("result", "shut", "no_help"), ("changed", "wipe", "no_help")]


def test_a_test_that_succeeds_is_credited_to_all_that_waited_for_it(kettle):
    say(kettle, "wipe", "waiting")
    assert say(kettle, "shut", "fixed") == "/guides/kettle-test/resolved/"
    assert results()[1:] == [("result", "shut", "fixed"), ("changed", "wipe", "fixed")]
    assert Visit.objects.get().outcome == Outcome.RESOLVED


def test_a_step_that_was_not_done_tells_nothing_about_the_others(kettle):
    say(kettle, "wipe", "waiting")
    assert say(kettle, "shut", "could_not") == f"{STEPS}/wipe/"
    assert results()[1:] == [("result", "shut", "could_not")]
    assert "data-waiting" in kettle.get(f"{STEPS}/wipe/").content.decode()


def test_who_tests_at_once_goes_on_as_usual(kettle):
    assert say(kettle, "wipe", "no_help") == f"{STEPS}/shut/"
    assert say(kettle, "shut", "no_help") == "/guides/kettle-test/support/"
    assert [value for _, _, value in results()] == ["no_help", "no_help"]
