"""A lead's pages in a real browser: accessible, narrow and wide, light and dark, with and without htmx."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from tests.conftest import GUIDES, publish_file
from tests.insights.test_pages import came, slowly
from tests.journeys.walking import fixed_at, nothing_helps
from tests.snapshots import Snapshot
from troubleshooter.models import Visit

from .editors import PASSWORD, let_in
from .looking import DESKTOP, OF_AXE, PHONE, looked_at, overflowing
from .walking import settled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALLEST_TARGET = 24
PAGES = (
    "/insights/",
    "/insights/?sort=rate&include=staff&revision=77",
    "/insights/?since=2001-01-01&until=2001-01-02",
    "/insights/steps/plug-in/",
    "/insights/definitions/",
)


def forty_one_visits():
    publish_file(GUIDES / "lamp.yaml")
    came(34, fixed_at("plug-in"))
    came(3, fixed_at("new-bulb"))
    came(4, nothing_helps)
    slowly()
    Visit.objects.filter(pk__in=Visit.objects.order_by("pk").values("pk")[:2]).update(
        begun_by="staff"
    )


VISITS = Snapshot(forty_one_visits)


@pytest.fixture
def visits():
    VISITS.put()


@pytest.fixture
def lea(visits, page, live_server):
    """Signed in; at the end nothing may have been said on the console."""
    user = get_user_model().objects.create_user("lea", password=PASSWORD)
    user.groups.add(Group.objects.get(name="Support leads"))
    page.set_default_timeout(20_000)
    page.emulate_media(reduced_motion="reduce")
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    let_in(page, live_server.url, user)
    yield page
    assert [words for words in said if not words.startswith(OF_AXE)] == []


def too_small(page):
    return page.evaluate(
        """least => [...document.querySelectorAll('main a, main button, main summary, main select')]
          .filter(one => one.checkVisibility() && !one.closest('p, dd, dt, .insights-words')
            && one.getBoundingClientRect().height < least - 0.5)
          .map(one => location.pathname + ' ' + one.outerHTML.slice(0, 120))""",
        SMALLEST_TARGET,
    )


def test_every_page_is_accessible(lea, live_server):
    found = []
    for address in PAGES:
        lea.goto(live_server.url + address)
        found += looked_at(lea, too_small)
    assert found == []


def test_a_planted_fault_is_found(lea, live_server):
    lea.goto(f"{live_server.url}/insights/")
    assert too_small(lea) == []
    lea.evaluate("document.querySelector('.insights-tabs a').style = 'min-height: 0; height: 9px'")
    assert len(too_small(lea)) == 1
    lea.evaluate("document.querySelector('.insights-table').style = 'width: 3000px'")
    lea.evaluate("document.querySelector('.insights-scroll').style = 'overflow: visible'")
    assert overflowing(lea)


def test_the_filters_change_the_page_and_its_address_without_loading_it(lea, live_server):
    lea.set_viewport_size(DESKTOP)
    lea.goto(f"{live_server.url}/insights/?guide=lamp")
    lea.evaluate("window.stayed = true")
    assert "39 visits" in lea.inner_text(".insights-counted")
    lea.select_option("#filter-platform", "floor")
    lea.click("#filters button")
    settled(lea)
    lea.wait_for_selector("text=0 visits")
    assert "platform=floor" in lea.url
    assert lea.evaluate("window.stayed")
    lea.go_back()
    lea.wait_for_selector("text=39 visits")
    lea.click(".insights-counted a")
    lea.wait_for_selector("text=41 visits")
    assert "include=staff" in lea.url


def test_all_of_it_works_without_scripts(lea, live_server, browser):
    state = lea.context.storage_state()
    plain = browser.new_context(java_script_enabled=False, storage_state=state).new_page()
    plain.set_viewport_size(PHONE)
    plain.goto(f"{live_server.url}/insights/?guide=lamp")
    plain.click("summary")
    plain.select_option("#filter-platform", "floor")
    plain.click("#filters button")
    assert "platform=floor" in plain.url
    assert "0 visits" in plain.inner_text(".insights-counted")
    plain.click("header button")
    assert plain.url.endswith("/insights/login/")
    plain.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chart_takes_its_colours_from_the_theme(lea, live_server, scheme):
    lea.emulate_media(color_scheme=scheme)
    lea.set_viewport_size(DESKTOP)
    lea.goto(f"{live_server.url}/insights/")
    fill, accent = lea.evaluate(
        """() => {
          const bar = document.querySelector('.chart-wide [fill="var(--fixed)"]');
          const probe = document.querySelector('.key-resolved');
          return [getComputedStyle(bar).fill, getComputedStyle(probe).fill];
        }"""
    )
    assert fill == accent
    assert fill != "rgb(0, 0, 0)"


def test_on_paper_there_are_no_buttons_and_the_wide_chart(lea, live_server):
    lea.emulate_media(media="print")
    lea.goto(f"{live_server.url}/insights/")
    assert not lea.locator("#filters button").is_visible()
    assert lea.locator(".chart-wide").first.is_visible()
    assert not lea.locator(".chart-narrow").first.is_visible()
