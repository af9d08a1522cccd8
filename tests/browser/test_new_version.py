"""A new version in one sitting, in a real browser: added to two guides, verified once, published."""

import pytest
from django.urls import reverse

from tests.admin.factories import twin_of_lamp
from tests.conftest import LAMP
from troubleshooter.content.publishing import publish
from troubleshooter.content.rows import content_from_rows
from troubleshooter.models import Confidence, Guide, Variant

from .editors import signed_in
from .looking import OF_AXE, looked_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(page, live_server):
    LAMP.put()
    publish(twin_of_lamp())
    Variant.objects.update(confidence=Confidence.CONFIRMED, checked="2026-11-01", source="seen")
    yield from signed_in(page, live_server.url, may_say=OF_AXE)


def at(live_server, name, *args):
    return live_server.url + reverse(f"admin:troubleshooter_guide_{name}", args=args)


def test_the_sweep(editor, live_server):
    guide = Guide.objects.get(key="lamp")
    editor.goto(at(live_server, "overview", guide.pk))
    editor.click("text=Add a version")
    editor.fill("[name=name]", "27")
    editor.click("text=Add the version")
    editor.wait_for_url("**/verify/")
    entries = editor.locator(".verify-entry")
    assert entries.count() == 4  # as many as there are paths and platforms, though for two guides

    first = entries.first
    first.locator("summary").click()
    first.locator("textarea").fill("Base\nNew label")
    first.get_by_text("Change it").click()
    editor.wait_for_load_state()
    assert {v.path.guide.key for v in Variant.objects.filter(segments="Base\nNew label")} == {
        "lamp",
        "twin",
    }
    for box in editor.locator(".verify-tick input").all():
        box.check()
    editor.fill("[name=source]", "Desk lamp 27")
    editor.click("text=Confirm what I ticked")
    editor.wait_for_load_state()
    assert editor.locator(".verify-entry").count() == 0
    assert not Variant.objects.filter(confidence=Confidence.UNVERIFIED).exists()
    for each in Guide.objects.all():
        publish(each)
        assert all(p.versions[-1] == "27" for p in content_from_rows(each).platforms)


def test_a_version_is_taken_out_again(editor, live_server):
    guide = Guide.objects.get(key="lamp")
    before = content_from_rows(guide)
    editor.goto(at(live_server, "add_version", guide.pk))
    editor.fill("[name=name]", "27")
    editor.uncheck("[name=everywhere]")
    editor.click("text=Add the version")
    editor.goto(at(live_server, "add_version", guide.pk))
    for _ in before.platforms:
        editor.locator(".verify-entry button").first.click()
        editor.wait_for_load_state()
    assert content_from_rows(guide) == before


def test_problems_and_paths_are_accessible_and_fit_a_phone(editor, live_server):
    guide = Guide.objects.get(key="lamp")
    Variant.objects.update(confidence=Confidence.UNVERIFIED)
    pages = [
        f"{live_server.url}/admin/",
        at(live_server, "problems", guide.pk),
        at(live_server, "verify", guide.pk),
        at(live_server, "verify_all"),
        at(live_server, "add_version", guide.pk),
    ]
    found = []
    for address in pages:
        editor.goto(address)
        found += looked_at(editor)
    assert found == []
