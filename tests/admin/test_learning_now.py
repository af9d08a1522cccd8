"""A button on the guide's page learns from the visits so far."""

from django.test import Client
from django.urls import reverse

from tests.learning.cast import many
from tests.learning.test_reading import new_revision
from troubleshooter.models import Guide, Origin, Parameters

from .learnt_numbers import guide_page, live, people, said, the_guide, with_id
from .test_pages import address
from .test_publishing import editor


def learn(client):
    return client.post(reverse("admin:troubleshooter_guide_learn", args=[the_guide().pk]))


def test_a_button_learns_now_and_leads_to_the_set(guide, admin_client):
    people()
    assert with_id(guide_page(admin_client), "learn-now")
    response = learn(admin_client)
    learnt = Parameters.objects.get(origin=Origin.LEARNT)
    assert response["Location"] == address(Parameters, "change", learnt.pk)
    assert learnt.visits == 25
    assert live().origin == Origin.EDITORIAL


def test_learning_again_without_new_visits_keeps_no_second_set(guide, admin_client):
    people()
    assert learn(admin_client)["Location"] == learn(admin_client)["Location"]
    assert Parameters.objects.filter(origin=Origin.LEARNT).count() == 1
    many(3, answers={"others": "no"}, results={"plug-in": "fixed"})
    learn(admin_client)
    assert Parameters.objects.filter(origin=Origin.LEARNT).count() == 2


def test_nothing_to_learn_is_told(guide, admin_client):
    response = learn(admin_client)
    assert response["Location"] == address(Guide, "change", guide.pk)
    assert [level for level, _ in said(response)] == ["warning"]
    assert Parameters.objects.count() == 1


def test_what_the_guides_band_allows_goes_live_by_the_button_too(guide, admin_client):
    new_revision(("language: en\n", "language: en\nadopt_band: 1.5\n"))
    people()
    learn(admin_client)
    changes = Parameters.objects.get(origin=Origin.LEARNT).report["changes"]
    assert live().origin == Origin.ADOPTED
    assert 0 < len(live().report["adopted"]) < len(changes)


def test_with_many_visits_the_command_is_told_instead(guide, admin_client, monkeypatch):
    people()
    monkeypatch.setattr("troubleshooter.admin.adopting.QUICK_VISITS", 25)
    found = guide_page(admin_client)
    assert not with_id(found, "learn-now")
    assert "manage.py learn lamp" in found.content.decode()
    assert [level for level, _ in said(learn(admin_client))] == ["warning"]
    assert Parameters.objects.count() == 1


def test_only_who_may_publish_may_have_it_learnt(guide, admin_user):
    people()
    client = editor("view_guide", "change_guide")
    assert not with_id(guide_page(client), "learn-now")
    assert learn(client).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin_user)
    assert learn(strict).status_code == 403
    assert Parameters.objects.count() == 1
