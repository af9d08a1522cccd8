"""A start that is sent twice, because its answer was lost on the way, begins one visit."""

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.journeys.test_concurrency import together
from troubleshooter.models import Event, Visit
from troubleshooter.visits import services
from troubleshooter.visits.tokens import new_form, token_of_form

START = "/guides/lamp/start/"
COOKIE = "visit-lamp"


@pytest.fixture
def form(lamp):
    """A form as the guide's page brings it, filled in."""
    page = Client().get("/guides/lamp/").content.decode()
    mark = re.search(r'name="form" value="([^"]+)"', page)[1]
    return {"form": mark, "platform": "desk", "version": "2", "message": "no-power"}


def begun(form, client=None):
    """Someone who sends the form; without a client, one who never got an answer to it."""
    client = client or Client()
    assert client.post(START, form).status_code == 302
    return client


def test_the_answer_was_lost_so_the_form_is_sent_again(form):
    lost, again = begun(form), begun(form)
    assert Visit.objects.count() == 1
    assert list(Event.objects.values_list("kind", flat=True)) == ["started", "answered"]
    assert again.cookies[COOKIE].value == lost.cookies[COOKIE].value
    assert again.get("/guides/lamp/answers/").status_code == 200


@pytest.mark.parametrize("other", [{"platform": "floor"}, {"version": "1"}, {"message": ""}])
def test_another_choice_is_another_visit(form, other):
    begun(form)
    begun(form | other)
    assert Visit.objects.count() == 2


def test_two_pages_bring_two_visits(form):
    page = Client().get("/guides/lamp/").content.decode()
    other = re.search(r'name="form" value="([^"]+)"', page)[1]
    begun(form)
    begun(form | {"form": other})
    assert Visit.objects.count() == 2


def test_who_has_the_visit_and_goes_back_to_start_over_begins_another(form):
    client = begun(form)
    first = client.cookies[COOKIE].value
    begun(form, client)
    assert Visit.objects.count() == 2
    assert client.cookies[COOKIE].value != first


def test_a_visit_in_which_something_was_said_is_not_opened_by_its_form(form):
    first = begun(form)
    first.post("/guides/lamp/steps/plug-in/", {"result": "no_help"})
    second = begun(form)
    assert Visit.objects.count() == 2
    assert second.cookies[COOKIE].value != first.cookies[COOKIE].value


def test_a_forgotten_visit_stays_forgotten(form):
    begun(form).post("/guides/lamp/answers/", {"forget": "1"})
    begun(form)
    assert sorted(Visit.objects.values_list("outcome", flat=True)) == ["forgotten", "open"]


def test_a_visit_that_is_forgotten_while_its_form_is_sent_again_stays_forgotten(form, monkeypatch):
    first, look = begun(form), services.find_visit

    def found_too_late(*args, **options):
        first.post("/guides/lamp/answers/", {"forget": "1"})
        return look(*args, **options)

    monkeypatch.setattr(services, "find_visit", found_too_late)
    second = begun(form)
    assert sorted(Visit.objects.values_list("outcome", flat=True)) == ["forgotten", "open"]
    assert second.cookies[COOKIE].value != first.cookies[COOKIE].value
    assert second.get("/guides/lamp/answers/").status_code == 200


@pytest.mark.parametrize("mark", ["", "made-up", "made-up:signature", "\0"])
def test_a_mark_that_is_not_ours_ties_nobody_together(form, mark):
    tokens = {begun(form | {"form": mark}).cookies[COOKIE].value for _ in range(2)}
    assert len(tokens) == 2
    assert Visit.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_form_sent_many_times_at_once_begins_one_visit(form):
    tokens = together(lambda _: begun(form).cookies[COOKIE].value, range(8))
    assert len(set(tokens)) == 1
    assert Visit.objects.count() == 1
    assert Event.objects.count() == 2


TEXTS = st.text(max_size=8)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_a_token_is_tied_to_each_choice_by_itself(a, b, c, d):
    mark = new_form()
    token = token_of_form(mark, a, b)
    assert len(token) * 6 >= 256
    assert token == token_of_form(mark, a, b)
    assert (token == token_of_form(mark, c, d)) == ((a, b) == (c, d))
    assert token != token_of_form(new_form(), a, b)
