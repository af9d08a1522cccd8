"""Staff who may change visits can name the actual cause on a visit's page."""

import pytest
from django.contrib.auth.models import Permission

from troubleshooter.learning.diagnosis import named_cause
from troubleshooter.models import Visit

from .test_pages import address


@pytest.fixture
def page(visitor):
    return address(Visit, "change", Visit.objects.get().pk)


def name_it(client, cause):
    return client.post(
        f"/admin/troubleshooter/visit/{Visit.objects.get().pk}/cause/", {"cause": cause}
    )


def test_the_cause_is_chosen_and_shown_again(page, admin_client):
    body = admin_client.get(page).content.decode()
    assert '<option value="bulb">' in body
    response = name_it(admin_client, "bulb")
    assert (response.status_code, response["Location"]) == (302, page)
    assert named_cause(Visit.objects.get()) == "bulb"
    assert '<option value="bulb" selected>' in admin_client.get(page).content.decode()


def test_a_cause_of_no_name_is_refused(page, admin_client):
    assert name_it(admin_client, "gone").status_code == 302
    assert named_cause(Visit.objects.get()) == ""


def test_looking_records_nothing(page, admin_client):
    address_of_form = f"/admin/troubleshooter/visit/{Visit.objects.get().pk}/cause/"
    assert admin_client.get(address_of_form).status_code == 405
    assert named_cause(Visit.objects.get()) == ""


def test_those_who_may_only_look_cannot_name_it(page, client, django_user_model):
    reader = django_user_model.objects.create_user("reader", password="x", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_visit"))
    client.force_login(reader)
    body = client.get(page).content.decode()
    assert "actual cause" in body.lower()
    assert '<option value="bulb"' not in body
    assert name_it(client, "bulb").status_code == 403
    assert named_cause(Visit.objects.get()) == ""


def test_strangers_are_sent_to_sign_in(page, client):
    assert name_it(client, "bulb").status_code == 302
    assert named_cause(Visit.objects.get()) == ""
