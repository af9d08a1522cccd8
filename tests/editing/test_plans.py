"""What an editor plans goes live as it was then, at its time, once, and never past a rule."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from tests.conftest import GUIDES, publish_file
from troubleshooter.content.publishing import GuideHasProblems
from troubleshooter.editing import plans
from troubleshooter.models import Guide, PlannedPublication, PublicationState, Revision, Step

NOW = timezone.now()
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=3)
PAST = NOW - timedelta(minutes=5)


@pytest.fixture
def second(db):
    return get_user_model().objects.create_user("zoe", password="a long enough secret")


def titled(words):
    Step.objects.filter(guide__key="lamp", key="plug-in").update(title=words)


def live_title(guide):
    guide.refresh_from_db()
    steps = guide.live_revision.content["steps"]
    return next(step["title"] for step in steps if step["key"] == "plug-in")


def planned_for(guide, when, author=None, words="Push the plug in"):
    titled(words)
    return plans.send_on(guide, author=author, note="Clearer", publish_at=when)


def next_of(guide):
    return Guide.objects.get(pk=guide.pk).publish_next_at


def test_what_goes_live_is_what_was_planned_not_what_was_edited_since(guide, editor):
    planned_for(guide, SOON, editor)
    titled("Something else")
    assert plans.carry_out_due(NOW) == []
    (done,) = plans.carry_out_due(LATER)
    assert done.state == PublicationState.PUBLISHED
    assert live_title(guide) == "Push the plug in"
    assert (done.revision.author, done.revision.note) == (editor, "Clearer")
    assert Step.objects.get(guide=guide, key="plug-in").title == "Something else"


def test_the_guide_knows_the_next_time(guide, editor):
    late = planned_for(guide, LATER, editor)
    assert next_of(guide) == LATER
    soon = planned_for(guide, SOON, editor, "Another")
    assert next_of(guide) == SOON
    plans.cancel(soon)
    assert next_of(guide) == LATER
    plans.cancel(late)
    assert next_of(guide) is None


def test_carrying_out_again_does_nothing(guide, editor):
    planned_for(guide, SOON, editor)
    assert len(plans.carry_out_due(LATER)) == 1
    assert plans.carry_out_due(LATER) == []
    assert Revision.objects.filter(guide=guide).count() == 2
    assert next_of(guide) is None


def test_the_earliest_goes_first(guide, editor):
    planned_for(guide, LATER, editor, "Last")
    planned_for(guide, SOON, editor, "First")
    plans.carry_out_due(LATER)
    assert live_title(guide) == "Last"
    assert Revision.objects.filter(guide=guide).count() == 3


def test_a_draft_with_problems_is_not_planned(guide, editor):
    guide.causes.update(share=0)
    with pytest.raises(GuideHasProblems):
        plans.send_on(guide, author=editor, note="No", publish_at=SOON)
    assert not PlannedPublication.objects.exists()


def test_what_cannot_be_published_any_more_fails_with_its_reason(guide, editor):
    planned = planned_for(guide, SOON, editor)
    planned.content["causes"][0]["share"] = 5
    planned.save()
    (failed,) = plans.carry_out_due(LATER)
    assert failed.state == PublicationState.FAILED
    assert failed.problem
    assert live_title(guide) != "Push the plug in"
    assert next_of(guide) is None


def test_approval_asked_for_since_stops_a_plan(guide, editor):
    planned_for(guide, SOON, editor)
    Guide.objects.update(needs_approval=True)
    (failed,) = plans.carry_out_due(LATER)
    assert failed.state == PublicationState.FAILED
    assert Revision.objects.filter(guide=guide).count() == 1


@pytest.fixture
def careful(guide):
    Guide.objects.filter(pk=guide.pk).update(needs_approval=True)
    guide.refresh_from_db()
    return guide


def test_nobody_approves_their_own(careful, editor):
    planned = planned_for(careful, None, editor)
    with pytest.raises(plans.NotPossible):
        plans.approve(planned, by=editor)
    assert PlannedPublication.objects.get().state == PublicationState.WAITING
    assert Revision.objects.count() == 1


def test_approved_without_a_time_goes_live_at_once(careful, editor, second):
    planned = planned_for(careful, None, editor)
    done = plans.approve(planned, by=second)
    assert (done.state, done.approved_by) == (PublicationState.PUBLISHED, second)
    assert live_title(careful) == "Push the plug in"


def test_approved_with_a_time_waits_for_it(careful, editor, second):
    planned = planned_for(careful, SOON, editor)
    assert next_of(careful) is None
    assert plans.carry_out_due(LATER) == []
    assert plans.approve(planned, by=second).state == PublicationState.PLANNED
    assert next_of(careful) == SOON
    assert len(plans.carry_out_due(LATER)) == 1


def test_what_was_decided_is_decided_once(careful, editor, second):
    planned = planned_for(careful, None, editor)
    plans.cancel(planned, words="Not yet")
    assert PlannedPublication.objects.get().problem == "Not yet"
    for again in (lambda: plans.approve(planned, by=second), lambda: plans.cancel(planned)):
        with pytest.raises(plans.NotPossible):
            again()
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("address", ["/", "/guides/lamp/"])
def test_the_next_visitor_gets_what_is_due(guide, editor, address):
    planned_for(guide, PAST, editor)
    assert Client().get(address).status_code == 200
    assert live_title(guide) == "Push the plug in"


@pytest.mark.parametrize("address", ["/", "/guides/lamp/"])
def test_a_page_asks_nothing_more_where_nothing_is_due(
    guide, editor, address, django_assert_num_queries
):
    client = Client()
    client.get(address)
    with django_assert_num_queries(1):
        client.get(address)
    planned_for(guide, LATER, editor)
    with django_assert_num_queries(1):
        client.get(address)


def test_the_same_twice_is_one_plan(guide, editor):
    first, second = (planned_for(guide, SOON, editor) for _ in range(2))
    assert first == second
    assert planned_for(guide, LATER, editor) != first
    plans.cancel(first)
    assert planned_for(guide, SOON, editor) != first


def test_a_guide_that_goes_by_another_address_since_is_not_published(twin, editor):
    plans.send_on(twin, author=editor, note="First", publish_at=SOON)
    Guide.objects.filter(pk=twin.pk).update(key="other")
    (failed,) = plans.carry_out_due(LATER)
    assert failed.state == PublicationState.FAILED
    assert Guide.objects.get(pk=twin.pk).live_revision is None


def test_one_that_breaks_keeps_no_other_from_its_time(guide, twin, editor, monkeypatch):
    for each in (guide, twin):
        titled("Push the plug in")
        plans.send_on(each, author=editor, note="Clearer", publish_at=SOON)
    real = plans.publish
    monkeypatch.setattr(plans, "publish", lambda g, **k: 1 / 0 if g.key == "lamp" else real(g, **k))
    done = {each.guide.key: each.state for each in plans.carry_out_due(LATER)}
    assert done == {"lamp": PublicationState.FAILED, "twin": PublicationState.PUBLISHED}
    assert plans.carry_out_due(LATER) == []


def test_a_database_that_is_busy_is_tried_again(guide, editor, monkeypatch):
    def busy(*args, **kwargs):
        raise OperationalError

    planned_for(guide, PAST, editor)
    with monkeypatch.context() as patch:
        patch.setattr(plans, "publish", busy)
        assert Client().get("/guides/lamp/").status_code == 200
    assert PlannedPublication.objects.get().state == PublicationState.PLANNED
    assert Client().get("/guides/lamp/").status_code == 200
    assert PlannedPublication.objects.get().state == PublicationState.PUBLISHED


def test_who_declined_stands_beside_why(guide, editor, second):
    plans.cancel(planned_for(guide, SOON, editor), by=second, words="Too early")
    problem = PlannedPublication.objects.get().problem
    assert "zoe" in problem
    assert "Too early" in problem


def test_a_plan_that_breaks_leaves_the_page_whole(guide, editor, monkeypatch):
    planned_for(guide, PAST, editor)
    monkeypatch.setattr(plans, "publish", lambda *a, **k: 1 / 0)
    assert Client().get("/guides/lamp/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_many_at_once_carry_out_one_plan_once():
    publish_file(GUIDES / "lamp.yaml")
    guide = Guide.objects.get(key="lamp")
    planned_for(guide, PAST)

    def carry_out(_):
        try:
            return len(plans.carry_out_due(NOW))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(carry_out, range(6))) == 1
    assert Revision.objects.filter(guide=guide).count() == 2
