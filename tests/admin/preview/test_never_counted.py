"""A preview teaches nothing, tells nothing, and keeps nothing from being deleted."""

import re

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.journeys.walking import fixed_at, nothing_helps
from troubleshooter.content.leaving import referred_to
from troubleshooter.content.publishing import publish
from troubleshooter.models import Event, Guide, Parameters, Visit

from .previewing import DESK, walk


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
