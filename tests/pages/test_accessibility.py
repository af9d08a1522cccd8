"""The accessibility statement says what is true, in each language, and whom to tell."""

from importlib.metadata import version
from importlib.resources import files

import pytest
from django.conf import settings as configured
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from helpdesk.accessibility import env_contact
from troubleshooter.views.accessibility import TESTED


@pytest.mark.django_db
@pytest.mark.parametrize("code", [code for code, _ in configured.LANGUAGES])
def test_it_is_linked_and_names_what_was_tested(code):
    visitor = Client(headers={"accept-language": code})
    assert 'href="/accessibility/"' in visitor.get("/").content.decode()
    page = visitor.get("/accessibility/").content.decode()
    assert f'lang="{code}"' in page
    assert f"{TESTED.on.year}" in page
    assert all(f"{tool.name} {tool.version}" in page for tool in TESTED.tools)
    assert f"{TESTED.states} " in page


def test_the_checker_that_it_names_is_the_one_that_the_tests_use():
    """After a new release of it, run the tests again and say so on the page."""
    assert version("axe-playwright-python")
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text()
    axe = next(tool for tool in TESTED.tools if tool.name == "axe-core")
    assert source.startswith(f"/*! axe v{axe.version}\n")
    assert TESTED.on <= timezone.now().date()


@pytest.mark.parametrize(
    ("contact", "address"),
    [("a@example.org", "mailto:a@example.org"), ("https://example.org/c", "https://example.org/c")],
)
def test_it_names_the_contact(client, settings, contact, address):
    settings.ACCESSIBILITY_CONTACT = contact
    assert f'<a href="{address}"><bdi>{contact}' in client.get("/accessibility/").content.decode()
    settings.ACCESSIBILITY_CONTACT = ""
    assert "mailto:" not in client.get("/accessibility/").content.decode()


@pytest.mark.parametrize("given", ["", "a@example.org", "https://example.org/contact"])
def test_a_contact_is_understood(monkeypatch, given):
    monkeypatch.setenv("ACCESSIBILITY_CONTACT", f" {given} ")
    assert env_contact() == given


@pytest.mark.parametrize(
    "given", ["nobody", "javascript:alert(1)", "https://", "ftp://a.org", "a@"]
)
def test_another_contact_is_refused(monkeypatch, given):
    monkeypatch.setenv("ACCESSIBILITY_CONTACT", given)
    with pytest.raises(ImproperlyConfigured, match="ACCESSIBILITY_CONTACT"):
        env_contact()
