"""A phone whose connection is about to go shows a QR code; a second device reads it as a camera
would and goes on without JavaScript; a third one types the short code."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from tests.conftest import LAMP
from troubleshooter.models import DevicePass, Visit

from .looking import PHONE, faults, sideways, too_small
from .walking import begin, hooks, tap

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ZONED = {"timezone_id": "Pacific/Auckland", "locale": "en-NZ"}


def seen_by_a_camera(page) -> str:
    """What a QR code in the picture of the page says."""
    picture = Image.open(BytesIO(page.locator(".qr").screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    return code.text


def said(page, base):
    page.goto(f"{base}/guides/lamp/answers/")
    return page.locator(".said-list").inner_text()


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, **ZONED, "viewport": PHONE, "color_scheme": "dark"}


def test_a_visit_moves_by_the_qr_code_and_by_the_short_code(page, browser, live_server):
    LAMP.put()
    base = live_server.url
    begin(page, base, "lamp")
    page.locator("input[name=option][value=yes]").check()
    tap(page, "#move .act button")
    page.goto(f"{base}/guides/lamp/steps/new-bulb/")
    tap(page, "main a[href$='another-device/']")
    tap(page, "#move button")
    assert hooks(page) == ("another_device", "")
    link = seen_by_a_camera(page)
    found = [*faults(page, "dark"), *too_small(page), *sideways(page)]

    second = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
    asked = []
    second.on("request", lambda request: asked.append(request))
    second.goto(link)
    assert DevicePass.objects.get().redeemed_at is None
    second.locator("#move button").click()
    assert hooks(second) == ("step", "plug-in")
    secret = link.rstrip("/").rsplit("/", 1)[1]
    told = [request.headers.get("referer", "") for request in asked]
    assert asked[0].url == link
    assert not [one for one in told if secret in one]
    second.locator("button[value=no_help]").click()

    page.goto(f"{base}/guides/lamp/another-device/")
    found += [*faults(page), *too_small(page)]
    tap(page, "#move button")
    code = page.locator(".code").inner_text()
    third = browser.new_context(viewport=PHONE).new_page()
    third.goto(f"{base}/go-on/")
    third.locator("#code").fill("2345-6789")
    tap(third, "#move button")
    assert third.locator("#code").input_value() == "2345-6789"
    found += [*faults(third), *too_small(third), *sideways(third)]
    third.locator("#code").fill(code.lower().replace("-", " "))
    tap(third, "#move button")
    assert hooks(third) == hooks(second)
    assert third.evaluate("document.activeElement === document.querySelector('main h1')")

    page.goto(f"{base}/guides/lamp/steps/new-bulb/")
    tap(page, "button[value=waiting]")
    when = page.locator("time[data-when]")
    assert when.get_attribute("datetime").endswith("+00:00")
    assert any(day in when.inner_text() for day in ("today", "tomorrow"))
    found += [*faults(page, "dark"), *too_small(page), *sideways(page)]
    with page.expect_download() as download:
        page.locator("a[href$='reminder.ics']").click()
    assert download.value.suggested_filename == "lamp-new-bulb.ics"
    assert hooks(page) == ("step", "new-bulb")

    assert found == []
    assert said(page, base) == said(second, base) == said(third, base)
    values = [("others", "yes"), ("plug-in", "no_help"), ("new-bulb", "waiting")]
    visit = Visit.objects.get()
    assert list(visit.events.exclude(kind="started").values_list("key", "value")) == values
    for one in (second, third):
        one.context.close()
