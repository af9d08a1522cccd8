"""Admin under the strict CSP: no page of it complains, and an edit reaches visitors by publishing."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from tests.conftest import GUIDES, publish_file
from troubleshooter.models import Guide, Step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONTENT = ["guide", "platform", "cause", "question", "option", "step", "settingspath", "message"]
RECORDS = ["revision", "parameters", "visit", "event"]


@pytest.fixture
def editor(page, live_server):
    publish_file(GUIDES / "lamp.yaml")
    user = get_user_model().objects.create_superuser("editor", password="a long enough secret")
    page.set_default_timeout(10_000)
    page.goto(f"{live_server.url}/admin/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", "a long enough secret")
    page.click("[type=submit]")
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []


def test_every_list_and_form_keeps_to_the_csp(editor, live_server):
    for name in (*CONTENT, *RECORDS):
        editor.goto(live_server.url + reverse(f"admin:troubleshooter_{name}_changelist"))
        editor.wait_for_selector("#changelist")
        first = editor.locator("#result_list tbody a").first
        if first.count():
            first.click()
            editor.wait_for_selector("#content")


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
