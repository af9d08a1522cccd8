"""The tab “Revisions”: look at one, compare any two, make an old one live again."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from troubleshooter.content.publishing import publish
from troubleshooter.content.rows import content_from_rows
from troubleshooter.models import Guide, PlannedPublication, Revision, Step

OLD, NEW = "Push in the plug", "Push the plug in firmly"


@pytest.fixture
def changed(guide):
    """Revision 1 has the old title of a step, revision 2 the new one; the draft is as 2."""
    for title in (OLD, NEW):
        Step.objects.filter(guide=guide, key="plug-in").update(title=title)
        publish(guide, note=f"Now {title}")
    return guide


def address(guide, name="revisions", *args):
    return reverse(f"admin:troubleshooter_guide_{name}", args=[guide.pk, *args])


def newest(guide):
    return guide.revisions.filter(number__isnull=False).order_by("-number").first()


def title_in(content):
    return next(step["title"] for step in content["steps"] if step["key"] == "plug-in")


def number_of(guide, title):
    """The newest revision in which the step has this title."""
    rows = guide.revisions.filter(number__isnull=False).order_by("-number")
    return next(row.number for row in rows if title_in(row.content) == title)


def fields_of(comparison):
    entries = [entry for section in comparison.sections for entry in section.entries]
    return [(field.before, field.after) for entry in entries for field in entry.fields]


def test_the_list_marks_the_live_one_and_offers_it_no_way_back(changed, admin_client):
    page = admin_client.get(address(changed))
    numbers = [row.number for row in page.context["revisions"]]
    assert numbers == sorted(numbers, reverse=True)
    live = changed.live_revision.number
    assert address(changed, "revisions_live", live) not in page.content.decode()
    assert address(changed, "revisions_live", number_of(changed, OLD)) in page.content.decode()


def test_a_preview_is_no_revision(changed, admin_client):
    Revision.objects.create(guide=changed, content={}, content_hash="")
    assert None not in [r.number for r in admin_client.get(address(changed)).context["revisions"]]


def test_an_old_one_can_be_read_by_its_own_words(changed, admin_client):
    old = number_of(changed, OLD)
    page = admin_client.get(address(changed, "revisions_one", old)).content.decode()
    assert OLD in page
    assert NEW not in page
    assert "plug-in" not in page


def test_any_two_are_compared_and_the_other_way_round(changed, admin_client):
    old, new = number_of(changed, OLD), number_of(changed, NEW)
    for one, other, expected in ((old, new, (OLD, NEW)), (new, old, (NEW, OLD))):
        page = admin_client.get(address(changed, "revisions_compare"), {"from": one, "to": other})
        assert fields_of(page.context["comparison"]) == [expected]
        assert f"<del>{expected[0]}</del>" in page.content.decode()
        assert f"<ins>{expected[1]}</ins>" in page.content.decode()


def test_one_is_compared_with_the_draft(changed, admin_client):
    Step.objects.filter(guide=changed, key="plug-in").update(title="Draft")
    page = admin_client.get(
        address(changed, "revisions_compare"), {"from": changed.live_revision.number, "to": "draft"}
    )
    assert fields_of(page.context["comparison"]) == [(NEW, "Draft")]


@pytest.mark.parametrize("value", ["999", "²", "-1", "x", "9" * 40])
def test_a_revision_that_is_not_there_is_not_found(changed, admin_client, value):
    where = address(changed, "revisions_compare")
    assert admin_client.get(where, {"from": value}).status_code == 404


def test_an_old_one_goes_live_in_one_click_and_the_draft_stays(changed, admin_client):
    old, draft = number_of(changed, OLD), content_from_rows(changed)
    before = newest(changed).number
    admin_client.post(address(changed, "revisions_live", old))
    live = Guide.objects.get(pk=changed.pk).live_revision
    assert (live.number, title_in(live.content)) == (before + 1, OLD)
    assert str(old) in live.note
    assert live.author.username == "admin"
    assert content_from_rows(changed) == draft


def test_it_offers_to_make_the_draft_like_it_too(changed, admin_client):
    old = number_of(changed, OLD)
    page = admin_client.post(address(changed, "revisions_live", old), follow=True)
    live = Guide.objects.get(pk=changed.pk).live_revision.number
    offers = [address(changed, "revisions_draft", number) for number in (old, live)]
    assert any(offer in page.content.decode() for offer in offers)


def test_the_draft_becomes_like_it_only_after_a_look(changed, admin_client):
    where = address(changed, "revisions_draft", number_of(changed, OLD))
    page = admin_client.get(where).context
    assert fields_of(page["comparison"]) == [(NEW, OLD)]
    assert Step.objects.get(guide=changed, key="plug-in").title == NEW
    live = changed.live_revision_id
    admin_client.post(where, {"seen": page["seen"]})
    assert Step.objects.get(guide=changed, key="plug-in").title == OLD
    assert Guide.objects.get(pk=changed.pk).live_revision_id == live


def test_where_approval_is_needed_it_waits(changed, admin_client):
    Guide.objects.filter(pk=changed.pk).update(needs_approval=True)
    live = changed.live_revision_id
    admin_client.post(address(changed, "revisions_live", number_of(changed, OLD)))
    assert Guide.objects.get(pk=changed.pk).live_revision_id == live
    planned = PlannedPublication.objects.get(guide=changed)
    assert title_in(planned.content) == OLD


def test_only_publishers_go_back(changed, client):
    editor = get_user_model().objects.create_user("editor", is_staff=True)
    editor.groups.add(Group.objects.get(name="Content editors"))
    client.force_login(editor)
    where = address(changed, "revisions_live", number_of(changed, OLD))
    assert where not in client.get(address(changed)).content.decode()
    assert client.post(where).status_code == 403


def test_a_revision_from_before_a_key_was_there_still_serves(changed, admin_client):
    row = changed.revisions.get(number=number_of(changed, OLD))
    content = row.content
    for key in ("review_by", "shadow", "hold_out", "trip_minutes"):
        content.pop(key, None)
    for step in content["steps"]:
        step.pop("edition", None)
        step.pop("pictures", None)
    Revision.objects.filter(pk=row.pk).update(content=content)
    for name in ("revisions_one", "revisions_draft"):
        assert admin_client.get(address(changed, name, row.number)).status_code == 200
    admin_client.post(address(changed, "revisions_live", row.number))
    assert title_in(Guide.objects.get(pk=changed.pk).live_revision.content) == OLD


def test_what_somebody_wrote_meanwhile_is_not_replaced_unseen(changed, admin_client):
    where = address(changed, "revisions_draft", number_of(changed, OLD))
    seen = admin_client.get(where).context["seen"]
    Step.objects.filter(guide=changed, key="plug-in").update(minutes=7)
    page = admin_client.post(where, {"seen": seen})
    assert Step.objects.get(guide=changed, key="plug-in").title == NEW
    admin_client.post(where, {"seen": page.context["seen"]})
    assert Step.objects.get(guide=changed, key="plug-in").title == OLD


def test_the_list_costs_the_same_at_any_length(changed, admin_client):
    admin_client.get(address(changed))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            admin_client.get(address(changed))
        counts.append(len(asked))
        for number in range(4):
            title = f"Title {len(counts)} {number}"
            Step.objects.filter(guide=changed, key="plug-in").update(title=title)
            publish(changed, author=get_user_model().objects.get(username="admin"))
    assert counts[0] == counts[1]


def test_what_todays_checks_refuse_stays_back_and_says_why_by_name(changed, admin_client):
    row = changed.revisions.get(number=number_of(changed, OLD))
    content = row.content
    for step in content["steps"]:
        step["minutes"] = -1
    Revision.objects.filter(pk=row.pk).update(content=content)
    live = changed.live_revision_id
    where = address(changed, "revisions_live", row.number)
    page = admin_client.post(where, follow=True).content.decode()
    assert Guide.objects.get(pk=changed.pk).live_revision_id == live
    assert "errornote" in page or 'class="error"' in page
    assert "steps[" not in page
