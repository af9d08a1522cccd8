"""Accounts for trying the portal: one for each role, never on a real portal."""

import io

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from troubleshooter.management.commands.create_demo_users import DEMOS

pytestmark = pytest.mark.django_db
GOOD = "a lamp in the window 42"


def create(**options):
    said = io.StringIO()
    call_command("create_demo_users", stdout=said, **options)
    return said.getvalue()


def accounts():
    return {user.username: user for user in get_user_model().objects.all()}


def passwords(said):
    lines = (line.split(": ", 1) for line in said.splitlines() if line.startswith("demo-"))
    return {name.split(" ")[0]: password for name, password in lines}


def test_each_role_gets_one_account_that_can_sign_in(client):
    printed = passwords(create())
    assert set(printed) == set(accounts()) == {demo.name for demo in DEMOS}
    for demo in DEMOS:
        account = accounts()[demo.name]
        assert account.is_staff
        assert not account.is_superuser
        assert [group.name for group in account.groups.all()] == [demo.group]
        came = client.post("/admin/login/", {"username": demo.name, "password": printed[demo.name]})
        assert came.status_code == 302


def test_the_passwords_are_long_and_all_different():
    printed = passwords(create()).values()
    assert len(set(printed)) == len(DEMOS)
    assert min(map(len, printed)) >= 16


def test_a_password_can_be_given():
    create(password=GOOD)
    assert all(user.check_password(GOOD) for user in accounts().values())


@pytest.mark.parametrize("password", ["short", "12345678"])
def test_a_weak_password_is_refused_and_nobody_is_made(password):
    with pytest.raises(CommandError, match="cannot be used"):
        create(password=password)
    assert not accounts()


def test_run_again_it_changes_nothing_and_prints_no_password():
    create(password=GOOD)
    before = {name: user.password for name, user in accounts().items()}
    assert GOOD not in create(password=GOOD + "!")
    assert {name: user.password for name, user in accounts().items()} == before


def test_new_passwords_are_given_when_asked_for_and_no_rights():
    create(password=GOOD)
    accounts()["demo-editor"].groups.clear()
    printed = passwords(create(reset_passwords=True))
    assert all(accounts()[name].check_password(word) for name, word in printed.items())
    assert not accounts()["demo-editor"].groups.exists()


def test_a_real_portal_refuses_them(settings):
    settings.HTTPS = True
    with pytest.raises(CommandError, match="production"):
        create()
    assert not accounts()


def test_a_group_that_is_gone_is_named():
    Group.objects.filter(name="Publishers").delete()
    with pytest.raises(CommandError, match="Publishers"):
        create()
    assert not accounts()
