"""A preview walks the draft, as any visitor, to any end; and only the draft."""

import pytest
from django.test import Client

from tests.journeys.walking import fixed_at, look, nothing_helps
from troubleshooter.content.publishing import publish
from troubleshooter.editing.preview import make_preview
from troubleshooter.models import Guide, Step, Visit

from .previewing import DESK, bar, press_preview, walk


@pytest.mark.parametrize("htmx", [False, True])
def test_a_preview_is_walked_to_its_end_below_its_own_prefix(walker, prefix, htmx):
    pages = walk(walker, prefix, nothing_helps, htmx=htmx)
    assert [p.hooks["page"] for p in pages].count("step") > 3
    assert pages[-1].hooks["page"] == "support"
    assert all(page.address.startswith(f"{prefix}guides/lamp/") for page in pages)
    assert {page.hooks["revision"] for page in pages} == {"0"}


def test_it_ends_with_what_worked(walker, prefix):
    pages = walk(walker, prefix, fixed_at("plug-in"))
    assert pages[-1].hooks["page"] == "resolved"


def test_it_shows_the_draft_and_visitors_see_what_is_live(guide, step, admin_client):
    Step.objects.filter(pk=step.pk).update(title="Push the plug in")
    prefix = press_preview(admin_client, guide)
    admin_client.post(f"{prefix}guides/lamp/start/", DESK)
    client = Client()
    client.post("/guides/lamp/start/", DESK)
    shown = admin_client.get(f"{prefix}guides/lamp/steps/plug-in/").content.decode()
    live = client.get("/guides/lamp/steps/plug-in/").content.decode()
    assert "Push the plug in" in shown
    assert "Push the plug in" not in live


def test_it_stays_as_it_was_when_the_draft_changes_and_says_so(walker, prefix, step):
    address = f"{prefix}guides/lamp/steps/plug-in/"
    before = walker.get(address)
    Step.objects.filter(pk=step.pk).update(title="Push the plug in")
    after = walker.get(address)
    assert step.title in after.content.decode()
    assert ('name="draft"' in bar(before), 'name="draft"' in bar(after)) == (False, True)


def test_a_guide_that_was_never_published_can_be_walked(twin, admin_client):
    prefix = press_preview(admin_client, twin)
    response = admin_client.post(f"{prefix}guides/twin/start/", DESK, follow=True)
    assert look(response).hooks["page"] in ("question", "step")


def test_a_withdrawn_guide_can_be_walked_and_an_outage_shows(guide, admin_client):
    Guide.objects.update(withdrawn=True, outage=True, outage_text="The power is out.")
    prefix = press_preview(admin_client, guide)
    assert "The power is out." in admin_client.get(prefix, follow=True).content.decode()
    admin_client.post(f"{prefix}guides/lamp/start/", DESK)
    assert walk(admin_client, prefix, nothing_helps)[-1].hooks["page"] == "support"


@pytest.mark.parametrize(
    ("platform", "version"), [("desk", "1"), ("desk", "2"), ("floor", ""), ("", "")]
)
def test_it_walks_as_any_platform_and_version(prefix, admin_client, platform, version):
    begun = {"platform": platform, "version": version}
    admin_client.post(f"{prefix}guides/lamp/start/", begun)
    visit = Visit.objects.get()
    assert (visit.platform, visit.version) == (platform, version)
    assert walk(admin_client, prefix, nothing_helps)[-1].hooks["page"] == "support"


def test_it_uses_the_numbers_that_publishing_would_bring(guide, learnt):
    guide.live_parameters = learnt
    guide.save()
    Step.objects.filter(guide=guide, key="candle").update(title="Light two candles")
    numbers = make_preview(guide, author=None).parameters.get().content
    publish(guide)
    guide.refresh_from_db()
    assert guide.live_parameters.content == numbers
    assert (
        guide.live_parameters.content
        != guide.live_revision.parameters.get(origin="editorial").content
    )


def test_shadow_shows_the_editors_order_and_nothing_is_drawn(guide, admin_client):
    Guide.objects.update(shadow=True)
    prefix = press_preview(admin_client, guide)
    admin_client.post(f"{prefix}guides/lamp/start/", DESK)
    Guide.objects.update(shadow=False, hold_out=1.0)
    prefix = press_preview(admin_client, guide)
    admin_client.post(f"{prefix}guides/lamp/start/", DESK)
    assert list(Visit.objects.order_by("pk").values_list("arm", flat=True)) == ["shadow", "engine"]
