"""Whole visits in a real browser: with htmx, and with JavaScript off. Same events, no complaint."""

import pytest
from playwright.sync_api import Page

from tests.conftest import LAMP, SHIPPED, publish_file
from troubleshooter.models import Visit

from .walking import begin, hooks, tap, until, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 640}
SHOWS = "key => document.querySelector('main').dataset.key === key"


@pytest.fixture
def lamp():
    return LAMP.put()


@pytest.fixture
def quiet(page: Page):
    """Fails when the console says anything: a CSP violation, an error, a warning."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []


def recorded(visit):
    return list(visit.events.values_list("sequence", "kind", "node", "key", "value"))


def test_a_visit_with_htmx_never_reloads_and_moves_the_focus(lamp, quiet, live_server):
    page = quiet
    page.set_viewport_size(PHONE)
    begin(page, live_server.url, "lamp")
    page.evaluate("window.stillHere = true")
    titles: list[str] = []

    def each():
        assert page.evaluate("window.stillHere === true")
        assert page.evaluate("document.activeElement === document.querySelector('main h1')")
        assert page.title() not in titles[-1:]
        titles.append(page.title())
        assert page.evaluate("location.pathname").split("/")[3] in (
            "questions",
            "steps",
            "resolved",
            "support",
        )

    walk(page, "rewire", each)
    assert hooks(page) == ("resolved", "")
    assert Visit.objects.get().outcome == "resolved"


def test_the_same_visit_without_javascript_records_the_same(lamp, quiet, live_server, browser):
    begin(quiet, live_server.url, "lamp")
    walk(quiet, "rewire")
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{live_server.url}/guides/lamp/")
    plain.locator("#move button.button").click()
    for _ in range(60):
        kind, key = hooks(plain)
        if kind not in ("question", "step"):
            break
        if kind == "question":
            plain.locator("input[name=option][value=unsure]").check()
            plain.locator("#move .act button").click()
        elif plain.locator("button[name=confirm]").count():
            plain.locator("button[name=confirm]").click()
        else:
            plain.locator(f"button[value={'fixed' if key == 'rewire' else 'no_help'}]").click()
    plain.context.close()
    smooth, scriptless = Visit.objects.order_by("pk")
    assert recorded(smooth) == recorded(scriptless)
    assert recorded(smooth)[-1][-1] == "fixed"


def test_back_and_forward_of_the_browser_keep_working(lamp, quiet, live_server):
    page = quiet
    begin(page, live_server.url, "lamp")
    first = hooks(page)
    page.locator("input[name=option][value=yes]").check()
    tap(page, "#move .act button")
    second = hooks(page)
    assert first != second
    page.go_back()
    until(page, SHOWS, first[1])
    assert page.locator("input[name=option][value=yes]").is_checked()
    page.go_forward()
    until(page, SHOWS, second[1])


def test_a_path_that_cannot_be_found_is_reported_with_one_tap(lamp, quiet, live_server):
    page = quiet
    begin(page, live_server.url, "lamp")
    tap(page, "button[name=from]")
    assert hooks(page) == ("question", "others")
    assert recorded(Visit.objects.get())[-1][1:4] == ("path_not_found", "path", "switch")


def test_a_lost_connection_is_said_and_nothing_is_lost(lamp, page, live_server):
    begin(page, live_server.url, "lamp")
    page.locator("input[name=option][value=yes]").check()
    page.context.set_offline(True)
    page.locator("#move .act button").click()
    until(page, "document.getElementById('status').textContent.length > 0")
    assert page.locator("input[name=option][value=yes]").is_checked()
    page.context.set_offline(False)
    tap(page, "#move .act button")
    assert recorded(Visit.objects.get())[-1][3:] == ("others", "yes")


@pytest.mark.parametrize("name", ["icloud-backup", "printer"])
def test_a_shipped_guide_is_walked_to_the_hand_over(quiet, live_server, name):
    guide = publish_file(SHIPPED / f"{name}.yaml").published.key
    page = quiet
    page.set_viewport_size(PHONE)
    begin(page, live_server.url, guide)
    walk(page, None)
    assert hooks(page) == ("support", "")
    tap(page, "[name=hand_over]")
    assert Visit.objects.get().outcome == "handed_over"
