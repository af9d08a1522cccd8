"""HTML_CodeSniffer finds nothing in any state of the visitors' pages: WCAG 2, level AA.

A second opinion beside axe, of other authors. It comes from npm, so it runs where HTMLCS names its
script: `make accessibility` fetches it and runs this.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from .states import State, every_state
from .test_states import OPEN_ALL
from .test_states import shelf as shelf

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db,
    pytest.mark.skipif("HTMLCS" not in os.environ, reason="HTMLCS does not name HTMLCS.js"),
]
# Errors only: its warnings and notices say what a person should look at.
SNIFF = """() => new Promise((resolve, reject) => HTMLCS.process("WCAG2AA", document,
  () => resolve(HTMLCS.getMessages().filter((one) => one.type === HTMLCS.ERROR)
    .map((one) => `${one.code} ${one.element.outerHTML?.slice(0, 150)} ${one.msg}`)),
  () => reject(new Error("HTML_CodeSniffer gave up")), "en"))"""


def sniffed(page: Page, state: State) -> list[str]:
    page.evaluate(OPEN_ALL)
    page.evaluate(Path(os.environ["HTMLCS"]).read_text())
    return [f"{state}: {fault}" for fault in page.evaluate(SNIFF)]


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("de", "dark"), ("ar", "light")])
def test_no_state_has_an_error(shelf, language, scheme):
    shelf.page.emulate_media(color_scheme=scheme)
    found = []
    for state in every_state(language):
        shelf.open(state)
        found += sniffed(shelf.page, state)
    assert found == []


@pytest.mark.parametrize(
    ("plant", "fault"),
    [
        ("document.querySelector('h1').style.color = '#ddd'", "G145.Fail"),
        ("document.querySelector('main button').textContent = ''", "H91.Button"),
        ("document.querySelectorAll('label').forEach(one => one.remove())", "H91.InputSearch"),
        ("document.querySelector('title').remove()", "H25"),
    ],
)
def test_a_planted_fault_is_found(shelf, plant, fault):
    state = next(every_state("en"))
    shelf.open(state)
    shelf.page.evaluate(plant)
    found = sniffed(shelf.page, state)
    assert any(fault in one for one in found), found
