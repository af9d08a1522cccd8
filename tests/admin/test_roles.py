"""Each role gets the pages that its work needs, and no other: every address × every role."""

import pytest
from auditlog.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, path, reverse

from troubleshooter import models
from troubleshooter.editing.plans import send_on
from troubleshooter.models import Guide, Parameters, Revision, Visit

from .addresses import CHIEF, MAY, NAMELESS, NEWCOMER, ROLES, STRANGER, VISITORS, patterns
from .forms import change, saved, sent_by_browser
from .test_pages import OURS, address

ADDRESSES = {p.name: p for p, staff in patterns() if staff and p.name}


def person(role):
    user = get_user_model().objects.create_user(
        "person", is_staff=role != STRANGER, is_superuser=role == CHIEF
    )
    if role not in (STRANGER, NEWCOMER, CHIEF):
        user.groups.add(Group.objects.get(name=role))
    return user


def signed_in(role):
    client = Client()
    if role != STRANGER:
        client.force_login(person(role))
    return client


@pytest.fixture
def examples(visitor, learnt, occasion):
    """A value for each argument of an address: (name of the address or of its model, argument)."""
    get_user_model().objects.create_user("somebody")
    found = {"app_label": "troubleshooter", "content_type_id": 1, "object_id": 1}
    found |= {
        (f"{m._meta.app_label}_{m._meta.model_name}", key): m.objects.first().pk
        for m in (*OURS, Group, LogEntry, get_user_model())
        for key in ("object_id", "pk", "id")
    }
    of_content = LogEntry.objects.filter(content_type__app_label="troubleshooter").first().pk
    found |= {("auditlog_logentry", "object_id"): of_content}
    asked = models.Question.objects.filter(guide__key="lamp").first().pk
    found |= {
        "version": models.PlatformVersion.objects.filter(platform__guide__key="lamp").last().pk
    }
    found |= {"part": "causes", "row": models.Cause.objects.filter(guide__key="lamp").first().pk}
    somebody = get_user_model().objects.get(username="somebody")
    lamp = models.Guide.objects.get(key="lamp")
    planned = send_on(lamp, author=somebody, note="Somebody's.", ask=True)
    found |= {"planned": planned.pk, "number": lamp.live_revision.number}
    found |= {"language": "de"}
    return found | {("troubleshooter_parameters", "pk"): learnt.pk, "question": asked}


def reversed_with(examples, pattern):
    model = "_".join(pattern.name.split("_")[:2])
    names = pattern.pattern.converters or pattern.pattern.regex.groupindex
    try:
        values = {
            name: next(
                examples[key]
                for key in ((pattern.name, name), (model, name), name)
                if key in examples
            )
            for name in names
        }
        ours = pattern.name.startswith(("second-factor", "sessions"))
        return reverse(pattern.name if ours else f"admin:{pattern.name}", kwargs=values)
    except (StopIteration, NoReverseMatch):
        pytest.fail(f"Give an example for the arguments of {pattern.name}")


def lets_in(client, method, where):
    """Whether the answer is a page, or sends elsewhere than to signing in. Leaves no trace."""
    alike = Client()
    alike.cookies.update(client.cookies)
    with transaction.atomic():
        answer = getattr(alike, method)(where, {"take": "all"} if method == "post" else {})
        transaction.set_rollback(True)
    sent_away = answer.status_code == 302 and "/login/" in answer["Location"]
    assert answer.status_code in (200, 302, 403, 404, 405), (where, answer.status_code)
    return answer.status_code in (200, 302) and not sent_away


def test_every_address_of_staff_says_who_may_use_it():
    """A new address needs a line in tests/admin/addresses.py."""
    assert set(ADDRESSES) == set(MAY)
    nameless = [str(p.pattern) for p, staff in patterns() if staff and not p.name]
    assert set(nameless) == NAMELESS


def test_every_other_address_is_for_everyone_and_known():
    assert {p.name for p, staff in patterns() if not staff} == VISITORS


def test_an_address_without_a_line_is_found(monkeypatch):
    planted = path("admin/planted/", lambda request: None, name="planted")
    assert [staff for _, staff in patterns(type("R", (), {"url_patterns": [planted]}))] == [True]
    assert "planted" not in MAY


