"""The tab “Publish”: who may send a draft on, what stops them, and what visitors then see."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from troubleshooter.editing.plans import send_on
from troubleshooter.models import Guide, PlannedPublication, PublicationState, Revision, Step

from .factories import more_like
from .test_publishing import act


def address(guide, name="publish", *args):
    return reverse(f"admin:troubleshooter_guide_{name}", args=[guide.pk, *args])


def person(name, role):
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def publisher(db):
    return person("paula", "Publishers")


@pytest.fixture
def editor(db):
    return person("erika", "Content editors")


@pytest.fixture
def changed(guide):
    Step.objects.filter(guide=guide, key="plug-in").update(title="Push the plug in")
    return guide


@pytest.fixture
def careful(changed):
    Guide.objects.filter(pk=changed.pk).update(needs_approval=True)
    changed.refresh_from_db()
    return changed


def send(client, guide, verb, note="Clearer words", when=None):
    at = when.strftime("%Y-%m-%dT%H:%M") if when else ""
    return client.post(address(guide), {"verb": verb, "note": note, "publish_at": at})


def in_hours(hours):
    return timezone.now() + timedelta(hours=hours)


def test_publishing_now_makes_a_revision_with_author_and_note(changed, publisher):
    assert send(publisher, changed, "now").status_code == 302
    revision = Revision.objects.get(guide=changed, number=2)
    assert (revision.author, revision.note) == (publisher.user, "Clearer words")
    assert LogEntry.objects.filter(object_id=str(changed.pk), user=publisher.user).count() == 1


def test_without_a_note_nothing_happens(changed, publisher):
    answer = send(publisher, changed, "now", note="  ")
    assert answer.status_code == 200
    assert answer.context["form"].errors["note"]
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("when", [None, in_hours(-2)])
def test_a_plan_needs_a_time_to_come_and_keeps_the_note(changed, publisher, when):
    answer = send(publisher, changed, "later", when=when)
    assert answer.context["form"].errors["publish_at"]
    assert "Clearer words" in answer.content.decode()
    assert not PlannedPublication.objects.exists()


def test_a_plan_waits_for_its_time(changed, publisher):
    assert send(publisher, changed, "later", when=in_hours(2)).status_code == 302
    planned = PlannedPublication.objects.get()
    assert (planned.state, planned.author) == (PublicationState.PLANNED, publisher.user)
    assert Revision.objects.count() == 1
    assert publisher.get(address(changed)).context["open"]


def test_problems_are_linked_to_where_they_are_mended(changed, publisher):
    step = Step.objects.get(guide=changed, key="rewire")
    Step.objects.filter(pk=step.pk).update(title="")
    answer = send(publisher, changed, "now")
    page = reverse("admin:troubleshooter_step_change", args=[step.pk])
    assert f'href="{page}#id_title"' in answer.content.decode()
    assert "Clearer words" in answer.content.decode()
    assert Revision.objects.count() == 1


def test_a_draft_that_changed_while_it_was_read_is_shown_anew(changed, publisher):
    seen = publisher.get(address(changed)).context["seen"]
    Step.objects.filter(guide=changed, key="plug-in").update(title="Something else")
    data = {"verb": "now", "note": "Clearer", "publish_at": "", "seen": seen}
    assert publisher.post(address(changed), data).status_code == 200
    assert Revision.objects.count() == 1


def test_where_nothing_changed_nothing_is_offered(guide, publisher):
    assert publisher.get(address(guide)).context["unchanged"]
    send(publisher, guide, "ask")
    send(publisher, guide, "now")
    assert not PlannedPublication.objects.exists()
    assert Revision.objects.count() == 1


def test_an_editor_asks_and_may_not_publish(changed, editor):
    assert send(editor, changed, "now").status_code == 403
    assert send(editor, changed, "later", when=in_hours(2)).status_code == 403
    assert send(editor, changed, "ask").status_code == 302
    assert PlannedPublication.objects.get().state == PublicationState.WAITING
    assert Revision.objects.count() == 1


def test_where_approval_is_needed_nobody_publishes_alone(careful, publisher):
    assert send(publisher, careful, "now").status_code == 403
    assert send(publisher, careful, "ask").status_code == 302
    planned = PlannedPublication.objects.get()
    assert publisher.post(address(careful, "publish_approve", planned.pk)).status_code == 302
    assert publisher.get(address(careful)).context["open"][0]["may_approve"] is False
    assert Revision.objects.count() == 1


def test_someone_else_approves_and_it_is_live(careful, editor, publisher):
    send(editor, careful, "ask")
    Step.objects.filter(guide=careful, key="plug-in").update(title="Something else")
    planned = PlannedPublication.objects.get()
    assert editor.post(address(careful, "publish_approve", planned.pk)).status_code == 403
    publisher.post(address(careful, "publish_approve", planned.pk))
    planned.refresh_from_db()
    assert planned.approved_by == publisher.user
    titles = [step["title"] for step in planned.revision.content["steps"]]
    assert "Push the plug in" in titles
    assert "Something else" not in titles


def test_declining_needs_words_and_its_author_reads_them(careful, editor, publisher):
    send(editor, careful, "ask")
    where = address(careful, "publish_cancel", PlannedPublication.objects.get().pk)
    publisher.post(where, {"words": " "})
    assert PlannedPublication.objects.get().state == PublicationState.WAITING
    publisher.post(where, {"words": "The title is too short"})
    assert PlannedPublication.objects.get().state == PublicationState.CANCELLED
    assert "The title is too short" in editor.get(address(careful)).content.decode()


def test_an_editor_takes_back_their_own_only(careful, editor):
    own = send_on(careful, author=editor.user, note="Mine")
    other = send_on(careful, author=None, note="Not mine")
    assert editor.post(address(careful, "publish_cancel", other.pk)).status_code == 403
    assert editor.post(address(careful, "publish_cancel", own.pk)).status_code == 302
    states = PlannedPublication.objects.values_list("note", "state")
    assert dict(states) == {"Mine": "cancelled", "Not mine": "waiting"}


def test_a_plan_of_another_guide_is_not_found(careful, twin, publisher):
    planned = send_on(careful, author=None, note="x")
    assert publisher.post(address(twin, "publish_approve", planned.pk)).status_code == 404


def test_a_guide_that_was_never_published_can_be(db, twin, publisher):
    assert publisher.get(address(twin)).status_code == 200
    send(publisher, twin, "now")
    twin.refresh_from_db()
    assert twin.live_revision.number == 1


def test_the_action_of_the_list_leads_to_the_tab_where_approval_is_needed(careful, admin_client):
    assert address(careful) in " ".join(act(admin_client, "publish", careful, note="x"))
    assert Revision.objects.count() == 1


def test_a_time_beside_publish_now_is_asked_about(guide, step, admin_client):
    step.title = "Push it in"
    step.save()
    page = admin_client.get(reverse("admin:troubleshooter_guide_publish", args=[guide.pk]))
    sent = {"verb": "now", "note": "Words", "seen": page.context["seen"]}
    answer = admin_client.post(page.wsgi_request.path, {**sent, "publish_at": "2999-01-01T10:00"})
    assert list(answer.context["form"].errors) == ["publish_at"]
    assert guide.revisions.count() == 1
    assert admin_client.post(page.wsgi_request.path, sent).status_code == 302
    assert guide.revisions.count() == 2


@pytest.mark.parametrize("name", ["publish", "revisions", "revisions_compare"])
def test_a_page_costs_the_same_however_long_the_guide(guide, step, admin_client, name):
    def queries():
        with CaptureQueriesContext(connection) as taken:
            assert admin_client.get(address(guide, name)).status_code == 200
        return len(taken)

    queries()
    before = queries()
    more_like(step, 20)
    assert Step.objects.filter(guide=guide).count() > 20
    assert queries() == before
