"""The tab of problems and the morning's list: what they show, to whom, and at what cost."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from troubleshooter.models import Fact, Question, SettingsPath, Step, Variant

from .factories import more_like, twin_of_lamp


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()
    yield
    cache.clear()


def queries(client, address):
    client.get(address)  # what Django itself looks up once
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def page(name, guide):
    return reverse(f"admin:troubleshooter_guide_{name}", args=[guide.pk])


@pytest.mark.parametrize("name", ["problems", "verify", "add_version"])
def test_a_page_costs_the_same_for_any_number_of_rows(guide, admin_client, name):
    few = queries(admin_client, page(name, guide))
    for model in (Step, Question, SettingsPath, Fact, Variant):
        more_like(model.objects.filter().first(), 15)
    assert queries(admin_client, page(name, guide)) == few


def test_the_morning_costs_the_same_for_any_number_of_guides(guide, admin_client):
    few = queries(admin_client, reverse("admin:index"))
    twin_of_lamp()
    more_like(Step.objects.first(), 15)
    assert queries(admin_client, reverse("admin:index")) == few


def test_the_morning_tells_of_each_guide(guide, twin, admin_client):
    Step.objects.filter(guide=twin).update(title=" ")
    html = admin_client.get(reverse("admin:index")).content.decode()
    assert html.index(page("problems", twin)) < html.index(page("problems", guide))
    assert page("verify", guide) in html


def test_the_morning_is_for_editors(guide, client):
    user = get_user_model().objects.create_user("someone", password="x", is_staff=True)
    client.force_login(user)
    answer = client.get(reverse("admin:index"))
    assert answer.status_code == 200
    assert page("problems", guide) not in answer.content.decode()


def test_problems_are_found_while_editing(guide, admin_client):
    def codes():
        groups = admin_client.get(page("problems", guide)).context["groups"]
        return {kind.code for group in groups for kind in group.kinds}

    assert "text-too-long" not in codes()
    Step.objects.filter(guide=guide, key="plug-in").update(instructions="x" * 20_001)
    assert "text-too-long" in codes()
    Step.objects.filter(guide=guide, key="plug-in").update(instructions="1. Push it in.")
    assert "text-too-long" not in codes()


# ---- the queue and the new version, as forms --------------------------------------------------


def test_a_source_is_asked_for_and_what_was_ticked_is_kept(guide, admin_client):
    address = page("verify", guide)
    entry = admin_client.get(address).context["entries"][0]
    answer = admin_client.post(address, {"entries": [entry.to_verify.name], "source": ""})
    assert answer.status_code == 200
    assert "source" in answer.context["ticking"].errors
    assert [e.ticked for e in answer.context["entries"]].count(True) == 1


def test_a_correction_without_labels_is_asked_for_again(guide, admin_client):
    address = page("verify", guide)
    name = admin_client.get(address).context["entries"][0].to_verify.name
    sent = {"correct": name, f"{name}-segments": " ", f"{name}-confidence": "confirmed"}
    answer = admin_client.post(address, sent | {f"{name}-source": "kept words"})
    assert answer.status_code == 200
    assert "segments" in answer.context["entries"][0].form.errors
    assert "kept words" in answer.content.decode()


@pytest.mark.parametrize("source", ["javascript:alert(1)", "x" * 301])
def test_an_odd_source_is_refused(guide, admin_client, source):
    address = page("verify", guide)
    name = admin_client.get(address).context["entries"][0].to_verify.name
    answer = admin_client.post(address, {"entries": [name], "source": source})
    assert "source" in answer.context["ticking"].errors


def test_a_path_that_is_gone_meanwhile_is_said(guide, admin_client):
    address = page("verify", guide)
    sent = {"entries": ["0" * 16], "source": "seen"}
    assert "entries" in admin_client.post(address, sent).context["ticking"].errors
    sent = {"correct": "0" * 16, f"{'0' * 16}-segments": "A", f"{'0' * 16}-confidence": "confirmed"}
    assert admin_client.post(address, sent).status_code == 200


def test_a_version_that_is_there_already_is_said(guide, admin_client):
    platforms = [p.pk for p in guide.platforms.all()]
    answer = admin_client.post(page("add_version", guide), {"platforms": platforms, "name": "2"})
    assert "name" in answer.context["form"].errors
    assert admin_client.post(page("add_version", guide), {"name": ""}).status_code == 200
