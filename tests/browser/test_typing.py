"""What is found shows while one types: nothing jumps, nothing overtakes, nothing is kept."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page

from tests.conftest import LAMP
from troubleshooter.models import Unmatched

from .walking import tap, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAID = "document.getElementById('how-many').textContent"


def test_while_typing_results_come_and_the_cursor_stays(page: Page, live_server):
    LAMP.put()
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if "q=" in sent.url else None)
    page.goto(live_server.url)
    page.evaluate(
        "window.region = document.getElementById('how-many');"
        "window.said = [];"
        "new MutationObserver(() => window.said.push(window.region.textContent))"
        ".observe(window.region, {childList: true})"
    )
    field = page.locator("#q")
    field.focus()
    del asked[:]
    page.keyboard.type("it says powr lsot", delay=20)
    until(page, "document.querySelectorAll('#found a').length > 0")
    assert page.locator("#found a").first.get_attribute("href").endswith("?message=no-power")
    assert len(asked) == 1
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.evaluate("document.contains(window.region)")
    assert page.evaluate("window.said.length") == 1
    assert page.evaluate(SAID).startswith("1 ")
    assert page.evaluate("location.search") == "?q=it%20says%20powr%20lsot"

    # A slow answer does not come in over a newer one.
    held = []
    page.route("**/?q=zeb", lambda route: held.append(route))
    field.fill("zeb")
    until_held(page, held)
    field.fill("power")
    until(page, "location.search === '?q=power'")
    page.evaluate(
        "new MutationObserver(() => window.late ||= !!document.getElementById('late'))"
        ".observe(document.getElementById('found'), {childList: true})"
    )
    with suppress(Error):  # nobody waits for it any more
        held[0].fulfill(body="<p id='late'>Late</p>", content_type="text/html")
    field.fill("power l")
    until(page, "location.search === '?q=power%20l'")
    assert not page.evaluate("window.late")
    assert page.evaluate("document.querySelectorAll('#found a').length") == 1
    assert not Unmatched.objects.exists()

    field.fill("zebra")
    tap(page, ".search button")
    assert page.evaluate("document.activeElement === document.querySelector('main h1')")
    assert page.evaluate("document.querySelectorAll('#found a').length") == 0
    assert Unmatched.objects.get().words == "zebra"


def until_held(page, held):
    for _ in range(200):
        if held:
            return
        page.wait_for_timeout(25)
    raise AssertionError("Nothing was asked")