@pytest.fixture
def unwritten(monkeypatch):
    """Pages without words: who may see one is settled before it is written, which takes longest."""
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *args: "")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_what_it_may_see(role, examples, unwritten):
    client = signed_in(role)
    wrong = []
    for name, pattern in ((n, p) for n, p in ADDRESSES.items() if n in MAY):
        where = reversed_with(examples, pattern)
        for method, may in (("get", MAY[name].get), ("post", MAY[name].post)):
            if may is not None and lets_in(client, method, where) != (role in may):
                wrong.append((method, name, "should be", role in may))
    assert not wrong


@pytest.mark.parametrize("role", ROLES)
def test_visitors_pages_ask_nobody_to_sign_in(role, visitor):
    client = signed_in(role)
    for where in ("/", "/guides/lamp/", "/guides/lamp/support/", "/healthz", "/readyz"):
        assert lets_in(client, "get", where)


@pytest.mark.django_db
def test_the_groups_hold_permissions_of_this_app_only():
    for group in Group.objects.all():
        apps = set(group.permissions.values_list("content_type__app_label", flat=True))
        assert apps == {"troubleshooter"}


def held(group):
    return set(Group.objects.get(name=group).permissions.values_list("codename", flat=True))


@pytest.mark.django_db
def test_support_leads_hold_one_permission():
    assert held("Support leads") == {"view_statistics"}


@pytest.mark.django_db
def test_publishers_hold_one_more_than_editors():
    assert held("Publishers") - held("Content editors") == {"publish_guide"}
    assert not held("Content editors") - held("Publishers")


@pytest.mark.django_db
def test_nothing_of_a_visit_is_an_editors_to_see_or_change():
    ours = Permission.objects.filter(content_type__app_label="troubleshooter")
    of_visits = ours.filter(content_type__model__in=["visit", "event", "delivery"])
    assert of_visits.exists()
    names = set(of_visits.values_list("codename", flat=True))
    assert not names & held("Publishers")


@pytest.mark.django_db
def test_every_table_of_content_is_in_the_editors_hands():
    """A new table needs a migration that gives it to the groups; what is counted of visits does
    not belong to them."""
    looked_at = {Revision, Parameters, models.PlannedPublication, models.LinkCheck}
    tables = {getattr(models, n) for n in models.__all__ if hasattr(getattr(models, n), "_meta")}
    tables -= {Visit, models.Event, models.Delivery, models.DevicePass}
    tables -= {models.Translation}  # written with the guide, by whoever may change it
    of_statistics = {table for table in tables if table.__module__.endswith(".counts")}
    tables -= of_statistics | {models.Alert, models.Unmatched}
    assert models.Occasion in tables
    for model in tables:
        verbs = ["view"] if model in looked_at else ["view", "add", "change", "delete"]
        names = {f"{verb}_{model._meta.model_name}" for verb in verbs}
        assert names <= held("Content editors"), model
        if model in looked_at:
            assert f"change_{model._meta.model_name}" not in held("Content editors")


@pytest.mark.parametrize("role", ["Content editors", "Publishers"])
def test_switches_that_act_at_once_are_for_those_who_publish(role, guide):
    client = signed_in(role)
    change(client, guide, withdrawn="on", outage="on", needs_approval="on", title="Dark lamp")
    now = Guide.objects.get(pk=guide.pk)
    publishes = role == "Publishers"
    assert (now.withdrawn, now.outage, now.needs_approval) == (publishes,) * 3
    assert now.title == "Dark lamp"


@pytest.mark.parametrize("role", ["Content editors", "Publishers", CHIEF])
@pytest.mark.parametrize("meanwhile", [False, True])
def test_only_a_chief_drops_the_approval(role, guide, meanwhile):
    """Not by a page either that was opened before the approval was asked for."""
    client, page = signed_in(role), address(Guide, "change", guide.pk)
    early = sent_by_browser(client.get(page))
    Guide.objects.filter(pk=guide.pk).update(needs_approval=True)
    sent = early if meanwhile else sent_by_browser(client.get(page))
    sent.pop("needs_approval", None)
    client.post(page, sent | {"title": "Dark lamp"})
    now = Guide.objects.get(pk=guide.pk)
    assert now.needs_approval == (role != CHIEF or meanwhile)
    assert now.title == "Dark lamp" or (role == CHIEF and meanwhile)


def test_an_editor_makes_a_guide_and_its_first_step(db):
    client = signed_in("Content editors")
    page = address(Guide, "add")
    words = {"title": "Dark", "key": "dark", "summary": "Dark.", "support_minutes": "5"}
    assert saved(client.post(page, sent_by_browser(client.get(page)) | words))
    assert Guide.objects.get(key="dark").live_revision is None
