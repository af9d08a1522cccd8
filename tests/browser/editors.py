"""Being signed in, with an ear for anything that the browser complains about.

The form itself is filled in by test_admin.py and test_roles.py. Everybody else comes with its cookie.
"""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.test import Client
from playwright.sync_api import Page

PASSWORD = "a long enough secret"


def signed_in(page: Page, base: str, may_say: tuple[str, ...] = ()) -> Iterator[Page]:
    """An editor's page; at the end, nothing else may have been said on the console."""
    user = get_user_model().objects.create_superuser("editor", password=PASSWORD)
    page.set_default_timeout(10_000)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    let_in(page, base, user)
    yield page
    left = [words for words in said if not words.startswith(may_say)]
    assert left == []


def let_in(page: Page, base: str, user: AbstractUser) -> None:
    """Gives the browser what signing in would have given it."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}]
    )
