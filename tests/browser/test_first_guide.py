"""A new editor builds a guide from nothing in a real browser, by what the pages say and nothing else.

Links, buttons and fields are found by their words. No key, no order and no address is typed.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from troubleshooter.content.checks import check
from troubleshooter.content.rows import content_from_rows
from troubleshooter.models import Guide

from .editors import signed_in

# Pages that the browser loads. Fewer is better: lower them when you can.
WRITING, ALL = 20, 33
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(page, live_server):
    for editor in signed_in(page, live_server.url):
        editor.goto(f"{live_server.url}/admin/")
        yield editor


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).last.click()
    page.wait_for_load_state()
    assert page.locator(".errornote").count() == 0, page.locator(".errorlist").all_inner_texts()


def follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words).first.click()
    page.wait_for_load_state()


def to_do(page: Page) -> list[str]:
    """What the checklist says is still to be done."""
    items = page.locator("#checklist [data-done=no]").all_inner_texts()
    return [" ".join(item.split()).removeprefix("To do ") for item in items]


def row(page: Page, group: str, number: int):
    """One row of the rows below the form; “Add another” makes it where it is not there yet."""
    inline = page.get_by_role("group").filter(has_text=re.compile(group, re.IGNORECASE)).first
    rows = inline.locator(".inline-related:not(.empty-form), tr.form-row:not(.empty-form)")
    while rows.count() <= number:
        inline.get_by_role("button", name=re.compile("Add another")).click()
    return rows.nth(number)


def test_from_nothing_to_a_guide_that_is_published_changed_and_taken_back(editor):
    loads = counted_loads(editor)
    write_the_guide(editor)
    guide = Guide.objects.get()
    assert check(content_from_rows(guide)) == ()
    expect(editor.locator("[data-problems='0']")).to_be_visible()
    assert (guide.causes.count(), guide.questions.count(), guide.steps.count()) == (4, 3, 5)
    assert guide.paths.get().variants.count() == 3
    assert len(loads) <= WRITING

    preview(editor)
    publish(editor, "The first words.")
    change_a_step(editor, "Put the plug in", "Push the plug in")
    publish(editor, "Clearer words.")
    tab(editor, "Revisions")
    editor.get_by_label("Compare", exact=True).select_option("revision 1")
    editor.get_by_label("with", exact=True).select_option("revision 2")
    press(editor, "Compare")
    assert editor.locator(".compared del").all_inner_texts() == ["Put the plug in"]
    assert editor.locator(".compared ins").all_inner_texts() == ["Push the plug in"]
    tab(editor, "Revisions")
    press(editor, "Make revision 1 live again")
    guide.refresh_from_db()
    assert guide.live_revision.number == 3
    assert guide.live_revision.content["steps"][0]["title"] == "Put the plug in"
    assert guide.steps.first().title == "Push the plug in"
    assert len(loads) <= ALL


def counted_loads(page: Page) -> list[str]:
    """The addresses of the pages that the browser loads from here on."""
    loads: list[str] = []
    page.on("domcontentloaded", lambda loaded: loads.append(loaded.url))
    return loads


def tab(page: Page, words: str) -> None:
    page.locator(".workbench-tabs").get_by_role("link", name=words, exact=True).click()
    page.wait_for_load_state()


def preview(page: Page) -> None:
    """As a visitor with the newest kettle, as far as the first step, and back."""
    press(page, "Preview")
    page.get_by_label("Kettle", exact=True).check()
    press(page, "Start")
    page.wait_for_selector("main[data-page=question], main[data-page=step]")
    while page.locator("main[data-page=question]").count():
        key = page.locator("main").get_attribute("data-key")
        page.get_by_label("Not sure").check()
        page.get_by_role("button", name="Continue").click()
        page.wait_for_selector(f"main:not([data-key='{key}'])")
    expect(page.locator("main[data-page=step] h1")).to_be_visible()
    follow(page, "Back to the workbench")


def publish(page: Page, note: str) -> None:
    tab(page, "Publish")
    page.get_by_label("What changes, and why:").fill(note)
    press(page, "Publish now")


def change_a_step(page: Page, old: str, new: str) -> None:
    tab(page, "Content")
    page.get_by_role("link", name=old, exact=True).last.click()
    page.get_by_label("Title:").fill(new)
    press(page, "Save")


def write_the_guide(editor: Page) -> None:
    follow(editor, "Write the first one")
    editor.get_by_label("Title:").fill("The kettle stays cold")
    editor.get_by_label("Summary:").fill("You switch it on and the water stays cold.")
    editor.get_by_label("Contact:").fill("https://example.org/help")
    kinds = row(editor, "kinds of device", 0).locator("input[type=text]")
    kinds.nth(0).fill("Kettle")
    kinds.nth(1).fill("1, 2, 3")
    press(editor, "Save")

    expect(editor.locator("[data-state=new]")).to_be_visible()
    left = len(to_do(editor))
    for number, name in enumerate(["Plug is out", "Switch is off", "Fuse is gone", "Coil is worn"]):
        if number:
            press(editor, "Save and add another")
        else:
            follow(editor, to_do(editor)[0])
        editor.get_by_label("Name:").fill(name)
        editor.get_by_label("In words").select_option("sometimes")
    press(editor, "Save")
    assert len(to_do(editor)) == left - 1

    follow(editor, to_do(editor)[0])
    for number, text in enumerate(["Is there a light?", "Does it click?", "Is it old?"]):
        if number:
            press(editor, "Save and add another")
        editor.get_by_label("Question:").fill(text)
        editor.get_by_label("Minutes to find out:").fill("1")
        for at, label in enumerate(["Yes", "No"]):
            row(editor, "answers", at).locator("[name$=label]").fill(label)
    press(editor, "Save")

    follow(editor, to_do(editor)[0])
    editor.get_by_label("Name:").fill("Base")
    for number, version in enumerate("123"):
        variant = row(editor, "variants", number)
        variant.get_by_label("Platform:").select_option("Kettle")
        variant.get_by_label("From version:").select_option(f"Kettle {version}")
        variant.get_by_label("To version:").select_option(f"Kettle {version}")
        variant.get_by_label("Labels to tap:").fill(f"Base\nPlate {version}")
    press(editor, "Save")

    steps = {
        "Put the plug in": "Plug is out",
        "Switch it on": "Switch is off",
        "Change the fuse": "Fuse is gone",
        "Change the coil": "Coil is worn",
        "Try another socket": "Plug is out",
    }
    follow(editor, to_do(editor)[0])
    for number, (title, cause) in enumerate(steps.items()):
        if number:
            press(editor, "Save and add another")
        editor.get_by_label("Title:").fill(title)
        editor.get_by_label("Instructions:").fill("1. Do it.")
        editor.get_by_label("Minutes of work:").fill("2")
        editor.get_by_label("Disruption:").select_option("1: only looks")
        clears = row(editor, "causes that it clears", 0)
        clears.locator("select[name$=cause]").select_option(cause)
        clears.get_by_label("In words").select_option("often")
    press(editor, "Save")
