"""A phone on a bad connection: cut in the middle, offline, refused, closed. Nothing is lost or
doubled, and what is kept without a connection is this visit's page alone."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from helpdesk.one_script import PARTS
from tests.conftest import LAMP
from tests.journeys.walking import fixed_at
from tests.journeys.walking import walk as send
from troubleshooter.models import Visit
from troubleshooter.visits import services

from .walking import begin, hooks, settled, tap, until, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = """async () => {
  const cache = await caches.open("kept");
  return (await cache.keys()).map((one) => new URL(one.url).pathname);
}"""
SCRIPT = "text/javascript"
SAYS = "document.getElementById('status').textContent"
HAS = "async (path) => (await (await caches.open('kept')).match(path)) !== undefined"
NO_PAGE = (
    "async () => !(await caches.has('kept')) && !document.querySelector('#status:not(:empty)')"
)


@pytest.fixture
def lamp():
    return LAMP.put()


def recorded(visit: Visit) -> list[tuple]:
    return list(visit.events.values_list("sequence", "kind", "node", "key", "value"))


def recorded_by_requests() -> list[tuple]:
    """What the same visit leaves that is walked without a browser."""
    client = Client()
    client.post("/guides/lamp/start/", {"platform": "", "version": ""})
    send(client, "lamp", fixed_at("rewire"))
    return recorded(Visit.objects.get())


def kept(page: Page) -> None:
    """Wait until the worker could give this page without a connection."""
    until(page, HAS, page.evaluate("location.pathname"))


def cut(page: Page, *, arrives: bool) -> None:
    """The next post is cut off: before it gets to the server, or the answer to it."""

    left = [True]

    def handle(route):
        if route.request.method != "POST" or not left:
            return route.fallback()
        left.clear()
        if arrives:
            route.fetch(max_redirects=0)
        return route.abort()

    page.route("**/guides/**", handle)


def send_by_hand(page: Page) -> None:
    until(page, "!document.getElementById('again').hidden")
    before = page.evaluate("document.querySelector('main').id = 'before'")
    page.locator("#again").click()
    until(page, "before => (document.querySelector('main') || {}).id !== before", before)
    settled(page)


def test_each_post_is_cut_and_each_tab_is_killed_and_each_event_is_there_once(
    lamp, context: BrowserContext, live_server
):
    expected = recorded_by_requests()
    page = context.new_page()
    page.goto(f"{live_server.url}/guides/lamp/")
    cut(page, arrives=True)
    page.locator("#move button.button").click()
    until(page, "!document.getElementById('again').hidden")
    context.clear_cookies(name="visit-lamp")  # it came with the answer that was cut off
    send_by_hand(page)
    assert Visit.objects.count() == 2
    for count in range(20):
        kind, key = hooks(page)
        if kind not in ("question", "step"):
            break
        kept(page)
        address = page.url
        page.close()
        page = context.new_page()
        page.goto(address)
        assert hooks(page) == (kind, key)
        if kind == "question":
            page.locator("input[name=option][value=unsure]").check()
        cut(page, arrives=count % 2 == 1)
        buttons = "#move .act button" if kind == "question" else "button[name=confirm]"
        if kind == "step" and not page.locator(buttons).count():
            buttons = f"button[value={'fixed' if key == 'rewire' else 'no_help'}]"
        page.locator(buttons).click()
        send_by_hand(page)
    assert hooks(page) == ("resolved", "")
    assert recorded(Visit.objects.order_by("pk").last()) == expected


def test_offline_the_page_stays_and_the_answer_goes_out_once(lamp, context, live_server):
    page = context.new_page()
    begin(page, live_server.url, "lamp")
    kept(page)
    asked = hooks(page)
    address = page.url
    context.set_offline(True)
    page.locator("input[name=option][value=yes]").check()
    page.locator("#move .act button").click()
    until(page, "!document.getElementById('again').hidden")
    first = page.evaluate(SAYS)
    assert sorted(page.evaluate(KEPT)) == sorted(["/kept-answer", address[len(live_server.url) :]])
    assert page.evaluate("!!document.activeElement.closest('#move')")

    # Reloaded, or opened from the start page: the same page, which says so.
    page.reload()
    assert hooks(page) == asked
    until(page, f"{SAYS} !== ''")
    assert page.evaluate(SAYS) == first
    page.goto(f"{live_server.url}/guides/lamp/")
    assert (page.url, hooks(page)) == (address, asked)
    # What is not kept is an offline page, in the frame of all pages.
    page.goto(f"{live_server.url}/guides/other/")
    assert hooks(page) == ("offline", "")
    assert page.locator("header.site").evaluate("it => getComputedStyle(it).paddingTop") != "0px"
    page.goto(address)
    assert Visit.objects.get().events.count() == 1

    context.set_offline(False)
    until(page, "asked => document.querySelector('main').dataset.key !== asked", asked[1])
    settled(page)
    assert recorded(Visit.objects.get())[1:] == [(2, "answered", "question", "others", "yes")]
    kept(page)
    assert page.evaluate(KEPT) == [page.url[len(live_server.url) :]]


def test_an_answer_from_elsewhere_wins_over_one_that_waits(lamp, context, browser, live_server):
    page = context.new_page()
    begin(page, live_server.url, "lamp")
    kept(page)
    context.set_offline(True)
    page.locator("input[name=option][value=yes]").check()
    page.locator("#move .act button").click()
    until(page, "!document.getElementById('again').hidden")
    other = browser.new_context(storage_state=context.storage_state()).new_page()
    other.goto(page.url)
    other.locator("input[name=option][value=no]").check()
    tap(other, "#move .act button")
    there = hooks(other)
    other.context.close()
    context.set_offline(False)
    until(page, "key => document.querySelector('main').dataset.key === key", there[1])
    values = recorded(Visit.objects.get())
    assert [one[-1] for one in values[1:]] == ["no"]


def test_what_is_kept_goes_with_the_answers(lamp, context, live_server):
    page = context.new_page()
    begin(page, live_server.url, "lamp")
    kept(page)
    page.goto(f"{live_server.url}/guides/lamp/support/")
    assert len(page.evaluate(KEPT)) == 1
    page.goto(f"{live_server.url}/guides/lamp/answers/")
    tap(page, "[name=forget]")
    until(page, NO_PAGE)
    context.set_offline(True)
    page.goto(f"{live_server.url}/guides/lamp/next/")
    assert hooks(page) == ("offline", "")
    context.set_offline(False)

    # Deleted on another device: gone as soon as this one hears of it.
    begin(page, live_server.url, "lamp")
    kept(page)
    cookies = {one["name"]: one["value"] for one in context.cookies(page.url)}
    services.forget("lamp", cookies["visit-lamp"])
    page.goto(f"{live_server.url}/guides/lamp/next/")
    assert hooks(page) == ("guide", "")
    until(page, NO_PAGE)


def test_a_refused_post_leaves_the_form_and_can_be_tried_again(lamp, context, live_server):
    page = context.new_page()
    begin(page, live_server.url, "lamp")
    tap(page, "#move .act button")  # nothing is chosen: the error has the focus, and leads there
    assert page.evaluate("document.activeElement.matches('.error')")
    page.locator(".error a").click()
    assert page.evaluate("document.activeElement.name") == "option"
    page.goto(f"{live_server.url}/guides/lamp/support/")
    field = page.locator("#move textarea, #move input[type=text]").first
    field.fill("typed")
    answers = [(403, ""), (413, ""), (429, "7"), (503, "7"), (500, "")]
    sent = []

    def refuse(route):
        if route.request.method != "POST" or len(sent) == len(answers):
            return route.fallback()
        status, wait = answers[len(sent)]
        sent.append(status)
        headers = {"Retry-After": wait} if wait else {}
        return route.fulfill(
            status=status, headers=headers, content_type="text/html", body="<p>No</p>"
        )

    page.route("**/support/", refuse)
    page.locator("[name=hand_over]").click()
    words = []
    for _, wait in answers:
        while len(sent) == len(words):
            page.wait_for_timeout(25)
        until(page, f"{SAYS} && !document.getElementById('again').hidden")
        words.append(page.evaluate(SAYS))
        assert wait in words[-1]
        assert field.input_value() == "typed"
        if len(words) < len(answers):
            page.locator("#again").click()
    assert len(set(words)) == 4
    send_by_hand(page)
    assert sent == [status for status, _ in answers]
    assert Visit.objects.get().outcome == "handed_over"
    assert "typed" in Visit.objects.get().handoff.values()
    assert page.evaluate(SAYS) == ""


def test_too_much_at_once_leaves_what_was_typed_and_can_be_sent_later(
    lamp, context, live_server, settings
):
    page, usual = context.new_page(), settings.LIMITS
    begin(page, live_server.url, "lamp")
    page.goto(f"{live_server.url}/guides/lamp/support/")
    field = page.locator("#move textarea, #move input[type=text]").first
    field.fill("typed")
    settings.LIMITS = {**usual, "support": "0/minute"}
    page.locator("[name=hand_over]").click()
    until(page, f"{SAYS} && !document.getElementById('again').hidden")
    assert field.input_value() == "typed"
    assert Visit.objects.get().outcome == "open"
    settings.LIMITS = usual
    send_by_hand(page)
    assert page.evaluate(SAYS) == ""
    assert "typed" in Visit.objects.get().handoff.values()


def test_a_slow_post_says_so_and_a_second_tap_sends_nothing(lamp, context, live_server):
    page = context.new_page()
    begin(page, live_server.url, "lamp")
    page.locator("input[name=option][value=yes]").check()
    held = []
    page.route("**/questions/**", lambda route: held.append(route), times=1)
    button = page.locator("#move .act button")
    asked = []
    page.on("request", lambda request: asked.append(request.method))
    button.click()
    assert page.evaluate(SAYS) == ""
    until(page, f"{SAYS} !== ''")
    assert button.get_attribute("aria-disabled") == "true"
    button.click(force=True)
    button.click(force=True)
    assert page.evaluate("document.activeElement.closest('#move .act') !== null")
    page.locator(".way-on a").nth(1).click()  # nor is an answer overtaken
    assert asked == ["POST"]
    (only,) = held
    only.continue_()
    until(page, f"{SAYS} === '' && document.querySelector('main').dataset.key !== 'others'")
    until(page, "document.activeElement === document.querySelector('main h1')")
    assert len(recorded(Visit.objects.get())) == 2

    # Going back brings the whole page anew, and it says what goes on as before.
    page.go_back()
    until(page, "document.querySelector('main').dataset.key === 'others'")
    cut(page, arrives=False)
    page.locator("#move .act button").click()
    until(page, f"{SAYS} !== ''")
    send_by_hand(page)
    assert len(recorded(Visit.objects.get())) == 2


def test_back_without_a_connection_leaves_the_address_with_the_page(lamp, context, live_server):
    page = context.new_page()
    begin(page, live_server.url, "lamp")
    first = hooks(page)
    page.locator("input[name=option][value=yes]").check()
    tap(page, "#move .act button")
    kept(page)
    second, address = hooks(page), page.url
    for _ in range(2):
        context.set_offline(True)
        page.evaluate("history.back()")
        until(page, "!document.getElementById('again').hidden")
        assert (hooks(page), page.url) == (second, address)
        context.set_offline(False)
    send_by_hand(page)
    assert hooks(page) == first
    assert page.url.endswith(f"/questions/{first[1]}/")


def test_what_was_refused_waits_also_when_the_connection_comes_and_goes(lamp, context, live_server):
    page = context.new_page()
    begin(page, live_server.url, "lamp")
    page.goto(f"{live_server.url}/guides/lamp/support/")
    page.route("**/support/", lambda route: route.fulfill(status=500, body=""), times=1)
    page.locator("[name=hand_over]").click()
    until(page, "!document.getElementById('again').hidden")
    refused = page.evaluate(SAYS)
    for offline in (True, False):
        context.set_offline(offline)
        until(page, "offline => navigator.onLine !== offline", offline)
        assert page.evaluate(SAYS) == refused
    send_by_hand(page)
    assert Visit.objects.get().outcome == "handed_over"


# Which page, what is tapped there, and what is recorded of it: once.
CUTS = [
    ("support", "[name=hand_over]", "handed_over"),
    ("answers", "[name=forget]", "forgotten"),
    ("questions/others", "button[name=from]", "path_not_found"),
    ("another-device", "#move button, main form button", None),
]


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize(("path", "tapped", "kind"), CUTS)
def test_each_other_post_is_cut_and_its_event_is_there_once(
    lamp, context, live_server, path, tapped, kind, arrives
):
    page = context.new_page()
    begin(page, live_server.url, "lamp")
    page.goto(f"{live_server.url}/guides/lamp/{path}/")
    if "questions" in path:
        kept(page)
    cut(page, arrives=arrives)
    page.locator(tapped).first.click()
    send_by_hand(page)
    said = [one[1] for one in recorded(Visit.objects.get())]
    assert said == ["started", *([kind] if kind else [])]
    assert page.evaluate(SAYS) == ""
    assert (kind is None) == page.locator(".code").is_visible()


@pytest.mark.parametrize("blocked", ["**/*.js", "**/*.css", "htmx"])
def test_a_whole_visit_works_when_a_file_does_not_come(lamp, context, live_server, blocked):
    expected = recorded_by_requests()
    page = context.new_page()
    if blocked == "htmx":  # our scripts come without it
        ours = "\n".join(Path(finders.find(part)).read_text() for part in PARTS[1:])
        page.route("**/page*.js", lambda route: route.fulfill(body=ours, content_type=SCRIPT))
    else:
        page.route(blocked, lambda route: route.abort())
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    begin(page, live_server.url, "lamp")
    walk(page, "rewire")
    assert hooks(page) == ("resolved", "")
    assert recorded(Visit.objects.order_by("pk").last()) == expected
    assert errors == []
