"""Each page of a preview leads to where its words are edited, and on with the changed draft."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.journeys.walking import fixed_at, look, nothing_helps
from troubleshooter.models import Revision, Step, Visit

from .previewing import DESK, bar, links, walk


def test_a_question_and_a_step_lead_to_their_own_pages(walker, prefix, guide, step):
    question = guide.questions.get(key="others")
    for page, row, kind in (
        ("questions/others/", question, "question"),
        ("steps/plug-in/", step, "step"),
    ):
        address = reverse(f"admin:troubleshooter_{kind}_change", args=[row.pk])
        assert links(walker.get(f"{prefix}guides/lamp/{page}"))[0] == address
        assert walker.get(address).status_code == 200


def test_every_page_leads_to_the_workbench_and_every_link_of_the_bar_opens(walker, prefix, guide):
    walk(walker, prefix, fixed_at("plug-in"))
    workbench = reverse("admin:troubleshooter_guide_overview", args=[guide.pk])
    for page in ("", "questions/others/", "steps/fuse-out/", "support/", "answers/", "resolved/"):
        found = links(walker.get(f"{prefix}guides/lamp/{page}"))
        assert workbench in found
        assert {walker.get(address).status_code for address in found} == {200}


@pytest.mark.parametrize("how", ["retired", "deleted"])
def test_what_the_draft_has_no_more_leads_to_the_workbench(walker, prefix, guide, step, how):
    if how == "retired":
        Step.objects.filter(pk=step.pk).update(retired=True)
    else:
        step.delete()
    workbench = reverse("admin:troubleshooter_guide_overview", args=[guide.pk])
    assert links(walker.get(f"{prefix}guides/lamp/steps/plug-in/")) == [workbench, workbench]


def test_a_row_of_the_same_key_in_another_guide_is_not_meant(guide, twin, walker, prefix):
    address = links(walker.get(f"{prefix}guides/lamp/steps/plug-in/"))[0]
    assert address.endswith(f"/{Step.objects.get(guide=guide, key='plug-in').pk}/change/")


def test_every_tab_of_the_workbench_has_the_button(guide, admin_client):
    page = admin_client.get(reverse("admin:troubleshooter_guide_overview", args=[guide.pk]))
    action = reverse("admin:troubleshooter_guide_preview", args=[guide.pk])
    assert f'method="post" action="{action}"' in page.content.decode()


def test_starting_again_freezes_the_draft_anew(walker, prefix, guide, step):
    Step.objects.filter(pk=step.pk).update(title="Push the plug in")
    action = reverse("admin:troubleshooter_guide_preview", args=[guide.pk])
    assert f'action="{action}"' in bar(walker.get(f"{prefix}guides/lamp/"))
    again = walker.post(action)["Location"]
    assert again != prefix
    walker.post(f"{again}guides/lamp/start/", DESK)
    page = walker.get(f"{again}guides/lamp/steps/plug-in/").content.decode()
    assert "Push the plug in" in page


def go_on(client: Client, page: str) -> str:
    """Press “Go on with the draft as it is now”, as the page has it; where that leads."""
    (action,) = re.findall(
        r'<form class="preview-changed"[^>]*action="([^"]+)"', bar(client.get(page))
    )
    response = client.post(action, {"draft": "now"})
    assert response.status_code == 302
    return response["Location"]


def test_one_goes_on_with_the_draft_as_it_is_now_at_the_same_page(walker, prefix, step):
    walk(walker, prefix, nothing_helps)
    Step.objects.filter(pk=step.pk).update(title="Push the plug in")
    address = go_on(walker, f"{prefix}guides/lamp/steps/plug-in/")
    assert re.fullmatch(r"/preview/\d+/guides/lamp/steps/plug-in/", address)
    assert not address.startswith(prefix)
    assert "Push the plug in" in walker.get(address).content.decode()
    before, after = Visit.objects.order_by("pk")
    assert (after.preview, after.platform, after.version) == (True, "desk", "2")
    assert said(after) == said(before)
    assert 'name="draft"' not in bar(walker.get(address))


def said(visit: Visit) -> set[tuple[str, str, str]]:
    kinds = ("answered", "result", "changed", "confirmed")
    return set(visit.events.filter(kind__in=kinds).values_list("node", "key", "value"))


def test_going_on_leaves_out_what_the_draft_has_no_more(walker, prefix, guide, step):
    walk(walker, prefix, nothing_helps)
    guide.questions.get(key="others").options.filter(key="no").update(label="None does")
    walker.post(f"{prefix}guides/lamp/questions/flicker/", {"option": "yes"})
    guide.questions.filter(key="flicker").update(retired=True)
    Step.objects.filter(guide=guide, key="candle").update(retired=True)
    address = go_on(walker, f"{prefix}guides/lamp/steps/candle/")
    assert look(walker.get(address)).hooks["page"] in ("question", "step", "support")
    before, after = Visit.objects.order_by("pk")
    gone = {row for row in said(before) if row[1] in ("flicker", "candle")}
    assert len(gone) >= 2
    assert said(after) == said(before) - gone


def test_going_on_without_a_visit_leads_to_the_guide(prefix, admin_client, step):
    step.delete()
    assert re.fullmatch(r"/preview/\d+/guides/lamp/", go_on(admin_client, f"{prefix}guides/lamp/"))
    assert not Visit.objects.exists()


def test_going_on_with_what_the_engine_cannot_work_with_leads_to_the_workbench(
    walker, prefix, guide
):
    guide.causes.all().delete()
    workbench = reverse("admin:troubleshooter_guide_overview", args=[guide.pk])
    assert go_on(walker, f"{prefix}guides/lamp/steps/plug-in/") == workbench


def test_a_visitor_cannot_renew_anything(visitor):
    answer = visitor.post("/guides/lamp/questions/others/", {"draft": "now", "option": "yes"})
    assert answer["Location"].startswith("/guides/lamp/")
    assert not Revision.objects.filter(number=None).exists()
