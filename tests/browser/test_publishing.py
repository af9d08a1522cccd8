"""A publisher plans, is stopped kindly and publishes, in a browser: and anybody can use the page."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from tests.conftest import LAMP
from troubleshooter.editing.plans import send_on
from troubleshooter.models import Guide, PlannedPublication, Revision, Step

from .editors import signed_in
from .looking import OF_AXE, looked_at
from .test_workbench import too_small

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(page, live_server):
    LAMP.put()
    Step.objects.filter(key="plug-in").update(title="Push the plug in firmly")
    page.emulate_media(reduced_motion="reduce")
    yield from signed_in(page, live_server.url, may_say=OF_AXE)


def address():
    return reverse("admin:troubleshooter_guide_publish", args=[Guide.objects.get().pk])


def test_a_time_is_asked_for_a_plan_is_made_and_taken_back(editor, live_server):
    editor.goto(live_server.url + address())
    editor.fill("[name=note]", "Clearer words")
    editor.click("[value=later]")
    editor.wait_for_selector(".errorlist")
    assert editor.input_value("[name=note]") == "Clearer words"
    editor.fill("[name=publish_at]", "2999-01-02T10:00")
    editor.click("[value=later]")
    editor.wait_for_selector(".publish-waiting")
    assert PlannedPublication.objects.get().state == "planned"
    editor.click(".publish-waiting form button")
    editor.wait_for_selector(".publish-ended")
    assert PlannedPublication.objects.get().state == "cancelled"
    assert Revision.objects.count() == 1


def test_the_page_is_accessible(editor, live_server):
    other = get_user_model().objects.create_user("zoe", is_staff=True)
    for author in (other, get_user_model().objects.get(username="editor")):
        send_on(Guide.objects.get(), author=author, note="Clearer words", ask=True)
    editor.goto(live_server.url + address())
    editor.wait_for_selector("#effect table")
    assert looked_at(editor, too_small) == []
