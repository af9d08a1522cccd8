"""A sample of `make drill-xss`: what was typed and written is looked at in a browser, and runs nowhere."""

import pytest

from tests.drills.xss.browsing import Browser
from tests.drills.xss.payloads import PLANTED, groups
from tests.drills.xss.round import nothing_escaped, put
from tests.drills.xss.surfaces import GUIDES, chief, looked_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
GROUP = (*PLANTED, *next(groups(6)))
PAGES = [f"/guides/{key}/{page}" for key in GUIDES for page in ("", "support/", "answers/")]


def looked_at(page):
    browser = Browser(page)
    for surface in looked_up(chief(), ["/", "/guides/lamp/steps/plug-in/", "/admin/", *PAGES]):
        browser.look(surface)
    return browser.heard


def test_nothing_runs_with_the_policy_or_without_it(page):
    put(GROUP)
    heard = looked_at(page)
    assert heard.loads > 10
    assert heard.faults() == []
    with nothing_escaped():
        planted = looked_at(page)
    assert planted.ran
    assert planted.stopped
    assert planted.armed
    assert planted.asked
