"""What the script takes over from page to page, so that a page itself is short."""

import pytest
from playwright.sync_api import Page

from tests.conftest import LAMP
from troubleshooter.models import Event

from .walking import begin, hooks, until, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPEN = "document.querySelector('main details[data-fact] summary').click()"
SAYS = "!document.querySelector('main details.more[open] div a')"


@pytest.fixture
def lamp():
    return LAMP.put()


def test_forms_of_pages_that_come_alone_are_accepted_and_known_as_read(
    lamp, page: Page, live_server
):
    alone = []
    page.on("response", lambda got: got.headers.get("page-mark") and alone.append(got.body()))
    begin(page, live_server.url, "lamp")
    page.evaluate("window.stillHere = true")
    seen = walk(page, "rewire")
    assert hooks(page) == ("resolved", "")
    assert page.evaluate("window.stillHere === true")
    assert len(alone) >= len(seen)
    assert not any(b"csrfmiddlewaretoken" in body for body in alone)
    assert Event.objects.exists()
    assert not Event.objects.filter(unread=True).exists()


def test_a_fact_comes_where_it_is_opened_and_is_asked_for_once(lamp, page: Page, live_server):
    asked = []
    page.on("request", lambda one: "/facts/" in one.url and asked.append(one.url))
    begin(page, live_server.url, "lamp")
    page.goto(f"{live_server.url}/guides/lamp/steps/plug-in/")
    page.evaluate(OPEN)
    until(page, SAYS)
    for _ in range(2):
        page.locator("main details.more:not(.why) summary").first.click()
    assert len(asked) == 1
