"""Every state of the visitors' pages, loaded once and looked at in every way that a machine can."""

import pytest
from playwright.sync_api import Page

from troubleshooter.views.accessibility import TESTED

from .looking import OF_COLOURS, PHONE, RULES, axe, bring_axe, overflowing, too_small
from .states import LANGUAGES, Shelf, State, every_state

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
OPEN_ALL = "document.querySelectorAll('details').forEach(box => { box.open = true })"
FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary"
# WCAG 2.2, 1.4.12: what a reader may set without losing anything.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important;'
    + ' word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [sheet];
}"""
PLAIN = "document.adoptedStyleSheets = []; document.documentElement.removeAttribute('style')"
CUT = """() => [...document.querySelectorAll('body *')].filter(one => {
  const style = getComputedStyle(one);
  return one.checkVisibility() && !one.matches('.visually-hidden, input, select, textarea, svg *')
    && /hidden|clip/.test(style.overflowX + style.overflowY)
    && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
}).map(one => one.outerHTML.slice(0, 120))"""
# What stands beyond the edges: where one can scroll to it, and where one cannot (in a page that is
# written from the right: beyond the right edge), which no width of a page tells.
BEYOND = """() => [...document.querySelectorAll('body *')].filter(one => {
  const { left, right, width } = one.getBoundingClientRect();
  return width > 0 && one.checkVisibility() && !one.closest('.visually-hidden, .skip, svg')
    && (left < -1 || right > document.documentElement.clientWidth + 1);
}).map(one => one.outerHTML.slice(0, 120))"""
UNSEEN = """selector => [...document.querySelectorAll(selector)].filter(one => {
  if (!one.checkVisibility()) return false;
  one.focus({focusVisible: true});
  return ![one, one.closest('.choice')].some(box => box
    && getComputedStyle(box).outlineStyle !== 'none'
    && parseFloat(getComputedStyle(box).outlineWidth) >= 2);
}).map(one => one.outerHTML.slice(0, 120))"""
MOVING = """() => document.getAnimations().length + [...document.querySelectorAll('body *')].filter(
  one => parseFloat(getComputedStyle(one).transitionDuration) > 0).length"""


def look(page: Page, state: State) -> list[str]:
    """What is wrong with a state that is open in the browser, a line each."""
    page.evaluate(OPEN_ALL)
    found = [*structure(page, state), *too_small(page)]
    if state.language != "de":  # where words are longer, and all else is as in English
        found += [*axe(page, RULES), *unseen(page)]
    if state.language == "en":  # the dark changes colours and nothing else
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found += axe(page, OF_COLOURS)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return [f"{state}: {fault}" for fault in [*found, *sizes(page)]]


def structure(page: Page, state: State) -> list[str]:
    html = page.locator("html")
    direction = html.get_attribute("dir") or "ltr"
    said = (html.get_attribute("lang"), direction, page.locator("h1").count())
    due = (state.language, "rtl" if state.language == "ar" else "ltr", 1)
    moving = page.evaluate(MOVING)
    wrong = [f"lang, dir, headings: {said}"] if said != due else []
    return wrong + ([f"{moving} things move"] if moving else [])


def unseen(page: Page) -> list[str]:
    """What has the focus and does not show it, in the page's colours or in the reader's own."""
    found = [f"focus: {one}" for one in page.evaluate(UNSEEN, FOCUSABLE)]
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    found += [f"focus in forced colours: {one}" for one in page.evaluate(UNSEEN, FOCUSABLE)]
    page.emulate_media(forced_colors="none", reduced_motion="reduce")
    return found


def sizes(page: Page) -> list[str]:
    """On a phone, on its side, at 400 % zoom, with large text, and with text spaced out."""
    found = []
    for size in (PHONE, {"width": 640, "height": 360}, {"width": 320, "height": 256}):
        page.set_viewport_size(size)
        found += [f"sideways at {size['width']}"] if overflowing(page) else []
        found += [f"beyond the edge at {size['width']}: {one}" for one in page.evaluate(BEYOND)]
    page.evaluate(SPACED)
    found += ["sideways, spaced"] if overflowing(page) else []
    found += [f"cut: {one}" for one in page.evaluate(CUT)]
    page.evaluate(PLAIN)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += ["sideways with large text"] if overflowing(page) else []
    page.evaluate(PLAIN)
    page.set_viewport_size(PHONE)
    return found


@pytest.fixture
def shelf(lamp, page, settings):
    settings.EMBED_ORIGINS = ["https://www.example.org"]
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    bring_axe(page)
    return Shelf(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_accessible(shelf, language):
    found, names = [], []
    for state in every_state(language):
        shelf.open(state)
        names.append(state.name)
        found += look(shelf.page, state)
    assert found == []
    assert len(names) == len(set(names)) == TESTED.states


@pytest.mark.parametrize(
    ("plant", "fault"),
    [
        ("document.querySelector('main button').textContent = ''", "button-name"),
        ("document.querySelector('main a, main button').style.outline = 'none'", "focus: "),
        ("document.querySelector('main h2, main p').outerHTML = '<h4>x</h4>'", "heading-order"),
        ("document.querySelector('h1').style.width = '400px'", "sideways at 360"),
        (
            "document.documentElement.dir = 'rtl';"
            " document.querySelector('h1').style.marginRight = '-200px'",
            "beyond the edge at 320",
        ),
        ("document.querySelector('h1').outerHTML = '<p>x</p>'", "lang, dir, headings"),
    ],
)
def test_a_planted_fault_is_found(shelf, plant, fault):
    state = next(every_state("en"))
    shelf.open(state)
    shelf.page.evaluate(plant)
    assert any(fault in one for one in look(shelf.page, state))
