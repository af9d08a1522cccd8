"""An editor goes back, in a browser: reads what differs, and visitors have the old words again."""

import pytest
from django.urls import reverse

from tests.conftest import LAMP
from troubleshooter.content.publishing import publish
from troubleshooter.models import Guide, Step

from .editors import signed_in
from .looking import OF_AXE, looked_at
from .test_workbench import too_small
from .walking import begin

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OLD, NEW = "Push in the plug", "Push the plug in firmly"


@pytest.fixture
def editor(page, live_server):
    LAMP.put()
    guide = Guide.objects.get()
    for title in (OLD, NEW):
        Step.objects.filter(key="plug-in").update(title=title)
        publish(guide, note=f"Now: {title}.")
    page.emulate_media(reduced_motion="reduce")
    yield from signed_in(page, live_server.url, may_say=OF_AXE)


def address(name, *args):
    return reverse(f"admin:troubleshooter_guide_{name}", args=[Guide.objects.get().pk, *args])


def visitors_title(page, base):
    visitor = page.context.browser.new_context().new_page()
    begin(visitor, base, "lamp")
    visitor.goto(f"{base}/guides/lamp/steps/plug-in/")
    title = visitor.locator("h1").inner_text()
    visitor.context.close()
    return title


def test_an_old_revision_is_compared_and_made_live_again(editor, live_server):
    base = live_server.url
    assert visitors_title(editor, base) == NEW
    editor.goto(base + address("overview"))
    editor.click(".workbench-tabs a:has-text('Revisions')")
    editor.select_option("#from", "2")
    editor.select_option("#to", "3")
    editor.click(".revisions-compare button")
    assert editor.locator(".compared del").all_inner_texts() == [OLD]
    assert editor.locator(".compared ins").all_inner_texts() == [NEW]
    editor.goto(base + address("revisions"))
    editor.click(f"form[action='{address('revisions_live', 2)}'] button")
    editor.wait_for_selector(".messagelist .success")
    assert visitors_title(editor, base) == OLD
    assert Step.objects.get(key="plug-in").title == NEW
    editor.click(f"a[href='{address('revisions_draft', 2)}']")
    editor.click("#content-main form:not(.workbench-preview) button")
    editor.wait_for_url("**/workbench/**")
    assert Step.objects.get(key="plug-in").title == OLD


def test_its_pages_are_accessible(editor, live_server):
    found = []
    pages = [
        address("revisions"),
        address("revisions_one", 2),
        f"{address('revisions_compare')}?from=1&to=2",
        address("revisions_draft", 2),
    ]
    for where in pages:
        editor.goto(live_server.url + where)
        found += looked_at(editor, too_small)
    assert found == []
