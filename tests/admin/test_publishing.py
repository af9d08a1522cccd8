"""An editor publishes from the list of guides, or reads everything that is in the way."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.test import Client

from troubleshooter.content.checks import check
from troubleshooter.content.rows import content_from_rows
from troubleshooter.models import Guide, Revision, Step

from .test_pages import address

LIST = "/admin/troubleshooter/guide/"


def act(client, action, *guides, note=""):
    fields = {"action": action, "_selected_action": [g.pk for g in guides], "note": note}
    response = client.post(LIST, fields)
    return [str(m) for m in get_messages(response.wsgi_request)]


@pytest.fixture
def spoilt(guide):
    """Three different problems at once."""
    guide.causes.update(share=0)
    Step.objects.filter(key="rewire").update(at_risk="")
    Step.objects.get(key="new-bulb").effects.all().delete()
    assert len(check(content_from_rows(guide))) > 2
    return guide


def editor(*names):
    user = get_user_model().objects.create_user("editor", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def test_publishing_makes_a_revision_with_author_and_note(guide, admin_client, admin_user):
    Step.objects.filter(key="plug-in").update(title="Push the plug in")
    words = act(admin_client, "publish", guide, note="Clearer words")
    revision = Revision.objects.get(guide=guide, number=2)
    assert (revision.author, revision.note) == (admin_user, "Clearer words")
    guide.refresh_from_db()
    assert guide.live_revision == revision
    assert "revision 2" in " ".join(words)
    assert LogEntry.objects.filter(object_id=str(guide.pk), user=admin_user).count() == 1


def test_publishing_what_is_live_already_makes_nothing(guide, admin_client):
    assert "stays live" in " ".join(act(admin_client, "publish", guide))
    assert Revision.objects.count() == 1
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("action", ["publish", "check_for_problems"])
def test_every_problem_is_shown_and_nothing_is_published(spoilt, admin_client, action):
    problems = check(content_from_rows(spoilt))
    words = act(admin_client, action, spoilt)
    for problem in problems:
        said = [w for w in words if problem.message in w and problem.remedy in w]
        assert any(problem.place in w and problem.code in w for w in said)
    assert Revision.objects.count() == 1


def test_the_page_after_it_shows_the_problems(spoilt, admin_client):
    act(admin_client, "publish", spoilt)
    body = admin_client.get(LIST).content.decode()
    for problem in check(content_from_rows(spoilt)):
        assert problem.code in body


def test_a_problem_in_one_guide_does_not_stop_another(spoilt, twin, admin_client):
    act(admin_client, "publish", spoilt, twin)
    assert Guide.objects.get(key="twin").live_revision.number == 1
    assert Revision.objects.filter(guide=spoilt).count() == 1


def test_a_guide_without_problems_is_told_so(guide, admin_client):
    assert "no problems" in " ".join(act(admin_client, "check_for_problems", guide))


def test_a_guide_that_is_all_but_empty_is_refused_not_broken(db, admin_client):
    empty = Guide.objects.create(key="empty", title="Empty", summary="None", support_minutes=1)
    assert act(admin_client, "publish", empty)
    assert not Revision.objects.exists()


def test_who_may_edit_may_not_publish_without_the_permission(guide):
    Step.objects.filter(key="plug-in").update(title="Push the plug in")
    client = editor("view_guide", "change_guide")
    assert "publish" not in dict(client.get(LIST).context["action_form"].fields["action"].choices)
    act(client, "publish", guide)
    assert Revision.objects.count() == 1


def test_who_has_the_permission_may_publish(guide):
    Step.objects.filter(key="plug-in").update(title="Push the plug in")
    act(editor("view_guide", "publish_guide"), "publish", guide)
    assert Revision.objects.count() == 2


def test_the_guide_says_which_revision_is_live(guide, admin_client):
    body = admin_client.get(address(Guide, "change", guide.pk)).content.decode()
    assert address(Revision, "change", guide.live_revision_id) in body
