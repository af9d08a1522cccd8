"""Learnt numbers that wait for approval: what the pages of numbers and of publishing say and do."""

import pytest
from django.urls import reverse

from tests.learning.test_reading import new_revision
from tests.reading import tree_of
from troubleshooter.models import (
    Guide,
    Origin,
    Parameters,
    PlannedPublication,
    PublicationState,
)

from .learnt_numbers import PLACE, live, people, post
from .test_learning_now import learn
from .test_publish_page import address, person


@pytest.fixture
def careful(guide):
    Guide.objects.filter(pk=guide.pk).update(needs_approval=True)
    return guide


@pytest.fixture
def publisher(db):
    return person("paula", "Publishers")


@pytest.fixture
def other(db):
    return person("petra", "Publishers")


def waiting():
    return PlannedPublication.objects.get(state=PublicationState.WAITING)


def wishes(client, guide):
    response = client.get(address(guide))
    tree = tree_of(response.content.decode())
    return [one.get("data-wish") for one in tree.iter() if one.get("data-wish")]


def test_a_publisher_asks_and_another_makes_them_live(learnt, careful, publisher, other):
    assert post(publisher, "adopt", learnt, take="ticked", place=[PLACE]).status_code == 302
    assert live().origin == Origin.EDITORIAL
    assert wishes(publisher, careful) == [str(learnt.pk)]
    page = address(careful, "publish_approve", waiting().pk)
    publisher.post(page)
    assert live().origin == Origin.EDITORIAL
    other.post(page)
    assert (live().origin, live().author) == (Origin.ADOPTED, publisher.user)
    assert wishes(other, careful) == []
    assert other.get(address(careful)).context["ended"]


def test_another_declines_and_nothing_goes_live(learnt, careful, publisher, other):
    post(publisher, "adopt", learnt, take="all")
    other.post(address(careful, "publish_cancel", waiting().pk), {"words": "Too few visits"})
    assert live().origin == Origin.EDITORIAL
    assert "Too few visits" in publisher.get(address(careful)).content.decode()


def test_going_back_asks_too(learnt, guide, publisher, other):
    post(publisher, "adopt", learnt, take="all")
    Guide.objects.filter(pk=guide.pk).update(needs_approval=True)
    own = Parameters.objects.get(origin=Origin.EDITORIAL)
    post(publisher, "go_back", own)
    assert live().origin == Origin.ADOPTED
    other.post(address(guide, "publish_approve", waiting().pk))
    assert live().content == own.content


def test_learning_now_makes_nothing_live_by_itself(careful, publisher):
    new_revision(("language: en\n", "language: en\nadopt_band: 1.5\n"))
    people()
    learn(publisher)
    assert live().origin == Origin.EDITORIAL
    assert waiting().author is None


def test_the_morning_tells_whom_it_concerns(learnt, careful, publisher, other):
    post(publisher, "adopt", learnt, take="all")
    index = reverse("admin:index")
    assert "data-waiting" in other.get(index).content.decode()
    assert "data-waiting" not in publisher.get(index).content.decode()
