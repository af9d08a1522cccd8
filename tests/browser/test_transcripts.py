"""A whole visit as a screen reader gives it: kept in files for people to read, and held to them.

`pytest tests/browser/test_transcripts.py --rewrite` writes the files anew. Read them before you
commit them, with the eyes closed so to speak: is each thing said, once, and in a good order?
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.conftest import LAMP

from .listening import heard, listen, spoken
from .walking import enter, hooks, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = Path(__file__).parent / "transcripts"
# Name of the file, language, with scripts.
VISITS = [("english", "en", True), ("english-without-scripts", "en", False), ("arabic", "ar", True)]


# Nothing is about to be shown yet: a page that is kept says so once it is.
KEPT_PAGE = "!document.querySelector('main [data-stays][hidden]')"
SIGNED = re.compile(r"(/support/cause/)\S+")


class Reader:
    """Someone who hears each page from the top, and then does one thing."""

    def __init__(self, page: Page, base: str, *, scripts: bool) -> None:
        self.page, self.base, self.scripts = page, base, scripts
        self.lines: list[str] = []
        self.title = ""
        # Where a page came and it was not said, once, by its title and by where the focus is.
        self.unsaid: list[str] = []

    def hear(self, *, swapped: bool = False) -> None:
        if self.scripts:
            until(self.page, KEPT_PAGE)
        said, title = heard(self.page), self.page.title()
        if title == self.title or len(said) != swapped:
            self.unsaid.append(f"{self.title} to {title}: {said}")
        self.title = title
        self.lines += [
            "",
            f"=== {self.page.title()}",
            *(f"said at once: {one}" for one in said),
            "",
        ]
        self.lines += spoken(self.page)

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)
        listen(self.page)
        self.lines += ["", f">>> opens {path}"]
        self.hear()

    def press(self, selector: str) -> None:
        """Enter on what has the focus, as a reader does it."""
        named = " ".join(self.page.locator(selector).inner_text().split())
        self.lines += ["", f">>> presses “{named}”"]
        self.page.locator(selector).focus()
        heard(self.page)
        enter(self.page)
        self.hear(swapped=self.page.evaluate("'heard' in window"))


def visit(reader: Reader) -> None:
    page = reader.page
    reader.open("/?q=no+power")
    reader.press("#found a")
    reader.press("#move button.button")
    reader.open("/guides/lamp/questions/flicker/")
    reader.press("#move .act button")
    for _ in range(20):
        kind, key = hooks(page)
        if kind == "question":
            page.locator("input[name=option][value=unsure]").check()
            reader.press("#move .act button")
        elif kind == "step" and page.locator("button[name=confirm]").count():
            reader.press("button[name=confirm]")
        elif kind == "step":
            reader.press(f"button[value={'fixed' if key == 'rewire' else 'no_help'}]")
        else:
            break
    reader.press(".way-on a:nth-of-type(2)")
    reader.press(".way-on a:nth-of-type(3)")
    page.locator("#id_since").fill("4111 1111 1111 1111")
    reader.press("[name=hand_over]")
    page.locator("#id_since").fill("Monday")
    reader.press("[name=hand_over]")


@pytest.mark.parametrize(("name", "language", "scripts"), VISITS)
def test_a_visit_is_heard_as_it_is_written_down(
    browser, live_server, request, name, language, scripts
):
    LAMP.put()
    context = browser.new_context(locale=language, java_script_enabled=scripts)
    reader = Reader(context.new_page(), live_server.url, scripts=scripts)
    visit(reader)
    context.close()
    assert reader.unsaid == []
    text = SIGNED.sub(r"\1…/", "\n".join(reader.lines).replace(live_server.url, "")).strip() + "\n"
    path = KEPT / f"{name}.txt"
    if request.config.getoption("--rewrite", default=False):
        path.write_text(text)
    assert text == path.read_text()
