"""Every kind of page of admin, Django's own among them: axe finds nothing, the CSP is kept.

And an edit reaches visitors by publishing only.
"""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.conftest import LAMP
from troubleshooter.models import Guide, Step

from .editors import signed_in
from .looking import DESKTOP, OF_AXE, PHONE, bring_axe, faults, looked_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Said by the browser itself of Django's own forms: no fault, and no policy.
OF_THE_BROWSER = ("[DOM]", "Autofocus processing was blocked")
NOT_FOUND = "Failed to load resource"
# Django's script draws this icon with a label that nobody hears. No template of ours reaches it.
OF_ITS_SCRIPT = "search-label-icon"
# Django's own pages of accounts draw their two-sided choices narrower than a phone is wide.
WIDER_THAN_A_PHONE = {"user", "group"}


@pytest.fixture
def editor(page, live_server):
    LAMP.put()
    bring_axe(page)
    page.emulate_media(reduced_motion="reduce")
    missing = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status > 399 else None)
    yield from signed_in(page, live_server.url, may_say=(*OF_AXE, *OF_THE_BROWSER, NOT_FOUND))
    assert missing == []


def lists():
    """The list of each thing that has pages; one found by a word, and one where nothing is found."""
    for model in admin.site._registry:
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    yield reverse("admin:troubleshooter_step_changelist") + "?q=plug&retired__exact=0"
    yield reverse("admin:troubleshooter_step_changelist") + "?q=qqqq"


def single_pages():
    """One of each kind, as Django draws it: forms, questions before deleting, histories, accounts.
    The first page, those of a step and of an entry of the trail: test_workbench.py."""
    guide = Guide.objects.get()
    person, group = get_user_model().objects.get(), Group.objects.first()
    for name in ("password_change", "password_change_done"):
        yield reverse(f"admin:{name}")
    for app in ("troubleshooter", "auth", "auditlog"):
        yield reverse("admin:app_list", args=[app])
    for name in ("change", "delete", "history"):
        yield reverse(f"admin:troubleshooter_guide_{name}", args=[guide.pk])
        yield reverse(f"admin:auth_user_{name}", args=[person.pk])
        yield reverse(f"admin:auth_group_{name}", args=[group.pk])
    revision = guide.live_revision_id
    yield reverse("admin:troubleshooter_revision_change", args=[revision])
    yield reverse("admin:troubleshooter_parameters_change", args=[guide.live_parameters_id])
    for name in ("user", "group"):
        yield reverse(f"admin:auth_{name}_add")
    yield reverse("admin:auth_user_password_change", args=[person.pk])


def found_on(editor, addresses):
    found = []
    for address in addresses:
        editor.goto(address)
        found += [fault for fault in looked_at(editor) if not of_django(fault)]
    return found


def of_django(fault):
    too_wide = fault.endswith("too wide in 360") and any(n in fault for n in WIDER_THAN_A_PHONE)
    return too_wide or OF_ITS_SCRIPT in fault


@pytest.mark.parametrize("kind", [lists, single_pages])
def test_every_kind_of_page_is_accessible_and_keeps_to_the_csp(editor, live_server, kind):
    pages = [live_server.url + address for address in kind()]
    assert found_on(editor, pages) == []


def test_deleting_several_and_a_form_that_is_refused_are_accessible(editor, live_server):
    editor.goto(live_server.url + reverse("admin:troubleshooter_step_changelist"))
    editor.locator(".action-select").first.check()
    editor.select_option("[name=action]", "delete_selected")
    editor.click("[name=index]")
    editor.wait_for_selector(".delete-confirmation")
    assert faults(editor) == []
    step = Step.objects.get(key="plug-in")
    editor.goto(live_server.url + reverse("admin:troubleshooter_step_change", args=[step.pk]))
    editor.fill("[name=skip]", "200 %")
    editor.click("[name=_save]")
    editor.wait_for_selector(".errornote")
    assert faults(editor) == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_signing_in_and_out_are_accessible(page, live_server, size):
    page.set_viewport_size(size)
    get_user_model().objects.create_user("person", password="a long enough secret", is_staff=True)
    page.goto(f"{live_server.url}/admin/")
    assert faults(page) == []
    page.fill("[name=username]", "person")
    page.fill("[name=password]", "wrong")
    page.click("[type=submit]")
    page.wait_for_selector(".errornote")
    assert faults(page) == []
    page.fill("[name=username]", "person")
    page.fill("[name=password]", "a long enough secret")
    page.click("[type=submit]")
    page.click("#logout-form button")
    page.wait_for_selector("#content >> text=again")
    assert faults(page) == []


def test_a_planted_fault_is_found(editor, live_server):
    """The check itself can fail."""
    address = live_server.url + reverse("admin:auditlog_logentry_changelist")
    assert found_on(editor, [address]) == []
    editor.evaluate("document.querySelector('link[href*=editors]').remove()")
    editor.evaluate("document.querySelector('#changelist-search label').remove()")
    found = {fault.split()[1].rstrip(":") for fault in faults(editor)}
    assert found >= {"target-size", "label-title-only"} or found >= {"target-size", "label"}


def test_an_edit_reaches_visitors_only_by_publishing(editor, live_server):
    step = Step.objects.get(key="plug-in")
    editor.goto(live_server.url + reverse("admin:troubleshooter_step_change", args=[step.pk]))
    editor.fill("[name=title]", "Push the plug in")
    editor.click("[name=_save]")
    assert Guide.objects.get().live_revision.number == 1
    editor.goto(live_server.url + reverse("admin:troubleshooter_guide_changelist"))
    editor.check(".action-select")
    editor.select_option("[name=action]", label="Publish")
    editor.click("[name=index]")
    editor.wait_for_load_state()
    assert Guide.objects.get().live_revision.number == 2
    titles = [s["title"] for s in Guide.objects.get().live_revision.content["steps"]]
    assert "Push the plug in" in titles
