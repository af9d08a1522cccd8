"""Every address × everybody: what is a visit's is its own visitor's alone, what is staff's is
theirs. A new address needs a row in tests/security/addresses.py, or the first test fails."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.admin.addresses import patterns
from tests.conftest import GUIDES, publish_file
from tests.content.picture_files import png
from troubleshooter.content.picture_store import store_picture
from troubleshooter.learning.diagnosis import link_token
from troubleshooter.models import Guide, Visit
from troubleshooter.visits.tokens import new_token

from . import addresses as who
from .addresses import EVERYBODY, MATRIX

CANARY = "the neighbour heard it crackle"
SIGN_IN = ("/admin/login/", "/insights/login/")


def begun(guide: str = "lamp") -> Client:
    client = Client()
    assert client.post(f"/guides/{guide}/start/", {}).status_code == 302
    return client


def with_cookie(token: str) -> Client:
    client = Client()
    client.cookies["visit-lamp"] = token
    return client


def token_of(client: Client, guide: str) -> str:
    return client.cookies[f"visit-{guide}"].value


def in_own_visit() -> Client:
    """A visit in which something was written that nobody else may read."""
    client = begun()
    client.post("/guides/lamp/support/", {"since": CANARY})
    assert CANARY in client.get("/guides/lamp/support/").content.decode()
    return client


def forgotten() -> Client:
    client = in_own_visit()
    token = token_of(client, "lamp")
    client.post("/guides/lamp/answers/", {"forget": "1"})
    return with_cookie(token)


def signed_in(name: str) -> Client:
    user = get_user_model().objects.create_user(
        f"{name}-account", is_staff=True, is_superuser=name in (who.CHIEF, who.INACTIVE)
    )
    user.groups.set(Group.objects.filter(name=name))
    client = Client()
    client.force_login(user)
    if name == who.INACTIVE:  # in the middle of a session
        get_user_model().objects.filter(pk=user.pk).update(is_active=False)
    return client


def person(name: str) -> Client:
    publish_file(GUIDES / "torch.yaml")
    makers = {
        who.NOBODY: Client,
        who.OWN: in_own_visit,
        who.OTHER: lambda: with_cookie(token_of(begun("torch"), "torch")),
        who.FORGOTTEN: forgotten,
        who.MADE_UP: lambda: with_cookie(new_token()),
    }
    return makers[name]() if name in makers else signed_in(name)


@pytest.fixture
def places(lamp):
    """What is needed for addresses with an object of its own; another's visit is among it."""
    in_own_visit()
    chief = Client()
    chief.force_login(get_user_model().objects.create_superuser("maker"))
    guide = Guide.objects.get(key="lamp")
    preview = chief.post(reverse("admin:troubleshooter_guide_preview", args=[guide.pk]))
    return {
        "picture": store_picture(png(60, 40)).name,
        "cause": link_token(Visit.objects.latest("pk").pk),
        "preview": preview["Location"],
    }


def outcome(answer) -> str:
    if answer.status_code == 200:
        return who.PAGE
    if answer.status_code != 302:
        return str(answer.status_code)
    if answer["Location"].startswith(SIGN_IN):
        return who.SIGN_IN
    return who.GUIDE if answer["Location"] == "/guides/lamp/" else who.ON


def asked(client: Client, method: str, where: str, sent: dict[str, str]):
    """The answer and its text, as if nobody had asked: nothing is written, no cookie changes."""
    alike = Client()
    for name, morsel in client.cookies.items():
        alike.cookies[name] = morsel.value
    with transaction.atomic():
        answer = getattr(alike, method)(where, sent if method == "post" else {})
        text = answer.getvalue().decode(errors="replace")
        transaction.set_rollback(True)
    return outcome(answer), text


def test_every_address_outside_admin_has_a_row_and_every_row_an_address():
    named = {pattern.name for pattern, staff in patterns() if not staff}
    assert named == set(MATRIX)


def test_every_row_says_something_of_everybody():
    assert all(set(row.get) == set(row.post) == set(EVERYBODY) for row in MATRIX.values())


@pytest.mark.parametrize("name", EVERYBODY)
def test_each_gets_what_is_theirs(name, places):
    client, wrong = person(name), []
    for address, row in MATRIX.items():
        for method, expected in (("get", row.get), ("post", row.post)):
            got, text = asked(client, method, row.where.format(**places), row.sent)
            if got != expected[name]:
                wrong.append((method, address, got, "should be", expected[name]))
            if name != who.OWN and CANARY in text:
                wrong.append((method, address, "tells what another visitor wrote"))
    assert not wrong
