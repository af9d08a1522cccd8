"""A guide's own page shows all that it is made of, how it stands, and what it still needs."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.reading import tree_of
from troubleshooter.admin.workbench.parts import PARTS
from troubleshooter.content.publishing import publish
from troubleshooter.models import Cause, Guide, Step

from .factories import more_like
from .forms import change, saved
from .test_pages import INLINE_CODE, address


def workbench(guide):
    return reverse("admin:troubleshooter_guide_overview", args=[guide.pk])


def seen(client, guide, **query):
    page = client.get(workbench(guide), query)
    assert page.status_code == 200
    return page


def listed(page, name):
    return next(one for one in page.context["lists"] if one.part.name == name)


def tree(page):
    return tree_of(page.content.decode())


def with_attribute(page, name):
    return [e for e in tree(page).iter() if e.get(name) is not None]


@pytest.fixture
def new_guide(db):
    return Guide.objects.create(key="new", title="New", summary="New.", support_minutes=60)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_row_is_listed_and_leads_to_its_page(part, guide, twin, admin_client):
    rows = list(getattr(guide, part.name).all())
    assert rows
    shown = listed(seen(admin_client, guide), part.name).rows
    assert [row.pk for row in shown] == [row.pk for row in rows]
    assert all(admin_client.get(row.address).status_code == 200 for row in shown)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_what_is_added_from_a_list_belongs_to_its_guide(part, guide, twin, admin_client):
    add = listed(seen(admin_client, twin), part.name).add
    assert add.endswith(f"?guide={twin.pk}")
    assert f'href="{add}"' in seen(admin_client, twin).content.decode()


def test_a_question_tells_how_many_answers_it_has_and_a_path_what_is_not_verified(
    guide, admin_client
):
    page = seen(admin_client, guide)
    question = listed(page, "questions").rows[0]
    assert any("2" in fact for fact in question.facts)
    path = guide.paths.get(key="switch")
    unverified = path.variants.filter(confidence="unverified").count()
    shown = next(row for row in listed(page, "paths").rows if row.pk == path.pk)
    assert [f for f in shown.facts if f.startswith(str(unverified))]
    assert [f for f in shown.facts if f.startswith("3")]


def test_what_is_taken_out_is_folded_away(guide, step, admin_client):
    Step.objects.filter(pk=step.pk).update(retired=True)
    shown = listed(seen(admin_client, guide), "steps")
    assert [row.pk for row in shown.retired] == [step.pk]
    assert step.pk not in [row.pk for row in shown.rows]


# ---- how it stands -------------------------------------------------------------------------------


def state(page):
    return next(e.get("data-state") for e in with_attribute(page, "data-state"))


def test_it_says_whether_visitors_see_what_the_draft_says(guide, step, admin_client):
    assert state(seen(admin_client, guide)) == "same"
    assert saved(change(admin_client, step, title="Push the plug in"))
    assert state(seen(admin_client, guide)) == "changed"
    publish(guide)
    assert state(seen(admin_client, guide)) == "same"
    assert seen(admin_client, guide).context["state"].number == 2


def test_a_guide_that_was_never_published_says_so(new_guide, admin_client):
    assert state(seen(admin_client, new_guide)) == "new"


def test_problems_are_counted_and_stand_at_the_row_that_has_them(guide, admin_client):
    assert seen(admin_client, guide).context["problems"] == ()
    bulb = Cause.objects.get(key="bulb")
    bulb.effects.all().delete()
    page = seen(admin_client, guide)
    lists = page.context["lists"]
    marked = {(one.part.model, row.pk): row.problems for one in lists for row in one.rows}
    assert marked[Cause, bulb.pk] == 1
    assert len(page.context["problems"]) == sum(marked.values())
    count = next(e for e in with_attribute(page, "data-problems"))
    assert count.get("data-problems") == str(len(page.context["problems"]))


def test_a_problem_of_the_guides_own_words_stands_at_its_own_form(guide, admin_client):
    Guide.objects.filter(pk=guide.pk).update(contact="nowhere")
    page = seen(admin_client, guide)
    assert [p.place for p in page.context["own_problems"]] == ["contact"]


# ---- what a new guide needs ----------------------------------------------------------------------


def done(client, guide):
    return [item.done for item in seen(client, guide).context["checklist"]]


def test_a_new_guide_has_a_list_of_what_to_do_and_a_live_one_has_none(
    guide, new_guide, admin_client
):
    items = seen(admin_client, new_guide).context["checklist"]
    assert len(items) > 6
    assert not any(item.done for item in items)
    assert seen(admin_client, guide).context["checklist"] == ()


def test_what_is_done_is_ticked_off_in_turn(new_guide, admin_client):
    left = done(admin_client, new_guide).count(False)
    platform = new_guide.platforms.create(key="p", name="Phone")
    platform.versions.create(name="1")
    assert done(admin_client, new_guide).count(False) == left - 1
    new_guide.causes.create(key="a", name="A", share=0.5)
    assert done(admin_client, new_guide).count(False) == left - 1
    new_guide.causes.create(key="b", name="B", share=0.5)
    assert done(admin_client, new_guide).count(False) == left - 2


def test_each_thing_to_do_leads_to_where_it_is_done(new_guide, admin_client):
    page = seen(admin_client, new_guide)
    ids = {e.get("id") for e in tree(page).iter()}
    for item in page.context["checklist"]:
        if item.leads_to.startswith("#"):
            assert item.leads_to.removeprefix("#") in ids
        elif item.leads_to:
            assert admin_client.get(item.leads_to).status_code == 200


def test_a_list_that_waits_for_another_says_which(new_guide, admin_client):
    page = seen(admin_client, new_guide)
    assert {one.part.name: one.waiting for one in page.context["lists"]}["steps"]
    new_guide.causes.create(key="a", name="A", share=0.5)
    assert not listed(seen(admin_client, new_guide), "steps").waiting


# ---- the way there and back ----------------------------------------------------------------------


def test_the_list_of_guides_leads_to_the_workbench(guide, twin, admin_client):
    page = admin_client.get(address(Guide, "changelist")).content.decode()
    assert f'href="{workbench(guide)}"' in page
    assert f'href="{workbench(twin)}"' in page


def test_the_guides_own_form_is_one_click_away_and_leads_back(guide, admin_client):
    form = address(Guide, "change", guide.pk)
    assert f'href="{form}"' in seen(admin_client, guide).content.decode()
    assert f'href="{workbench(guide)}"' in admin_client.get(form).content.decode()
    assert change(admin_client, guide)["Location"] == workbench(guide)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_page_leads_back_to_its_list(part, guide, twin, admin_client):
    row = getattr(twin, part.name).first()
    back = f"{workbench(twin)}#{part.name}"
    for page in ("change", "delete"):
        assert (
            f'href="{back}"' in admin_client.get(address(part.model, page, row.pk)).content.decode()
        )
    assert change(admin_client, row)["Location"] == back
    assert back in change(admin_client, row, _save="Save")["Location"]


def test_saving_and_going_on_stays_on_the_page(step, admin_client):
    answer = change(admin_client, step, _continue="on")
    assert answer["Location"] == address(Step, "change", step.pk)


def test_an_answer_leads_back_to_its_question(guide, admin_client):
    option = guide.questions.first().options.first()
    back = address(type(option.question), "change", option.question_id)
    assert change(admin_client, option)["Location"] == back


# ---- cost, code, order of work -------------------------------------------------------------------


def queries(client, guide):
    with CaptureQueriesContext(connection) as captured:
        seen(client, guide)
    return len(captured)


def test_it_costs_the_same_however_much_there_is(guide, admin_client):
    queries(admin_client, guide)
    before = queries(admin_client, guide)
    for part in PARTS:
        more_like(getattr(guide, part.name).first(), 10)
    assert len(listed(seen(admin_client, guide), "steps").rows) > 10
    assert queries(admin_client, guide) == before


def test_it_carries_no_inline_code(guide, new_guide, admin_client):
    for one in (guide, new_guide):
        assert not INLINE_CODE.findall(seen(admin_client, one).content.decode())


def test_guides_come_first_and_every_list_can_be_reached(admin_client):
    apps = admin_client.get(reverse("admin:index")).context["app_list"]
    names = [model["object_name"] for app in apps for model in app["models"]]
    assert names[0] == "Guide"
    assert {model.__name__ for model in admin.site._registry} == set(names)


def test_pieces_are_added_from_their_guide_only(admin_client):
    apps = admin_client.get(reverse("admin:index")).context["app_list"]
    add = {m["object_name"]: m["add_url"] for app in apps for m in app["models"]}
    assert add["Guide"]
    assert not any(add[part.model.__name__] for part in PARTS)
