"""The workbench and the forms that it leads to are accessible: phone and desktop, light and dark."""

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from tests.conftest import GUIDES, LAMP, publish_file
from troubleshooter.models import Cause, Guide, Step

from .editors import signed_in
from .looking import OF_AXE, bring_axe, faults, looked_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALLEST_TARGET = 24


@pytest.fixture
def editor(page, live_server):
    LAMP.put()
    publish_file(GUIDES / "torch.yaml")
    bring_axe(page)
    page.emulate_media(reduced_motion="reduce")
    yield from signed_in(page, live_server.url, may_say=OF_AXE)


def addresses():
    lamp = Guide.objects.get(key="lamp")
    new = Guide.objects.create(key="new", title="New", summary="New.", support_minutes=60)
    Cause.objects.filter(key="wiring").update(retired=True)
    Guide.objects.filter(pk=lamp.pk).update(withdrawn=True, outage=True)
    step = Step.objects.get(key="plug-in")
    yield reverse("admin:index")
    yield reverse("admin:troubleshooter_guide_add")
    for guide in (lamp, new):
        yield reverse("admin:troubleshooter_guide_overview", args=[guide.pk])
    yield reverse("admin:troubleshooter_guide_overview", args=[lamp.pk]) + "?list=causes&stale=1"
    for model in ("cause", "question", "settingspath", "step", "platform", "message"):
        yield reverse(f"admin:troubleshooter_{model}_add") + f"?guide={lamp.pk}"
    yield reverse("admin:troubleshooter_step_change", args=[step.pk])
    yield reverse("admin:troubleshooter_step_delete", args=[step.pk])
    yield reverse("admin:troubleshooter_step_history", args=[step.pk])
    yield from of_translations(Guide.objects.get(key="torch"))
    yield reverse("admin:auditlog_logentry_change", args=[LogEntry.objects.latest("pk").pk])


def of_translations(guide):
    yield reverse("admin:troubleshooter_guide_translations", args=[guide.pk])
    one = reverse("admin:troubleshooter_guide_translations_one", args=[guide.pk, "de"])
    yield from (f"{one}?show=changed", f"{one}?show=missing")
    step = Step.objects.get(guide=guide, key="new-battery")
    yield reverse("admin:troubleshooter_step_change", args=[step.pk])


def test_every_page_on_the_way_is_accessible(editor, live_server):
    found = []
    for address in list(addresses()):
        editor.goto(live_server.url + address)
        found += looked_at(editor, too_small)
    assert found == []


def too_small(page):
    return page.evaluate(
        """least => [...document.querySelectorAll('.workbench a, .workbench button, .used-where a')]
          .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < least - 0.5)
          .map(one => location.pathname + ' ' + one.outerHTML.slice(0, 120))""",
        SMALLEST_TARGET,
    )


def test_a_planted_fault_is_found(editor, live_server):
    """The check itself can fail."""
    guide = Guide.objects.get(key="lamp")
    editor.goto(live_server.url + reverse("admin:troubleshooter_guide_overview", args=[guide.pk]))
    assert too_small(editor) == faults(editor) == []
    editor.evaluate("document.querySelector('.part-title').className = ''")
    assert len(too_small(editor)) == 1
    editor.evaluate("document.querySelector('.part-row a').textContent = ''")
    assert faults(editor)
