"""Walking a visit as a thumb does."""

from playwright.sync_api import Error, Page


def begin(page: Page, base: str, guide: str) -> None:
    page.goto(f"{base}/guides/{guide}/")
    tap(page, "#move button.button")


def until(page: Page, script: str, argument: object = None) -> None:
    """Wait until the script says true. (Playwright's own wait needs eval, which the CSP forbids.)"""
    for _ in range(200):
        try:
            if page.evaluate(script, argument):
                return
        except Error:  # the page is being exchanged at this very moment
            pass
        page.wait_for_timeout(25)
    raise AssertionError(f"Not within 5 seconds: {script}")


def settled(page: Page) -> None:
    """The new page is there, swapped or loaded, and nothing is under way."""
    until(
        page,
        "!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"
        " && document.readyState === 'complete'",
    )


def hooks(page: Page) -> tuple[str, str]:
    main = page.locator("main")
    return main.get_attribute("data-page") or "", main.get_attribute("data-key") or ""


def tap(page: Page, selector: str) -> None:
    """Tap, and wait until the page is another one."""
    before = page.evaluate("document.querySelector('main').id = 'before'")
    page.locator(selector).click()
    until(page, "before => (document.querySelector('main') || {}).id !== before", before)
    settled(page)


def enter(page: Page) -> None:
    """Press Enter on what has the focus, and wait until the page is another one."""
    before = page.evaluate("document.querySelector('main').id = 'before'")
    page.keyboard.press("Enter")
    until(page, "before => (document.querySelector('main') || {}).id !== before", before)
    settled(page)


def walk(page: Page, fixed_at: str | None, each=lambda: None, most: int = 60) -> list[str]:
    """Not sure of anything, and no step helps but one; the keys seen on the way."""
    seen = []
    for _ in range(most):
        kind, key = hooks(page)
        each()
        if kind not in ("question", "step"):
            return seen
        seen.append(key)
        if kind == "question":
            page.locator("input[name=option][value=unsure]").check()
            tap(page, "#move .act button")
        elif page.locator("button[name=confirm]").count():
            tap(page, "button[name=confirm]")
        elif key == fixed_at:
            tap(page, "button[value=fixed]")
        else:
            tap(page, "button[value=no_help]")
    raise AssertionError(f"The walk did not end: {seen}")
