"""The hand-over goes to the phone's share sheet where there is one, and as a file anywhere."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import LAMP

from .walking import begin

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHEET = (
    "Object.defineProperty(navigator, 'share', {value: async (what) => { window.shared = what; }})"
)
NO_SHEET = "Object.defineProperty(navigator, 'share', {value: undefined})"


def test_what_is_shared_is_the_text_on_the_page(page: Page, live_server):
    LAMP.put()
    page.add_init_script(NO_SHEET)
    begin(page, live_server.url, "lamp")
    page.goto(f"{live_server.url}/guides/lamp/support/")
    share = page.locator("[data-share]")
    expect(share).to_be_hidden()
    files = []
    for name in ("hand-over.txt", "hand-over.json"):
        with page.expect_download() as started:
            page.locator(f"a[href$='{name}']").click()
        files.append(Path(started.value.path()).read_text())
    assert files[0].startswith("The lamp stays dark\n")
    assert json.loads(files[1])["guide"]["key"] == "lamp"
    twin = page.context.new_page()
    twin.add_init_script(SHEET)
    twin.goto(page.url)
    twin.locator("#id_since").fill("Monday")
    twin.locator("[name=hand_over]").click()
    expect(twin.locator("main h1")).to_be_focused()
    twin.locator("[data-share]").click()
    assert twin.evaluate("window.shared.text") == twin.locator("#summary").text_content()
    assert "Since when: Monday" in twin.evaluate("window.shared.text")
