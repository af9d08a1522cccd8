"""The editors' pages for docs/editing.md, taken by docs/screenshots.py while its portal runs."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page

NAME, PASSWORD = "ada", "a picture of a page"  # an account of a portal that is thrown away
SIZE = {"width": 1100, "height": 720}
STEP = "Restart the iPhone or iPad"
# The places of the workbench that the handbook shows: the name of the picture, and what to open.
TABS = {
    "editing-content": "Content",
    "editing-numbers": "Numbers",
    "editing-problems": "Problems",
    "editing-verify": "Paths to verify",
    "editing-ways": "What visitors see",
}


def take_editing(browser: Browser, address: str, folder: Path) -> list[str]:
    """Write the pictures; their names."""
    context = browser.new_context(viewport=SIZE)
    page = context.new_page()
    names = []
    for name in pages(page, address):
        page.screenshot(path=folder / f"{name}.png")
        names.append(name)
    context.close()
    return names


def pages(page: Page, address: str) -> Iterator[str]:
    """Sign in, look around, change a step, preview it, publish it; each page while it is shown."""
    page.goto(f"{address}/admin/")
    page.fill("[name=username]", NAME)
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    yield "editing-front"
    page.get_by_role("link", name="iCloud backup is not working").first.click()
    for name, tab in TABS.items():
        open_tab(page, tab)
        yield name
    open_tab(page, "Content")
    page.get_by_role("link", name=STEP, exact=True).click()
    page.fill("#id_minutes", "3")
    yield "editing-step"
    page.locator("[name=_save]").first.click()
    page.get_by_role("button", name="Preview").click()
    yield "editing-preview"
    page.get_by_role("link", name="Back to the workbench").click()
    open_tab(page, "Publish")
    page.fill("[name=note]", "Restarting takes a little longer on older devices.")
    yield "editing-publish"
    page.get_by_role("button", name="Publish now").click()
    open_tab(page, "Revisions")
    yield "editing-revisions"


def open_tab(page: Page, tab: str) -> None:
    page.locator(".workbench-tabs").get_by_role("link", name=tab, exact=True).click()
    page.wait_for_load_state("networkidle")
