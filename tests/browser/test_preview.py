"""The preview in a real browser: htmx keeps the mark true, and each step leads to its own page."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from tests.conftest import LAMP
from troubleshooter.models import Guide, Step, Visit

from .editors import PASSWORD, let_in
from .looking import looked_at
from .walking import hooks, settled, tap, until, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def preview(page, live_server):
    """Signed in, with the preview of the lamp guide begun from its workbench."""
    LAMP.put()
    user = get_user_model().objects.create_superuser("editor", password=PASSWORD)
    page.set_default_timeout(10_000)
    workbench = reverse("admin:troubleshooter_guide_overview", args=[Guide.objects.get().pk])
    let_in(page, live_server.url, user)
    page.goto(live_server.url + workbench)
    page.get_by_role("button", name="Preview", exact=True).click()
    page.wait_for_url("**/preview/*/guides/lamp/")
    page.locator("input[name=platform][value=desk]").check()
    return page


@pytest.fixture
def editor(preview):
    """The same, and the browser has nothing to complain about."""
    said = []
    preview.on("console", lambda message: said.append(message.text))
    preview.on("pageerror", lambda error: said.append(str(error)))
    yield preview
    assert said == []


def first_link(page):
    return page.locator("#preview a").first.get_attribute("href")


def test_it_is_walked_with_htmx_and_every_page_leads_to_what_it_shows(editor):
    editor.evaluate("window.loadedOnce = true")
    tap(editor, "#move button.button")
    seen = {}

    def look():
        assert editor.locator("#preview").count() == 1
        kind, key = hooks(editor)
        if kind in ("question", "step"):
            seen[kind, key] = first_link(editor)

    walk(editor, None, each=look)
    assert editor.evaluate("window.loadedOnce")
    guide = Guide.objects.get()
    rows = {"question": guide.questions, "step": guide.steps}
    assert len(seen) > 3
    for (kind, key), address in seen.items():
        pk = rows[kind].get(key=key).pk
        assert address == reverse(f"admin:troubleshooter_{kind}_change", args=[pk])
    assert Visit.objects.get().preview


def test_an_edit_is_seen_where_the_editor_was(editor):
    tap(editor, "#move button.button")
    while hooks(editor)[0] == "question":
        editor.locator("input[name=option][value=unsure]").check()
        tap(editor, "#move .act button")
    _, key = before = hooks(editor)
    address = editor.url
    editor.locator("#preview").get_by_role("link", name="Edit this step").click()
    editor.fill("[name=title]", "Do it with both hands")
    editor.click("[name=_save]")
    assert Step.objects.get(key=key).title == "Do it with both hands"
    editor.goto(address)
    assert editor.locator("main h1").inner_text() != "Do it with both hands"
    editor.get_by_role("button", name="Go on with the draft").click()
    until(editor, "old => location.href !== old && document.readyState === 'complete'", address)
    assert hooks(editor) == before
    assert editor.locator("main h1").inner_text() == "Do it with both hands"


def test_leaving_it_by_htmx_loads_the_page_of_admin_whole(editor):
    tap(editor, "#move button.button")
    editor.context.clear_cookies(name="sessionid")
    editor.locator(".way-on a", has_text="My answers").click()
    editor.wait_for_url("**/admin/login/**")
    assert editor.locator("#login-form").count() == 1
    assert editor.locator("#preview").count() == 0


def test_axe_finds_nothing_wrong_with_the_mark(preview):
    Step.objects.filter(key="plug-in").update(title="Push the plug in")
    tap(preview, "#move button.button")
    settled(preview)
    assert preview.locator(".preview-changed").count() == 1
    assert looked_at(preview) == []
