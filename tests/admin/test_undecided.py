"""Who is told, in the morning and on the guide's page, that a publication needs them."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from troubleshooter.content.publishing import publish
from troubleshooter.editing.plans import approve, cancel, carry_out_due, send_on
from troubleshooter.editing.undecided import NONE, Undecided, undecided_for
from troubleshooter.models import Guide, PlannedPublication, Revision, Step

from .test_publish_page import person

SOON = timezone.now() + timedelta(hours=1)
LATER = SOON + timedelta(hours=1)


@pytest.fixture
def publisher(db):
    return person("paula", "Publishers")


@pytest.fixture
def editor(db):
    return person("erika", "Content editors")


def titled(words):
    Step.objects.filter(guide__key="lamp", key="plug-in").update(title=words)


def asked(guide, author=None):
    return send_on(guide, author=author, note="Clearer", ask=True)


def failed(guide, author=None, when=SOON):
    planned = send_on(guide, author=author, note="Broken", publish_at=when)
    planned.content["causes"][0]["share"] = 5
    planned.save()
    carry_out_due(LATER)
    return planned


def an_hour_ago():
    """All this happened some time before what the test does next."""
    then = timezone.now() - timedelta(hours=1)
    Revision.objects.update(published_at=then - timedelta(hours=1))
    PlannedPublication.objects.update(created_at=then, ended_at=then)


def told(client, guide):
    user = get_user_model().objects.get(pk=client.user.pk)
    return undecided_for(user).get(guide.pk, NONE)


def links(client, address):
    page = client.get(address).content.decode()
    return page.count("data-waiting="), page.count("data-failed=")


def test_a_request_waits_for_those_who_may_answer_it(guide, twin, publisher, editor):
    asked(guide, editor.user)
    asked(guide)
    assert told(publisher, guide) == Undecided(waiting=2)
    assert told(publisher, twin) == NONE
    assert told(editor, guide) == NONE


def test_your_own_request_waits_for_others(guide, publisher):
    own = asked(guide, publisher.user)
    assert told(publisher, guide) == NONE
    other = person("petra", "Publishers")
    assert told(other, guide) == Undecided(waiting=1)
    approve(own, by=other.user)
    assert told(other, guide) == NONE


def test_what_was_declined_waits_no_more(guide, publisher, editor):
    cancel(asked(guide, editor.user), by=publisher.user, words="Not yet")
    assert told(publisher, guide) == NONE


def test_a_failure_is_told_to_its_author_and_to_publishers(guide, publisher, editor):
    failed(guide, editor.user)
    assert told(publisher, guide) == told(editor, guide) == Undecided(failed=1)
    assert told(person("emil", "Content editors"), guide) == NONE


@pytest.mark.parametrize("how", ["published", "sent on again", "long ago"])
def test_a_failure_is_told_until_somebody_went_on(guide, publisher, how):
    planned = failed(guide, publisher.user)
    an_hour_ago()
    assert told(publisher, guide) == Undecided(failed=1)
    titled("Push the plug in")
    if how == "published":
        publish(guide, author=publisher.user)
    elif how == "sent on again":
        send_on(guide, author=publisher.user, note="Again", publish_at=LATER)
    else:
        planned.refresh_from_db()
        planned.ended_at -= timedelta(days=15)
        planned.save()
    assert told(publisher, guide) == NONE


def test_what_asks_by_itself_hides_no_failure(guide, publisher):
    failed(guide)
    an_hour_ago()
    titled("Push the plug in")
    send_on(guide, author=None, note="By a command", publish_at=LATER)
    assert told(publisher, guide) == Undecided(failed=1)


def test_a_preview_is_no_publication(guide, publisher):
    failed(guide)
    an_hour_ago()
    publisher.post(reverse("admin:troubleshooter_guide_preview", args=[guide.pk]))
    assert guide.revisions.filter(number=None).exists()
    assert told(publisher, guide) == Undecided(failed=1)


@pytest.mark.parametrize("name", ["index", "overview"])
def test_the_pages_lead_to_it(guide, publisher, editor, name):
    address = reverse("admin:index")
    if name == "overview":
        address = reverse("admin:troubleshooter_guide_overview", args=[guide.pk])
    assert links(publisher, address) == (0, 0)
    asked(guide, editor.user)
    failed(guide)
    assert links(publisher, address) == (1, 1)
    assert links(editor, address) == (0, 0)
    where = reverse("admin:troubleshooter_guide_publish", args=[guide.pk])
    assert where in publisher.get(address).content.decode()


def test_the_guide_that_waits_for_you_stands_first(guide, twin, publisher):
    Guide.objects.filter(pk=twin.pk).update(order=guide.order + 1)

    def first():
        page = publisher.get(reverse("admin:index")).content.decode()
        of = {
            g.key: reverse("admin:troubleshooter_guide_problems", args=[g.pk])
            for g in (guide, twin)
        }
        return min(of, key=lambda key: page.index(of[key]))

    assert first() == "lamp"
    asked(twin)
    assert first() == "twin"


def test_it_costs_the_same_however_much_waits(guide, publisher):
    def cost():
        user = get_user_model().objects.get(pk=publisher.user.pk)
        user.has_perm("troubleshooter.publish_guide")
        with CaptureQueriesContext(connection) as captured:
            undecided_for(user)
        return len(captured)

    assert cost() == 2
    for at in range(5):
        titled(f"Push it in {at}")
        asked(guide)
        failed(guide)
    assert cost() == 2
