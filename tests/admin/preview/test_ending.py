"""A preview ends after a day, and never stands in the way of its guide."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.journeys.walking import HTMX, nothing_helps
from troubleshooter.editing.preview import KEPT, make_preview
from troubleshooter.models import Event, Guide, Parameters, Revision, Visit

from .previewing import DESK, press_preview, walk


def test_previews_of_more_than_a_day_ago_go_with_all_that_is_theirs(walker, prefix, guide, twin):
    make_preview(twin, author=None)
    walk(walker, prefix, nothing_helps)
    young = make_preview(guide, author=None)
    old = timezone.now() - KEPT - timedelta(minutes=1)
    Revision.objects.exclude(pk=young.pk).update(published_at=old)
    newest = make_preview(guide, author=None)
    assert set(guide.revisions.filter(number=None)) == {young, newest}
    assert guide.revisions.filter(number=1).exists()
    assert twin.revisions.count() == 1
    assert not Visit.objects.exists()
    assert not Event.objects.exists()


def test_one_that_has_ended_leads_to_the_workbench(walker, prefix, guide):
    Event.objects.all().delete()
    Visit.objects.all().delete()
    Parameters.objects.filter(revision__number=None).delete()
    Revision.objects.filter(number=None).delete()
    workbench = reverse("admin:troubleshooter_guide_overview", args=[guide.pk])
    ended = walker.get(f"{prefix}guides/lamp/steps/plug-in/")
    assert ended["Location"] == workbench
    swapped = walker.get(f"{prefix}guides/lamp/steps/plug-in/", headers=HTMX)
    assert swapped["HX-Redirect"] == workbench


def test_a_published_revision_is_no_preview(guide, admin_client):
    ended = admin_client.get(f"/preview/{guide.live_revision_id}/guides/lamp/")
    assert ended.status_code == 302
    assert ended["Location"].startswith("/admin/")


def test_a_guide_with_a_preview_can_still_be_deleted(twin, admin_client):
    prefix = press_preview(admin_client, twin)
    admin_client.post(f"{prefix}guides/twin/start/", DESK)
    page = reverse("admin:troubleshooter_guide_delete", args=[twin.pk])
    asked = admin_client.get(page)
    assert not asked.context["protected"]
    assert Visit.objects.count() == 1  # asking deletes nothing
    assert admin_client.post(page, {"post": "yes"}).status_code == 302
    assert not Guide.objects.filter(pk=twin.pk).exists()


def test_a_guide_that_visitors_had_cannot_be_deleted(visitor, guide, admin_client):
    page = reverse("admin:troubleshooter_guide_delete", args=[guide.pk])
    assert admin_client.get(page).context["protected"]
    admin_client.post(page, {"post": "yes"})
    assert Guide.objects.filter(pk=guide.pk).exists()
