"""One round: a group of payloads in every text at once, and every surface looked at."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.template import engines
from playwright.sync_api import Page, sync_playwright

from troubleshooter.content.importing import import_guide
from troubleshooter.content.publishing import publish
from troubleshooter.models import Guide

from .browsing import Browser, Heard
from .hostile_guide import hostile_guides
from .surfaces import surfaces

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


def put(group: tuple[str, ...]) -> None:
    """Into drafts, live guides and what is beside both."""
    for content in hostile_guides(group):
        publish(import_guide(content).guide, note=" ".join(group)[:200])
    Guide.objects.filter(key="lamp").update(outage=True, outage_text=" ".join(group))


def look_at_all(page: Page, group: tuple[str, ...]) -> tuple[Heard, set[str]]:
    """What was heard on all surfaces, and their names. The guides must have been put before."""
    browser, names = Browser(page), set()
    for surface in surfaces(group):
        names.add(surface.name)
        browser.look(surface)
    return browser.heard, names


@contextmanager
def chromium(path: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser.new_page()
        browser.close()


@contextmanager
def nothing_escaped() -> Iterator[None]:
    """A planted fault: templates write what they are given as it is."""
    engine = engines["django"].engine
    assert settings.TEMPLATES
    engine.autoescape = False
    try:
        yield
    finally:
        engine.autoescape = True
