"""Staff see how hand-overs stand and what went wrong, never what is in them, and can try again."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from troubleshooter.models import Delivery

from .test_pages import address

pytestmark = pytest.mark.django_db


def given_up(client):
    row = Delivery.objects.get()
    fields = {"action": "try_again", "_selected_action": [row.pk]}
    client.post(address(Delivery, "changelist"), fields)
    return Delivery.objects.get().state == "given_up"


def staff(*permissions):
    user = User.objects.create_user("sam", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def test_state_and_problem_are_shown_and_nothing_that_was_written(visitor, admin_client):
    row = Delivery.objects.get()
    for page in (address(Delivery, "changelist"), address(Delivery, "change", row.pk)):
        body = admin_client.get(page).content.decode()
        assert "401" in body
        assert "planted words" not in body


def test_who_may_change_deliveries_can_have_one_tried_again(visitor):
    assert not given_up(staff("view_delivery", "change_delivery"))
    assert Delivery.objects.get().content["text"] == "planted words"


def test_who_may_only_look_cannot(visitor):
    client = staff("view_delivery")
    assert client.get(address(Delivery, "changelist")).status_code == 200
    assert given_up(client)
