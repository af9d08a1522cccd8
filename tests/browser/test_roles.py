"""Each role, signed in with a browser, finds its own work and is kept from the rest."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.admin.addresses import CHIEF, EDITOR, LEAD, MAY, PUBLISHER
from tests.conftest import LAMP
from troubleshooter.models import Guide, Step

from .editors import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABS = ("overview", "numbers", "problems", "verify", "translations", "ways", "publish", "revisions")
LISTS = ("guide", "step", "visit", "event", "revision", "parameters")
# What each role may press on the tab “Publish” of a guide that asks for nobody's approval.
BUTTONS = {
    EDITOR: ["Ask for approval"],
    PUBLISHER: ["Publish now", "Publish at that time", "Ask for approval"],
    CHIEF: ["Publish now", "Publish at that time", "Ask for approval"],
}


@pytest.fixture
def guide(live_server):
    LAMP.put()
    Step.objects.filter(key="plug-in").update(title="Push the plug in")
    return Guide.objects.get()


def sign_in(page, base, role):
    user = get_user_model().objects.create_user(
        "person", password=PASSWORD, is_staff=True, is_superuser=role == CHIEF
    )
    if role != CHIEF:
        user.groups.add(Group.objects.get(name=role))
    page.goto(f"{base}/admin/")
    page.fill("[name=username]", "person")
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_selector("#user-tools")


def places(guide):
    """Every place of the editors' side that has an address of its own, by its name."""
    yield from ((f"troubleshooter_guide_{tab}", [guide.pk]) for tab in TABS)
    yield from ((f"troubleshooter_{model}_changelist", []) for model in LISTS)
    yield from ((f"auth_{model}_changelist", []) for model in ("user", "group"))


@pytest.mark.parametrize("role", [LEAD, EDITOR, PUBLISHER, CHIEF])
def test_a_role_opens_what_is_its_own_and_nothing_else(page, live_server, guide, role):
    """Asked for with what the browser holds since it signed in; what comes is not drawn."""
    sign_in(page, live_server.url, role)
    for name, arguments in places(guide):
        address = live_server.url + reverse(f"admin:{name}", args=arguments)
        answer = page.request.get(address, max_redirects=0)
        assert answer.status == (200 if role in MAY[name].get else 403), name


@pytest.mark.parametrize("role", BUTTONS)
def test_a_role_sees_the_buttons_that_it_may_press(page, live_server, guide, role):
    sign_in(page, live_server.url, role)
    page.goto(live_server.url + reverse("admin:troubleshooter_guide_publish", args=[guide.pk]))
    assert page.locator("button[name=verb]").all_inner_texts() == BUTTONS[role]
