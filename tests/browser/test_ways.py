"""What visitors see, in a browser: the comparison arrives by itself, and the tree can be followed."""

import pytest
from django.urls import reverse

from tests.conftest import LAMP
from troubleshooter.models import Guide, Step

from .editors import signed_in
from .looking import OF_AXE, looked_at
from .test_workbench import too_small

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(page, live_server):
    LAMP.put()
    Step.objects.filter(key="new-bulb").update(wait_minutes=5)
    page.emulate_media(reduced_motion="reduce")
    yield from signed_in(page, live_server.url, may_say=OF_AXE)


def address(name):
    return reverse(f"admin:troubleshooter_guide_{name}", args=[Guide.objects.get().pk])


def test_the_comparison_arrives_and_a_way_leads_to_its_reason(editor, live_server):
    editor.goto(live_server.url + address("ways"))
    editor.wait_for_selector("#effect table")
    closed = editor.locator(".ways-tree details:not([open]) > summary").first
    closed.focus()
    editor.keyboard.press("Enter")
    editor.locator(".ways-tree .ways-why").first.click()
    editor.wait_for_selector(".what-if-next")
    editor.select_option("[name=question-others]", "no")
    editor.locator(".what-if form button").click()
    editor.wait_for_url("**question-others=no**")
    assert editor.input_value("[name=question-others]") == "no"


def test_its_pages_are_accessible(editor, live_server):
    found = []
    for name in ("ways", "what_if", "ways_effect"):
        editor.goto(live_server.url + address(name))
        if name == "ways":
            editor.wait_for_selector("#effect table")
        found += looked_at(editor, too_small)
    assert found == []
