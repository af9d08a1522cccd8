"""An editor adopts learnt numbers on a phone or at a desk, in light or dark, script or no script."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from tests.conftest import LAMP
from tests.learning.cast import LATER, many
from troubleshooter.learning.lessons import keep, teach
from troubleshooter.models import Guide, Origin

from .editors import PASSWORD, let_in
from .looking import looked_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def learnt_set():
    LAMP.put()
    many(20, answers={"others": "no"}, results={"new-bulb": "no_help", "plug-in": "fixed"})
    many(5, answers={"others": "yes"}, results={"plug-in": "no_help", "new-bulb": "fixed"})
    return keep(teach(Guide.objects.get(), until=LATER))


def log_in(page, base):
    user = get_user_model().objects.create_superuser("editor", password=PASSWORD)
    page.set_default_timeout(10_000)
    let_in(page, base, user)


def open_all(page):
    closed = page.locator(".numbers details:not([open]) > summary")
    while closed.count():
        closed.first.click()


def test_the_pages_of_numbers_are_accessible_on_phone_and_desktop(page, live_server):
    learnt = learnt_set()
    log_in(page, live_server.url)
    said = []
    page.on("console", lambda message: said.append(message.text))
    found = []
    for name, pk in (
        ("parameters", learnt.pk),
        ("parameters", learnt.parent_id),
        ("guide", learnt.revision.guide_id),
    ):
        page.goto(live_server.url + reverse(f"admin:troubleshooter_{name}_change", args=[pk]))
        assert page.locator(".numbers").count()
        found += [*said, *looked_at(page)]
        said.clear()  # axe itself sets styles, which the CSP refuses
    assert found == []


def test_a_planted_fault_is_found(page, live_server):
    learnt = learnt_set()
    log_in(page, live_server.url)
    there = reverse("admin:troubleshooter_parameters_change", args=[learnt.pk])
    page.goto(live_server.url + there)
    assert looked_at(page) == []
    page.evaluate("document.querySelector('.numbers label').remove()")
    page.evaluate("document.querySelector('.numbers table').style.minWidth = '500px'")
    found = looked_at(page)
    assert any(" label: " in fault for fault in found)
    assert found[-1].endswith("too wide in 360")


@pytest.mark.parametrize("script", [True, False])
def test_ticking_and_adopting_and_going_back_take_a_few_clicks(browser, live_server, script):
    learnt = learnt_set()
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    log_in(page, live_server.url)
    there = live_server.url + reverse(
        "admin:troubleshooter_guide_change", args=[learnt.revision.guide_id]
    )
    page.goto(there)
    page.click(f"#live-numbers a[href$='parameters/{learnt.pk}/change/']")
    page.wait_for_selector("#adopt")
    open_all(page)
    ticked = page.locator("[name=place]:checked")
    while ticked.count():
        ticked.first.uncheck()
    page.check("[name=place][value='shares.unplugged']")
    page.click("#adopt button[value=ticked]")
    page.wait_for_selector(".messagelist .success")
    live = Guide.objects.get().live_parameters
    assert live.report == {"adopted": ["shares.unplugged"]}
    page.goto(there)
    page.click("#live-numbers summary")
    page.click(f"#live-numbers a[href$='parameters/{learnt.parent_id}/change/']")
    page.click("#go-back button")
    page.wait_for_selector(".messagelist .success")
    assert Guide.objects.get().live_parameters.origin == Origin.EDITORIAL
    context.close()
