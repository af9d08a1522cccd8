"""A guide in a frame of another site works where browsers keep third-party cookies away, and fits."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Frame, Page

from tests.conftest import LAMP, SHIPPED, publish_file
from troubleshooter.admin.workbench.embedding import embedding_of
from troubleshooter.models import Guide, Visit

from .looking import faults, overflowing
from .walking import hooks, tap, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS, HEIGHTS = (280, 360, 480, 600, 800), (240, 320, 420, 520, 600, 700, 900)
# The browser is told to keep none for a third party; the test looks whether that is so.
NO_COOKIES_OF_OTHERS = {
    "enableThirdPartyCookieRestriction": True,
    "disableThirdPartyCookieMetadata": True,
    "disableThirdPartyCookieHeuristics": True,
}
KEEPS_A_COOKIE = "document.cookie = 'probe=1; SameSite=None; Secure'; document.cookie"
# How much of the page, from its top, is out of sight; and whether what must be seen is seen.
HIDDEN = "document.documentElement.scrollHeight - innerHeight"
SEEN = """() => ['h1', 'form button'].every(what => {
    const box = document.querySelector(what).getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight + 0.5;
})"""


@pytest.fixture
def other_site():
    """A site at 127.0.0.1, which is another one than localhost. Every page of it is `body`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            page = f'<!doctype html><title>Shop</title><link rel="icon" href="data:,">{site.body}'
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *args):
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield site
    site.shutdown()
    site.server_close()


def framed(page: Page, address: str) -> Frame:
    """The frame, once it shows this address. It is loaded after the page around it."""
    for _ in range(200):
        frame = page.frame(url=address)
        if frame and frame.locator("body").count():
            return frame
        page.wait_for_timeout(25)
    raise AssertionError([one.url for one in page.frames])


def test_a_visit_begins_from_a_frame_without_third_party_cookies(
    page: Page, live_server, settings, other_site
):
    LAMP.put()
    origin = f"http://127.0.0.1:{other_site.server_port}"
    settings.PUBLIC_URL, settings.EMBED_ORIGINS = live_server.url, [origin]
    other_site.body = embedding_of(Guide.objects.get()).line
    browser = page.context.new_cdp_session(page)
    browser.send("Network.enable")
    browser.send("Network.setCacheDisabled", {"cacheDisabled": True})
    browser.send("Network.setCookieControls", NO_COOKIES_OF_OTHERS)
    complaints = []
    page.context.on("console", lambda message: complaints.append(message.text))
    page.goto(origin)
    frame = framed(page, f"{live_server.url}/embed/lamp/")
    assert "probe" not in frame.evaluate(KEEPS_A_COOKIE)
    frame.locator("#platform").select_option("desk")
    with page.context.expect_page() as opened:
        frame.locator("button").click()
    tab = opened.value
    until(tab, "document.readyState === 'complete' && !!document.querySelector('#move')")
    assert "probe" in tab.evaluate(KEEPS_A_COOKIE)
    assert tab.evaluate("window.opener === null && window.top === window")
    tap(tab, "#move button.button")
    assert hooks(tab) == ("question", "others")
    assert Visit.objects.get().platform == "desk"
    assert page.url == f"{origin}/"
    assert complaints == []
    settings.EMBED_ORIGINS = ["https://www.example.org"]
    page.reload()
    framed(page, "chrome-error://chromewebdata/")
    assert any("frame-ancestors" in text for text in complaints)


def test_the_frame_fits_into_any_room_and_is_accessible(page: Page, live_server):
    publish_file(SHIPPED / "icloud-backup.yaml")
    found = []
    for outage in (False, True):
        Guide.objects.update(outage=outage)
        page.goto(
            f"{live_server.url}/embed/icloud-backup/?{outage}"
        )  # the browser keeps it a while
        for width in WIDTHS:
            for height in HEIGHTS:
                page.set_viewport_size({"width": width, "height": height})
                hidden, seen = page.evaluate(HIDDEN), page.evaluate(SEEN)
                if hidden > 0 or not seen or overflowing(page):
                    found.append((outage, width, height, hidden, seen))
        found += faults(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 600})
    assert found + faults(page, "dark") == []


def test_a_frame_that_does_not_fit_is_found(page: Page, live_server):
    LAMP.put()
    page.goto(f"{live_server.url}/embed/lamp/")
    page.set_viewport_size({"width": 280, "height": 240})
    assert page.evaluate(SEEN)
    page.evaluate("document.querySelector('h1').style.paddingTop = '300px'")
    assert not page.evaluate(SEEN)
    assert page.evaluate(HIDDEN) > 0
