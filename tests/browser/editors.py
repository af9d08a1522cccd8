"""Signing in as an editor, with an ear for anything that the browser complains about."""

from collections.abc import Iterator

from django.contrib.auth import get_user_model
from playwright.sync_api import Page

PASSWORD = "a long enough secret"


def signed_in(page: Page, base: str, may_say: tuple[str, ...] = ()) -> Iterator[Page]:
    """The page at admin's front; at the end, nothing else may have been said on the console."""
    user = get_user_model().objects.create_superuser("editor", password=PASSWORD)
    page.set_default_timeout(10_000)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{base}/admin/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    yield page
    left = [words for words in said if not words.startswith(may_say)]
    assert left == []
