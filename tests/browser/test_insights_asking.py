"""Flow, compare, what if, causes and export in a real browser: accessible, and without scripts."""

import pytest

from .looking import DESKTOP, looked_at
from .test_insights import lea, too_small, visits  # noqa: F401  fixtures
from .walking import settled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "/insights/flow/",
    "/insights/flow/?since=2001-01-01&until=2001-01-02",
    "/insights/compare/",
    "/insights/compare/?with-platform=floor&with-revision=77",
    "/insights/what-if/",
    "/insights/what-if/?step=plug-in&change=move&to=x",
    "/insights/what-if/?step=plug-in&change=first",
    "/insights/causes/",
    "/insights/export/",
)


def test_every_page_is_accessible(lea, live_server):  # noqa: F811
    found = []
    for address in PAGES:
        lea.goto(live_server.url + address)
        found += looked_at(lea, too_small)
    assert found == []


def test_boxes_outside_of_the_filters_go_with_them(lea, live_server):  # noqa: F811
    lea.set_viewport_size(DESKTOP)
    lea.goto(f"{live_server.url}/insights/compare/?guide=lamp")
    lea.evaluate("window.stayed = true")
    lea.select_option("#filter-platform", "desk")
    lea.select_option("#filter-with-platform", "floor")
    lea.click("button[form=filters]")
    settled(lea)
    assert "platform=desk" in lea.url
    assert "with-platform=floor" in lea.url
    assert lea.evaluate("window.stayed")


def test_a_change_is_thought_through_without_scripts(lea, live_server, browser):  # noqa: F811
    state = lea.context.storage_state()
    plain = browser.new_context(java_script_enabled=False, storage_state=state).new_page()
    plain.set_default_timeout(60_000)
    plain.goto(f"{live_server.url}/insights/what-if/?guide=lamp")
    plain.select_option("#change-step", "rewire")
    plain.select_option("#change-change", "remove")
    plain.click("button[form=filters]")
    assert "step=rewire" in plain.url
    plain.click(".insights-work button")
    assert "/insights/what-if/" in plain.url
    assert plain.locator(".insights-work").count() == 0
    assert plain.locator("#finding").is_visible()
    with plain.expect_download() as file:
        plain.goto(f"{live_server.url}/insights/export/?guide=lamp")
        plain.click("text=Events as CSV")
    assert file.value.suggested_filename.startswith("lamp-events-")
    plain.context.close()
