"""axe finds nothing, and nothing overflows, on every page that a visit comes to.

On a wide screen: each state of each page on a phone, in the dark and in other languages is in
test_states.py.
"""

import pytest
from playwright.sync_api import Page

from tests.conftest import LAMP
from troubleshooter.models import Guide

from .looking import DESKTOP, PHONE, faults, sideways, too_small
from .walking import begin, hooks, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def every_page(page: Page, base: str):
    """Comes to a halt on each kind of page in turn."""
    for address in ("/", "/?q=power", "/?q=qqqq", "/nowhere/", "/guides/lamp/?message=no-power"):
        page.goto(base + address)
        yield
    begin(page, base, "lamp")
    for address in ("questions/others", "steps/plug-in", "answers", "support"):
        page.goto(f"{base}/guides/lamp/{address}/")
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        yield
    yield from support_refused_and_handed_over(page, base)
    page.goto(f"{base}/guides/lamp/questions/others/")
    page.locator("#move .act button").click()
    page.wait_for_selector("[role=alert]")
    yield
    seen = []
    page.goto(f"{base}/guides/lamp/next/")
    walk(page, "rewire", lambda: seen.append(hooks(page)))
    yield
    page.goto(f"{base}/guides/lamp/steps/new-bulb/")
    page.locator("button[value=waiting]").click()
    page.wait_for_timeout(300)
    page.goto(f"{base}/guides/lamp/steps/new-bulb/")
    yield
    page.goto(f"{base}/guides/lamp/")
    yield
    page.goto(f"{base}/guides/lamp/steps/rewire/")
    yield
    Guide.objects.update(outage=True, outage_text="Known.")
    page.goto(f"{base}/guides/lamp/")
    yield
    Guide.objects.update(withdrawn=True)
    page.goto(f"{base}/guides/lamp/")
    yield


def support_refused_and_handed_over(page: Page, base: str):
    page.goto(f"{base}/guides/lamp/support/")
    for text in ("4111 1111 1111 1111", "Monday"):
        page.locator("#id_since").fill(text)
        page.locator("[name=hand_over]").click()
        after = "details #move" if text == "Monday" else "[role=alert]"
        page.wait_for_selector(after, state="attached")
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        yield


def test_every_page_that_a_visit_comes_to_is_accessible(page, live_server):
    LAMP.put()
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(PHONE)
    found = []
    for _ in every_page(page, live_server.url):
        found += [*too_small(page), *sideways(page)]
        page.set_viewport_size(DESKTOP)
        found += faults(page)
        page.set_viewport_size(PHONE)
    assert found == []


def test_a_planted_fault_is_found(page, live_server):
    """The check itself can fail."""
    LAMP.put()
    page.goto(f"{live_server.url}/")
    page.set_viewport_size(PHONE)
    assert too_small(page) == sideways(page) == []
    page.evaluate("document.querySelector('main button').style = 'min-height: 0; height: 20px'")
    assert len(too_small(page)) == 1
    page.evaluate("document.querySelector('h1').style = 'width: 340px'")
    assert len(sideways(page)) == 2
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"/x\">')")
    assert {fault.split()[1].rstrip(":") for fault in faults(page)} >= {"label", "image-alt"}


def test_in_the_dark_colours_that_are_too_much_alike_are_found(page, live_server):
    LAMP.put()
    page.emulate_media(color_scheme="dark")
    page.goto(f"{live_server.url}/")
    assert faults(page, "dark") == []
    page.evaluate("document.querySelector('h1').style.color = '#333a40'")
    assert [fault.split()[1] for fault in faults(page, "dark")] == ["color-contrast:"]
