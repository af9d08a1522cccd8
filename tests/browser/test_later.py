"""The browser is closed on every page, or a day goes by: the visit goes on where it was."""

from datetime import timedelta

import pytest
from django.db.models import F

from tests.conftest import LAMP
from troubleshooter.models import Event, Visit

from .walking import begin, hooks, tap

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def recorded(visit: Visit) -> list[tuple]:
    return list(visit.events.values_list("sequence", "kind", "node", "key", "value"))


@pytest.fixture
def lamp():
    return LAMP.put()


def test_the_browser_is_closed_on_every_page(
    lamp, playwright, browser_type_launch_args, live_server, tmp_path
):
    """Closed and begun anew, with what it wrote to its disk and nothing else."""

    def opened():
        return playwright.chromium.launch_persistent_context(tmp_path, **browser_type_launch_args)

    browser = opened()
    page = browser.new_page()
    begin(page, live_server.url, "lamp")
    seen = []
    for _ in range(20):
        here, address = hooks(page), page.url
        browser.close()
        browser = opened()
        page = browser.new_page()
        page.goto(f"{live_server.url}/guides/lamp/")
        seen.append(here)
        if here[0] not in ("question", "step"):
            break
        tap(page, "section[aria-labelledby=continue] a.button")
        assert (hooks(page), page.url) == (here, address)
        if here[0] == "question":
            page.locator("input[name=option][value=unsure]").check()
            tap(page, "#move .act button")
        else:
            tap(page, "button[value=fixed]")
    browser.close()
    assert seen[-1] == ("resolved", "")
    assert [kind for kind, _ in seen[:-1]] == ["question", "step"]
    assert [one[1:] for one in recorded(Visit.objects.get())][1:] == [
        ("answered", "question", seen[0][1], "unsure"),
        ("result", "step", seen[1][1], "fixed"),
    ]


def test_a_day_later_the_first_question_is_whether_it_worked(lamp, context, live_server):
    page = context.new_page()
    begin(page, live_server.url, "lamp")
    page.locator("input[name=option][value=yes]").check()
    tap(page, "#move .act button")
    page.goto(f"{live_server.url}/guides/lamp/steps/new-bulb/")
    tap(page, "button[value=waiting]")
    said = recorded(Visit.objects.get())
    page.close()
    day = timedelta(days=1)
    Visit.objects.update(started_at=F("started_at") - day, last_event_at=F("last_event_at") - day)
    Event.objects.update(at=F("at") - day)
    page = context.new_page()
    page.goto(f"{live_server.url}/guides/lamp/")
    tap(page, "section[aria-labelledby=continue] a.button")
    assert hooks(page) == ("step", "new-bulb")
    assert page.locator("main[data-waiting]").count() == 1
    assert page.locator("time[data-when]").count() == 0
    tap(page, "button[value=fixed]")
    assert hooks(page) == ("resolved", "")
    assert recorded(Visit.objects.get())[: len(said)] == said
    assert Visit.objects.get().outcome == "resolved"
