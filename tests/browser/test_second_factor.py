"""The pages of the second factor of staff: nothing on them is in anybody's way."""

import pytest
from django.contrib.auth import get_user_model
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page

from .editors import PASSWORD, let_in, signed_in
from .looking import looked_at, too_small

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SET_UP = "/admin/second-factor/"


@pytest.fixture
def editor(page: Page, live_server):
    yield from signed_in(page, live_server.url)


def look(page: Page, place: str) -> list[str]:
    assert page.locator("main").get_attribute("id") == place
    return looked_at(page, too_small)


def send(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def code_now() -> str:
    return f"{totp(TOTPDevice.objects.get().bin_key):06}"


def test_setting_it_up_and_being_asked_for_it(editor, live_server):
    page = editor
    page.goto(live_server.url + SET_UP)
    found = look(page, "second-factor-set-up")
    send(page, code="000000", password="wrong")
    assert page.locator("[role=alert]").count()
    found += look(page, "second-factor-set-up")
    TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    send(page, code=code_now(), password=PASSWORD)
    found += look(page, "recovery-codes")
    page.goto(live_server.url + SET_UP)
    found += look(page, "second-factor")
    page.context.clear_cookies()
    let_in(page, live_server.url, get_user_model().objects.get())
    page.goto(f"{live_server.url}/admin/")
    found += look(page, "second-factor-code")
    send(page, code="000000")
    found += look(page, "second-factor-code")
    assert found == []


def test_looking_where_one_is_signed_in_and_ending_it(editor, live_server):
    page = editor
    page.goto(live_server.url + "/admin/sessions/")
    found = look(page, "sessions")
    send(page, password="wrong")
    assert page.locator("[role=alert]").count() == 1  # nothing was chosen; the password comes later
    found += look(page, "sessions")
    assert found == []
