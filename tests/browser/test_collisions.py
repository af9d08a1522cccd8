"""Two editors, two browsers, one step: the second is stopped, sees both texts, and decides."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.urls import reverse

from tests.conftest import LAMP
from troubleshooter.models import Step

from .looking import PHONE, RULES, overflowing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at(browser, live_server):
    """Opens the step's page as a person of that name, in a browser of their own."""
    LAMP.put()
    said, contexts = [], []

    def opens(person):
        get_user_model().objects.create_superuser(person, password="a long enough secret")
        context = browser.new_context(viewport=PHONE)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: said.append(message.text))
        step = Step.objects.get(key="plug-in")
        there = reverse("admin:troubleshooter_step_change", args=[step.pk])
        page.goto(f"{live_server.url}/admin/login/?next={there}")
        page.fill("[name=username]", person)
        page.fill("[name=password]", "a long enough secret")
        page.click("[type=submit]")
        page.wait_for_selector("[name=title]")
        return page

    opens.said = said
    yield opens
    for context in contexts:
        context.close()
    assert said == []


def save(page, **fields):
    for name, text in fields.items():
        page.fill(f"[name={name}]", text)
    page.locator("[name=_continue]").last.click()
    page.wait_for_load_state()


def test_two_editors_collide_and_the_second_decides(at):
    ada, bob = at("ada"), at("bob")
    save(ada, title="Push the plug in", at_risk="A spark.")
    save(bob, title="Put the plug in")
    bob.wait_for_selector("#collision")
    assert "ada" in bob.inner_text("#collision h2").lower()
    assert bob.locator("#collision del", has_text="Push").is_visible()
    assert bob.locator("#collision tr[data-kept=theirs] th").count() == 1
    assert bob.input_value("[name=title]") == "Put the plug in"
    assert bob.input_value("[name=at_risk]") == "A spark."
    assert not overflowing(bob)
    assert at.said == []
    assert not Axe().run(bob, context="#collision", options=RULES).response["violations"]
    at.said.clear()  # axe itself sets styles, which the CSP refuses
    assert Step.objects.get(key="plug-in").title == "Push the plug in"
    save(bob)
    assert bob.locator("#collision").count() == 0
    assert Step.objects.get(key="plug-in").title == "Put the plug in"


def test_the_second_can_take_the_others_text(at):
    ada, bob = at("ada"), at("bob")
    save(ada, title="Push the plug in")
    save(bob, title="Put the plug in")
    bob.click("#take-theirs")
    bob.wait_for_selector("#collision", state="detached")
    assert bob.input_value("[name=title]") == "Push the plug in"
