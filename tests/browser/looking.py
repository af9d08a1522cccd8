"""What a machine sees of a page that is open in the browser: axe, small targets, sideways scrolling."""

from collections.abc import Callable, Iterable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    # All style sheets fetched and read anew, for each page: none of these rules asks for it.
    "preload": False,
}
# The dark scheme changes colours and nothing else (tests/pages/test_dark.py), so only what looks at
# colours, or at sizes on another screen, can find more in the dark than in the light.
OF_COLOURS = {**RULES, "runOnly": ["color-contrast", "link-in-text-block", "target-size"]}
SMALLEST_TARGET = 44
# A colour that changes with the scheme may take its time.
AT_REST = "Promise.all(document.getAnimations().map(one => one.finished))"
OPEN_ALL = "document.querySelectorAll('details').forEach(box => { box.open = true })"
# Said by the browser of axe, which writes styles to look below things.
OF_AXE = ("Applying inline style", "Refused to apply inline style")


def rules_for(scheme: str) -> dict[str, object]:
    """For pages that are looked at in both schemes."""
    return OF_COLOURS if scheme == "dark" else RULES


def faults(page: Page, scheme: str = "light") -> list[str]:
    return [f"{page.url} {fault}" for fault in axe(page, rules_for(scheme))]


def bring_axe(page: Page) -> None:
    """Into every page that is opened from here on, which takes half as long as into each by hand."""
    page.add_init_script(Axe().axe_script)


def axe(page: Page, rules: dict[str, object]) -> list[str]:
    """What axe finds, a line each. It is brought into a page once, and leaves there what is well."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("rules => axe.run(rules).then(found => found.violations)", rules)
    return [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


def overflowing(page: Page) -> bool:
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


def looked_at(page: Page, *checks: Callable[[Page], Iterable[str]]) -> list[str]:
    """What is wrong with a page, everything on it unfolded: in the light at a desk, and in the dark
    on a phone. Loaded once: neither needs it anew. `checks` are made in both."""
    found = []
    page.evaluate(OPEN_ALL)
    for scheme, size in (("light", DESKTOP), ("dark", PHONE)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        page.evaluate(AT_REST)
        found += faults(page, scheme)
        found += [f"{page.url} {scheme} {fault}" for check in checks for fault in check(page)]
        found += [f"{page.url} is too wide in {size['width']}"] if overflowing(page) else []
    return found


def sideways(page: Page) -> list[str]:
    """Where the page scrolls sideways: on a phone, on a small one, and with text twice as large."""
    wide = [f"{page.url} on a phone"] if overflowing(page) else []
    page.set_viewport_size({"width": 320, "height": 256})
    wide += [f"{page.url} at 320 px"] if overflowing(page) else []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide += [f"{page.url} with large text"] if overflowing(page) else []
    page.evaluate("document.documentElement.removeAttribute('style')")
    page.set_viewport_size(PHONE)
    return wide


def too_small(page: Page) -> list[str]:
    """What one taps and would miss with a thumb."""
    return page.evaluate(
        """least => [...document.querySelectorAll(
            'main button, main .button, main .choice, main a.card, main summary, main select, .way-on a'
        )].filter(one => one.checkVisibility() && one.getBoundingClientRect().height < least - 0.5)
          .map(one => location.pathname + ' ' + one.outerHTML.slice(0, 120))""",
        SMALLEST_TARGET,
    )
