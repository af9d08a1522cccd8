"""“Preview” walks the draft as a visitor, is marked as one, and leads back to what is edited."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from tests.journeys.walking import HTMX, fixed_at, look, nothing_helps
from troubleshooter.content.leaving import referred_to
from troubleshooter.content.publishing import publish
from troubleshooter.editing.preview import KEPT, make_preview
from troubleshooter.models import (
    Event,
    Guide,
    Likelihood,
    Parameters,
    Revision,
    Step,
    Variant,
    Visit,
)

DESK = {"platform": "desk", "version": "2"}
# The draft is read whole, to say whether it has changed: some 25 of them.
QUERIES_OF_A_STEP = 34


def press_preview(client: Client, guide: Guide) -> str:
    """The address that the button leads to, such as /preview/7/."""
    response = client.post(reverse("admin:troubleshooter_guide_preview", args=[guide.pk]))
    assert response.status_code == 302
    return response["Location"]


@pytest.fixture
def prefix(guide, admin_client) -> str:
    address = press_preview(admin_client, guide)
    assert re.fullmatch(r"/preview/\d+/", address)
    return address


@pytest.fixture
def walker(prefix, admin_client) -> Client:
    """An editor who has begun the preview, as someone with a desk lamp of version 2."""
    begun = admin_client.post(f"{prefix}guides/lamp/start/", DESK)
    assert begun.status_code == 302
    return admin_client


def walk(client, prefix, choose, *, htmx=False):
    headers = HTMX if htmx else {}
    next_move = f"{prefix}guides/lamp/next/"
    pages = [look(client.get(next_move, follow=True, headers=headers))]
    while pages[-1].hooks.get("page") in ("question", "step") and len(pages) < 40:
        sent = client.post(pages[-1].address, choose(pages[-1]), headers=headers)
        assert sent.status_code == 302
        pages.append(look(client.get(sent["Location"], headers=headers)))
    return pages


def links(response) -> list[str]:
    return re.findall(r'href="([^"]+)"', bar(response))


def bar(response) -> str:
    found = re.findall(r'<aside id="preview".*?</aside>', response.content.decode(), re.DOTALL)
    assert len(found) == 1
    return found[0]


# ---- it walks the draft ------------------------------------------------------------------------


@pytest.mark.parametrize("htmx", [False, True])
def test_a_preview_is_walked_to_its_end_below_its_own_prefix(walker, prefix, htmx):
    pages = walk(walker, prefix, nothing_helps, htmx=htmx)
    assert [p.hooks["page"] for p in pages].count("step") > 3
    assert pages[-1].hooks["page"] == "support"
    assert all(page.address.startswith(f"{prefix}guides/lamp/") for page in pages)
    assert {page.hooks["revision"] for page in pages} == {"0"}


def test_it_ends_with_what_worked(walker, prefix):
    pages = walk(walker, prefix, fixed_at("plug-in"))
    assert pages[-1].hooks["page"] == "resolved"


def test_it_shows_the_draft_and_visitors_see_what_is_live(guide, step, admin_client):
    Step.objects.filter(pk=step.pk).update(title="Push the plug in")
    prefix = press_preview(admin_client, guide)
    admin_client.post(f"{prefix}guides/lamp/start/", DESK)
    client = Client()
    client.post("/guides/lamp/start/", DESK)
    shown = admin_client.get(f"{prefix}guides/lamp/steps/plug-in/").content.decode()
    live = client.get("/guides/lamp/steps/plug-in/").content.decode()
    assert "Push the plug in" in shown
    assert "Push the plug in" not in live


def test_it_stays_as_it_was_when_the_draft_changes_and_says_so(walker, prefix, step):
    address = f"{prefix}guides/lamp/steps/plug-in/"
    before = walker.get(address)
    Step.objects.filter(pk=step.pk).update(title="Push the plug in")
    after = walker.get(address)
    assert step.title in after.content.decode()
    assert ('name="draft"' in bar(before), 'name="draft"' in bar(after)) == (False, True)


def test_a_guide_that_was_never_published_can_be_walked(twin, admin_client):
    prefix = press_preview(admin_client, twin)
    response = admin_client.post(f"{prefix}guides/twin/start/", DESK, follow=True)
    assert look(response).hooks["page"] in ("question", "step")


def test_a_withdrawn_guide_can_be_walked_and_an_outage_shows(guide, admin_client):
    Guide.objects.update(withdrawn=True, outage=True, outage_text="The power is out.")
    prefix = press_preview(admin_client, guide)
    assert "The power is out." in admin_client.get(prefix, follow=True).content.decode()
    admin_client.post(f"{prefix}guides/lamp/start/", DESK)
    assert walk(admin_client, prefix, nothing_helps)[-1].hooks["page"] == "support"


@pytest.mark.parametrize(
    ("platform", "version"), [("desk", "1"), ("desk", "2"), ("floor", ""), ("", "")]
)
def test_it_walks_as_any_platform_and_version(prefix, admin_client, platform, version):
    begun = {"platform": platform, "version": version}
    admin_client.post(f"{prefix}guides/lamp/start/", begun)
    visit = Visit.objects.get()
    assert (visit.platform, visit.version) == (platform, version)
    assert walk(admin_client, prefix, nothing_helps)[-1].hooks["page"] == "support"


def test_it_uses_the_numbers_that_publishing_would_bring(guide, learnt):
    guide.live_parameters = learnt
    guide.save()
    Step.objects.filter(guide=guide, key="candle").update(title="Light two candles")
    numbers = make_preview(guide, author=None).parameters.get().content
    publish(guide)
    guide.refresh_from_db()
    assert guide.live_parameters.content == numbers
    assert (
        guide.live_parameters.content
        != guide.live_revision.parameters.get(origin="editorial").content
    )


def test_shadow_shows_the_editors_order_and_nothing_is_drawn(guide, admin_client):
    Guide.objects.update(shadow=True)
    prefix = press_preview(admin_client, guide)
    admin_client.post(f"{prefix}guides/lamp/start/", DESK)
    Guide.objects.update(shadow=False, hold_out=1.0)
    prefix = press_preview(admin_client, guide)
    admin_client.post(f"{prefix}guides/lamp/start/", DESK)
    assert list(Visit.objects.order_by("pk").values_list("arm", flat=True)) == ["shadow", "engine"]


# ---- it is marked, and leads back --------------------------------------------------------------


@pytest.mark.parametrize(
    "below", ["", "questions/others/", "steps/fuse-out/", "support/", "answers/"]
)
@pytest.mark.parametrize("htmx", [False, True])
def test_every_page_is_marked_and_kept_from_caches_and_search_engines(walker, prefix, below, htmx):
    response = walker.get(f"{prefix}guides/lamp/{below}", headers=HTMX if htmx else {})
    assert response.status_code == 200
    assert bar(response)
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert ('name="robots"' in response.content.decode()) != htmx


def test_visitors_see_no_mark(visitor):
    page = visitor.get("/guides/lamp/steps/plug-in/")
    assert "preview" not in page.content.decode().lower()


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


def test_its_home_is_the_guide_and_nothing_else_is_in_it(walker, prefix, guide):
    workbench = reverse("admin:troubleshooter_guide_overview", args=[guide.pk])
    assert walker.get(prefix)["Location"] == f"{prefix}guides/lamp/"
    assert walker.get(f"{prefix}healthz")["Location"] == workbench
    assert walker.get(f"{prefix}preview/1/")["Location"] == workbench
    assert walker.get(f"{prefix}pictures/a.webp")["Location"] == "/pictures/a.webp"
    for nowhere in ("nowhere/", "guides/twin/", "guides/lamp/steps/none/", "admin/"):
        assert walker.get(f"{prefix}{nowhere}").status_code == 404
    guides = reverse("admin:troubleshooter_guide_changelist")
    assert walker.get("/preview/99999999999999999999/")["Location"] == guides


def test_the_prefix_of_addresses_is_as_before_whatever_happens(walker, prefix):
    for page in ("", "steps/none/", "next/", "start/"):
        walker.get(f"{prefix}guides/lamp/{page}")
        assert get_script_prefix() == "/"


def test_it_costs_the_same_however_many_steps_there_are(
    walker, prefix, guide, step, django_assert_num_queries
):
    address = f"{prefix}guides/lamp/steps/plug-in/"
    walker.get(address)
    with django_assert_num_queries(QUERIES_OF_A_STEP):
        walker.get(address)
    for number in range(30):
        Step.objects.create(
            guide=guide, key=f"more-{number}", title=f"More {number}", minutes=1, disruption=1
        )
    with django_assert_num_queries(QUERIES_OF_A_STEP):
        walker.get(address)


# ---- it is never counted -----------------------------------------------------------------------


def test_nothing_is_learnt_from_it(walker, prefix, guide, learnt):
    walk(walker, prefix, fixed_at("plug-in"))
    assert Visit.objects.filter(preview=True, outcome="resolved").count() == 1
    call_command("learn", "lamp", verbosity=0)
    assert Parameters.objects.filter(origin="learnt").latest("pk").visits == learnt.visits


def test_admin_does_not_list_it(walker, prefix):
    walk(walker, prefix, nothing_helps)
    for model in ("visit", "event", "revision", "parameters"):
        page = walker.get(reverse(f"admin:troubleshooter_{model}_changelist"))
        shown = page.context["cl"].result_list
        assert len(shown) == (1 if model in ("revision", "parameters") else 0), model


def test_it_keeps_no_row_from_being_deleted(walker, prefix, guide):
    walk(walker, prefix, nothing_helps)
    rows = [*guide.steps.all(), *guide.causes.all(), *guide.questions.all()]
    assert referred_to(guide, rows) == []
    client = Client()
    client.post("/guides/lamp/start/", DESK)
    assert referred_to(guide, rows) != []


def test_it_takes_no_number_from_revisions(prefix, guide):
    Guide.objects.update(title="The lamp is dark")
    assert publish(Guide.objects.get(pk=guide.pk)).revision.number == 2


def test_its_cookie_and_a_visits_cookie_never_meet(prefix, guide, admin_client):
    admin_client.post("/guides/lamp/start/", DESK)
    admin_client.post(f"{prefix}guides/lamp/start/", DESK)
    real, tried = (admin_client.cookies[name] for name in _cookies(admin_client))
    assert real["path"] == "/guides/lamp/"
    assert tried["path"] == f"{prefix}guides/lamp/"
    assert real.key != tried.key
    walk(admin_client, prefix, fixed_at("plug-in"))
    assert Visit.objects.get(preview=False).outcome == "open"
    assert Visit.objects.get(preview=True).outcome == "resolved"
    admin_client.post(f"{prefix}guides/lamp/answers/", {"forget": "1"})
    assert Visit.objects.get(preview=False).token_hash


def _cookies(client: Client) -> list[str]:
    names = [name for name in client.cookies if name.startswith(("visit-", "preview-"))]
    return sorted(names, reverse=True)


def test_its_link_for_support_works_in_the_preview_only(walker, prefix):
    page = walker.get(f"{prefix}guides/lamp/support/").content.decode()
    (link,) = re.findall(rf"http://testserver({prefix}support/cause/[^<\s]+)", page)
    assert walker.post(link, {"cause": "bulb"})["Location"] == link
    assert Event.objects.filter(kind="diagnosed", visit__preview=True).count() == 1
    outside = link.replace(prefix, "/")
    assert Client().get(outside).status_code == 404


def test_a_visits_link_for_support_does_not_work_in_a_preview(visitor, prefix, admin_client):
    page = visitor.get("/guides/lamp/support/").content.decode()
    (link,) = re.findall(r"http://testserver/(support/cause/[^<\s]+)", page)
    assert admin_client.get(f"{prefix}{link}").status_code == 404


# ---- how long it lives -------------------------------------------------------------------------


def test_previews_of_more_than_a_day_ago_go_with_all_that_is_theirs(walker, prefix, guide, twin):
    make_preview(twin, author=None)
    walk(walker, prefix, nothing_helps)
    young = make_preview(guide, author=None)
    old = timezone.now() - KEPT - timedelta(minutes=1)
    Revision.objects.exclude(pk=young.pk).update(published_at=old)
    newest = make_preview(guide, author=None)
    assert set(guide.revisions.filter(number=None)) == {young, newest}
    assert guide.revisions.filter(number=1).exists()
    assert twin.revisions.count() == 1
    assert not Visit.objects.exists()
    assert not Event.objects.exists()


def test_one_that_has_ended_leads_to_the_workbench(walker, prefix, guide):
    Event.objects.all().delete()
    Visit.objects.all().delete()
    Parameters.objects.filter(revision__number=None).delete()
    Revision.objects.filter(number=None).delete()
    workbench = reverse("admin:troubleshooter_guide_overview", args=[guide.pk])
    ended = walker.get(f"{prefix}guides/lamp/steps/plug-in/")
    assert ended["Location"] == workbench
    swapped = walker.get(f"{prefix}guides/lamp/steps/plug-in/", headers=HTMX)
    assert swapped["HX-Redirect"] == workbench


def test_a_published_revision_is_no_preview(guide, admin_client):
    ended = admin_client.get(f"/preview/{guide.live_revision_id}/guides/lamp/")
    assert ended.status_code == 302
    assert ended["Location"].startswith("/admin/")


def test_a_guide_with_a_preview_can_still_be_deleted(twin, admin_client):
    prefix = press_preview(admin_client, twin)
    admin_client.post(f"{prefix}guides/twin/start/", DESK)
    page = reverse("admin:troubleshooter_guide_delete", args=[twin.pk])
    asked = admin_client.get(page)
    assert not asked.context["protected"]
    assert Visit.objects.count() == 1  # asking deletes nothing
    assert admin_client.post(page, {"post": "yes"}).status_code == 302
    assert not Guide.objects.filter(pk=twin.pk).exists()


def test_a_guide_that_visitors_had_cannot_be_deleted(visitor, guide, admin_client):
    page = reverse("admin:troubleshooter_guide_delete", args=[guide.pk])
    assert admin_client.get(page).context["protected"]
    admin_client.post(page, {"post": "yes"})
    assert Guide.objects.filter(pk=guide.pk).exists()


# ---- who may, and when -------------------------------------------------------------------------


def staff(*permissions: str, **fields: bool) -> Client:
    user = get_user_model().objects.create_user("ada", password="x", **fields)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def test_visitors_and_people_who_are_no_staff_are_sent_to_sign_in(prefix):
    for client in (Client(), staff("view_guide")):
        response = client.get(f"{prefix}guides/lamp/")
        assert response["Location"] == f"/admin/login/?next={prefix}guides/lamp/"
        swapped = client.post(f"{prefix}guides/lamp/start/", DESK, headers=HTMX)
        assert swapped["HX-Redirect"] == f"/admin/login/?next={prefix}"
    assert not Visit.objects.exists()


def test_staff_who_may_not_see_guides_are_refused(prefix, guide):
    client = staff("view_visit", is_staff=True)
    button = reverse("admin:troubleshooter_guide_preview", args=[guide.pk])
    assert client.get(f"{prefix}guides/lamp/").status_code == 403
    assert client.post(button).status_code == 403
    assert Revision.objects.filter(number=None).count() == 1


def test_whoever_may_see_guides_may_preview(guide):
    client = staff("view_guide", is_staff=True)
    assert client.get(press_preview(client, guide), follow=True).status_code == 200


def test_looking_makes_no_preview(guide, admin_client):
    button = reverse("admin:troubleshooter_guide_preview", args=[guide.pk])
    assert admin_client.get(button).status_code == 405
    assert not Revision.objects.filter(number=None).exists()


def test_posts_need_the_token_against_forgery(prefix, admin_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post(f"{prefix}guides/lamp/start/", DESK).status_code == 403
    assert not Visit.objects.exists()


def test_what_visitors_can_walk_past_stands_in_no_preview_s_way(guide, admin_client):
    guide.steps.update(title="", instructions="", at_risk="")
    guide.causes.create(key="ghost", name="", share=0.1)
    guide.steps.get(key="plug-in").effects.all().delete()
    Guide.objects.update(title="", summary="", language="??", contact="javascript:x")
    Variant.objects.filter(path__guide=guide, platform__key="floor").delete()
    Variant.objects.filter(path__guide=guide).update(segments="\n")
    prefix = press_preview(admin_client, Guide.objects.get(pk=guide.pk))
    admin_client.post(f"{prefix}guides/lamp/start/", {"platform": "floor", "version": "2"})
    assert walk(admin_client, prefix, nothing_helps)[-1].hooks["page"] == "support"


def no_causes(guide):
    guide.causes.all().delete()


def no_steps(guide):
    guide.steps.all().delete()


def no_shares(guide):
    guide.causes.update(share=0)


def columns_that_do_not_add_up(guide):
    Likelihood.objects.filter(cause__key="bulb").update(probability=0.2)


def a_likelihood_left_out(guide):
    Likelihood.objects.filter(cause__key="bulb", option__key="no").delete()


def a_circle(guide):
    first, second = guide.steps.get(key="fuse-out"), guide.steps.get(key="rewire")
    first.requirements.create(required=second)


def a_device_without_versions(guide):
    Variant.objects.filter(path__guide=guide).update(from_version=None, to_version=None)
    guide.platforms.get(key="desk").versions.all().delete()


@pytest.mark.parametrize(
    "spoil",
    [
        no_causes,
        no_steps,
        no_shares,
        columns_that_do_not_add_up,
        a_likelihood_left_out,
        a_circle,
        a_device_without_versions,
    ],
)
def test_what_the_engine_cannot_work_with_is_told_instead(guide, admin_client, spoil):
    spoil(guide)
    button = reverse("admin:troubleshooter_guide_preview", args=[guide.pk])
    response = admin_client.post(button)
    assert response.status_code == 200
    found = re.findall(r'class="problem-where" href="([^"#]+)', response.content.decode())
    assert found
    assert {admin_client.get(address).status_code for address in found} == {200}
    assert not Revision.objects.filter(number=None).exists()
