"""Rows are put in order with the keyboard alone, and by dragging; a failure is undone and said."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.conftest import LAMP
from troubleshooter.models import Cause, Guide

from .editors import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOTED = ("Failed to load resource", "htmx:")  # of a request that was cut off


@pytest.fixture
def editor(page, live_server):
    LAMP.put()
    yield from signed_in(page, live_server.url)


@pytest.fixture
def workbench(editor, live_server):
    guide = Guide.objects.get()
    editor.goto(live_server.url + reverse("admin:troubleshooter_guide_overview", args=[guide.pk]))
    return editor


def stored():
    return [str(pk) for pk in Cause.objects.values_list("pk", flat=True)]


def shown(page):
    rows = page.locator("#causes-rows > [data-row]")
    return rows.evaluate_all("rows => rows.map(row => row.dataset.row)")


def focused(page):
    return page.evaluate("document.activeElement.id")


def tab_to(page, target):
    for _ in range(200):
        if focused(page) == target:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{target} cannot be reached with the keyboard")


def status(page, words):
    expect(page.locator("#parts-status")).to_contain_text(words)


def test_with_the_keyboard_alone_the_focus_stays_and_the_new_place_is_told(workbench):
    first, second, third = stored()
    address = workbench.url
    tab_to(workbench, f"down-causes-{first}")
    workbench.keyboard.press("Enter")
    status(workbench, "2 of 3")
    assert focused(workbench) == f"down-causes-{first}"
    workbench.keyboard.press("Space")
    status(workbench, "3 of 3")
    assert focused(workbench) == f"down-causes-{first}"
    assert shown(workbench) == stored() == [second, third, first]
    workbench.keyboard.press("Shift+Tab")
    workbench.keyboard.press("Enter")
    status(workbench, "2 of 3")
    assert shown(workbench) == stored() == [second, first, third]
    assert workbench.url == address  # the list alone was fetched


def test_at_the_end_of_the_list_a_press_does_no_harm(workbench):
    before = stored()
    tab_to(workbench, f"up-causes-{before[0]}")
    workbench.keyboard.press("Enter")
    status(workbench, "1 of 3")
    assert focused(workbench) == f"up-causes-{before[0]}"
    assert shown(workbench) == stored() == before


def middle(page, row, selector="[data-drag]"):
    box = page.locator(f"#causes [data-row='{row}'] {selector}".strip()).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, row, onto):
    page.locator("#causes").scroll_into_view_if_needed()
    page.mouse.move(*middle(page, row))
    page.mouse.down()
    x, y = middle(page, onto, "")
    page.mouse.move(x, y + 4, steps=6)
    page.mouse.up()


def test_a_row_is_dragged_to_its_place(workbench):
    first, second, third = stored()
    drag(workbench, first, third)
    status(workbench, "3 of 3")
    assert shown(workbench) == stored() == [second, third, first]


def test_what_does_not_arrive_is_put_back_and_said(page, live_server):
    LAMP.put()
    before = stored()
    for _ in signed_in(page, live_server.url, may_say=NOTED):
        there = reverse("admin:troubleshooter_guide_overview", args=[Guide.objects.get().pk])
        page.goto(live_server.url + there)
        page.route("**/order/", lambda route: route.abort())
        drag(page, before[0], before[2])
        page.wait_for_selector("#causes .part-failed")
        assert shown(page) == stored() == before
        page.unroute("**/order/")
        drag(page, before[0], before[2])
        status(page, "3 of 3")
        assert stored() == [*before[1:], before[0]]


def test_a_finger_drags_too(browser, live_server):
    LAMP.put()
    context = browser.new_context(has_touch=True, viewport={"width": 360, "height": 640})
    for page in signed_in(context.new_page(), live_server.url):
        guide = Guide.objects.get()
        there = reverse("admin:troubleshooter_guide_overview", args=[guide.pk])
        page.goto(live_server.url + there)
        before = stored()
        page.locator("#causes").scroll_into_view_if_needed()
        finger = context.new_cdp_session(page)
        (x, y), (_, below) = middle(page, before[0]), middle(page, before[2], "")
        for kind, at in (("touchStart", y), ("touchMove", y + 20), ("touchMove", below + 5)):
            finger.send(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": at}]}
            )
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        status(page, "3 of 3")
        assert stored() == [*before[1:], before[0]]
    context.close()


def test_without_scripts_the_buttons_do_it(browser, live_server):
    LAMP.put()
    context = browser.new_context(java_script_enabled=False)
    for page in signed_in(context.new_page(), live_server.url):
        there = reverse("admin:troubleshooter_guide_overview", args=[Guide.objects.get().pk])
        page.goto(live_server.url + there)
        before = stored()
        page.click(f"#down-causes-{before[0]}")
        assert page.url.endswith("#causes")
        assert page.locator("#causes [data-said]").is_visible()
        assert not page.locator("#causes [data-drag]").first.is_visible()
        assert stored() == [before[1], before[0], before[2]]
    context.close()
