"""Only who may publish changes the numbers that visitors meet, and only by a form of admin."""

import pytest
from django.test import Client
from django.urls import reverse

from troubleshooter.learning.adopting import adopt
from troubleshooter.models import Origin, Parameters

from .learnt_numbers import PLACE, live, marked, page, post, with_id
from .test_publishing import editor

ADDRESSES = ["adopt", "go_back"]


@pytest.mark.parametrize("name", ADDRESSES)
def test_who_may_not_publish_may_only_look(learnt, name):
    adopt(learnt, chosen=[PLACE])
    before = live()
    client = editor("view_parameters", "change_parameters", "change_guide")
    own = Parameters.objects.get(origin=Origin.EDITORIAL)
    for row in (learnt, own):
        found = page(client, row)
        assert not with_id(found, "adopt")
        assert not with_id(found, "go-back")
        assert marked(found, "data-may-not")
        assert post(client, name, row, take="all").status_code == 403
    assert live() == before


def test_who_may_publish_and_look_may_adopt(learnt):
    client = editor("view_parameters", "publish_guide")
    assert with_id(page(client, learnt), "adopt")
    assert post(client, "adopt", learnt, take="all").status_code == 302
    assert live().origin == Origin.ADOPTED


@pytest.mark.parametrize("name", ADDRESSES)
def test_only_a_post_with_a_token_changes_anything(learnt, admin_user, name):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin_user)
    there = reverse(f"admin:troubleshooter_parameters_{name}", args=[learnt.pk])
    assert strict.post(there, {"take": "all"}).status_code == 403
    assert strict.get(there).status_code == 405
    assert live().origin == Origin.EDITORIAL


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("pk", [0, 987654, 10**25])
def test_a_set_that_does_not_exist_is_not_found(learnt, admin_client, name, pk):
    there = reverse(f"admin:troubleshooter_parameters_{name}", args=[pk])
    assert admin_client.post(there, {"take": "all"}).status_code == 404
