"""A whole visit with nothing but a keyboard: Tab, Shift and Tab, arrows, Space and Enter.

On each page the focus goes through everything that can be used, once, in the order in which one
reads it, and back again the same way.
"""

from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.conftest import LAMP
from troubleshooter.models import Visit

from .test_states import OPEN_ALL
from .walking import enter, hooks, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What can be used, in the order of the page; buttons for one choice are one stop.
MARK = """() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter((one) => one.checkVisibility() && one.type !== 'hidden' && !one.disabled);
  const groups = all.map((one) => one.type === 'radio' ? one.name : one);
  window.stops = all.map((one) => [one, [...new Set(groups)].indexOf(groups[all.indexOf(one)])]);
  return new Set(groups).size;
}"""
# Which stop has the focus, and where it is to be seen: -1 for none of them.
WHERE = """() => {
  const [, stop] = window.stops.find(([one]) => one === document.activeElement) ?? [null, -1];
  const { top, bottom, left } = document.activeElement.getBoundingClientRect();
  return { stop, top: top + scrollY, bottom: bottom + scrollY, left };
}"""

NAMES = """missed => window.stops.filter(([, stop]) => missed.includes(stop))
  .map(([one]) => one.outerHTML.slice(0, 100))"""

# What a closed answer leads to is there when it was opened.
FETCHED = "!document.querySelector('details[open] a[href*=\"/facts/\"]')"


def through(page: Page, key: str) -> list[dict]:
    """Where the focus is and where it goes, until it leaves the page's stops or comes round."""
    seen = [page.evaluate(WHERE)]
    for _ in range(80):
        page.keyboard.press(key)
        where = page.evaluate(WHERE)
        if where["stop"] < 0 or where["stop"] in [one["stop"] for one in seen]:
            return seen
        seen.append(where)
    raise AssertionError("The focus does not come to an end")


def wrong_order(page: Page) -> list[str]:
    """What is not reached, reached out of turn, or reached before what stands above it."""
    count = page.evaluate(MARK)
    page.evaluate("window.stops[0][0].focus()")
    there = through(page, "Tab")
    page.evaluate("window.stops.at(-1)[0].focus()")
    back = through(page, "Shift+Tab")
    found = []
    for way in (there, back[::-1]):
        if [one["stop"] for one in way] != list(range(count)):
            missed = [stop for stop in range(count) if stop not in [one["stop"] for one in way]]
            found.append(f"{page.url}: not {page.evaluate(NAMES, missed)}, or out of turn")
    for one, then in pairwise(there[1:]):  # the first is out of sight until it has the focus
        beside = then["top"] < one["bottom"] and one["top"] < then["bottom"]
        if then["bottom"] <= one["top"] or (beside and then["left"] < one["left"]):
            found.append(f"{page.url}: stop {then['stop']} stands before {one['stop']}")
    return found


def tab_to(page: Page, selector: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("at => document.activeElement.matches(at)", selector):
            return
    raise AssertionError(f"The focus never comes to {selector} on {page.url}")


def press(page: Page, selector: str) -> None:
    tab_to(page, selector)
    enter(page)


def answer(page: Page) -> None:
    """The first answer by arrows, and on."""
    tab_to(page, "input[name=option]")
    for _ in range(6):
        page.keyboard.press("ArrowDown")
        if page.evaluate("document.querySelector('input[name=option]').checked"):
            break
    press(page, "#move .act button")


def from_search_to_first_move(page: Page, base: str):
    page.goto(base)
    yield
    tab_to(page, "#q")
    page.keyboard.type("powr")
    until(page, "document.querySelector('#found a') !== null")
    yield
    page.evaluate("document.querySelector('#q').focus()")
    press(page, "#found a")
    yield
    press(page, "#move button.button")


def moves(page: Page):
    for _ in range(20):
        yield
        kind, key = hooks(page)
        if kind == "question":
            answer(page)
        elif kind != "step":
            return
        elif page.locator("button[name=confirm]").count():
            press(page, "button[name=confirm]")
        else:
            press(page, f"button[value={'fixed' if key == 'rewire' else 'no_help'}]")


def to_support_and_away(page: Page):
    press(page, ".way-on a:nth-of-type(2)")
    yield
    tab_to(page, ".said-list a")
    enter(page)
    yield
    answer(page)
    press(page, ".way-on a:nth-of-type(3)")
    yield
    tab_to(page, "#id_since")
    page.keyboard.type("Monday")
    press(page, "[name=hand_over]")
    yield
    press(page, ".way-on a:nth-of-type(2)")
    press(page, "[name=forget]")
    yield


@pytest.mark.parametrize(("width", "opened"), [(360, True), (1280, False)])
def test_a_visit_with_a_keyboard(page, live_server, width, opened):
    LAMP.put()
    page.set_viewport_size({"width": width, "height": 700})
    found, seen = [], []
    for part in (
        from_search_to_first_move(page, live_server.url),
        moves(page),
        to_support_and_away(page),
    ):
        for _ in part:
            seen.append(hooks(page)[0])
            if opened:
                page.evaluate(OPEN_ALL)
                until(page, FETCHED)
            found += wrong_order(page)
            page.evaluate("document.querySelector('main h1').focus()")  # where each page puts it
    assert found == []
    assert {"home", "guide", "question", "step", "resolved", "answers", "support"} <= set(seen)
    assert Visit.objects.get().outcome == "forgotten"


@pytest.mark.parametrize(
    "plant",
    [
        "document.querySelector('main .card').tabIndex = 1",
        "document.querySelector('main .card').tabIndex = -1",
        "document.querySelector('main').style.display = 'grid'; "
        "document.querySelector('main section').style.order = -1",
    ],
)
def test_a_planted_fault_is_found(page, live_server, plant):
    LAMP.put()
    page.goto(live_server.url)
    assert wrong_order(page) == []
    page.evaluate(plant)
    assert wrong_order(page) != []
