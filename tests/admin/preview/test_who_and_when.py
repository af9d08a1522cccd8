"""Who may preview, and which drafts can be walked through."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from tests.journeys.walking import HTMX, nothing_helps
from troubleshooter.models import Guide, Likelihood, Revision, Variant, Visit

from .previewing import DESK, press_preview, walk


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
