"""The first account: asked for or taken from the environment, never with a default password."""

import getpass
import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

GOOD = "a lamp in the window 42"
pytestmark = pytest.mark.django_db


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch):
    monkeypatch.delenv("ADMIN_NAME", raising=False)
    monkeypatch.delenv("ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())


@pytest.fixture
def environment(monkeypatch):
    def put(name, password):
        monkeypatch.setenv("ADMIN_NAME", name)
        monkeypatch.setenv("ADMIN_PASSWORD", password)

    return put


@pytest.fixture
def person(monkeypatch):
    """Someone at the terminal who types these answers."""

    def types(name, *passwords):
        rest = iter(passwords)
        monkeypatch.setattr("sys.stdin", Terminal(f"{name}\n"))
        monkeypatch.setattr(getpass, "getpass", lambda _: next(rest))

    return types


def create(**options):
    said = io.StringIO()
    call_command("create_admin", stdout=said, **options)
    return said.getvalue()


def account(name="kim"):
    return get_user_model().objects.get(username=name)


def test_it_takes_both_from_the_environment(environment, client):
    environment("kim", GOOD)
    said = create()
    assert "kim" in said
    assert GOOD not in said
    assert account().is_superuser
    assert account().is_staff
    came = client.post("/admin/login/", {"username": "kim", "password": GOOD})
    assert came.status_code == 302


def test_it_asks_the_person_at_the_terminal(person):
    person("kim", GOOD, GOOD)
    create()
    assert account().check_password(GOOD)


def test_it_asks_only_for_what_is_missing(person, monkeypatch):
    person("not read", GOOD, GOOD)
    monkeypatch.setenv("ADMIN_NAME", "kim")
    create()
    assert account().check_password(GOOD)


def test_a_password_typed_in_two_ways_is_refused(person):
    person("kim", GOOD, GOOD + "!")
    with pytest.raises(CommandError, match="differ"):
        create()
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize("password", ["password", "12345678", "short", "kimberley"])
def test_a_weak_password_is_refused_with_the_reason(environment, password):
    environment("kimberley", password)
    with pytest.raises(CommandError, match=r"cannot be used\. .+"):
        create()
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize("name", ["two words", "k" * 151, "<script>"])
def test_a_name_that_cannot_be_is_refused(environment, name):
    environment(name, GOOD)
    with pytest.raises(CommandError, match="cannot be used"):
        create()


def test_nobody_to_ask_and_nothing_set_is_an_error_not_a_wait():
    with pytest.raises(CommandError, match="ADMIN_NAME and ADMIN_PASSWORD"):
        create()
    assert not get_user_model().objects.exists()


def test_a_name_alone_is_not_enough(environment, monkeypatch):
    environment("kim", "")
    with pytest.raises(CommandError, match="ADMIN_PASSWORD"):
        create()


def test_a_name_that_exists_is_left_as_it_is(environment):
    environment("kim", GOOD)
    create()
    environment("kim", "another lamp entirely 7")
    with pytest.raises(CommandError, match="exists already") as refusal:
        create()
    assert refusal.value.returncode == 1
    assert account().check_password(GOOD)


def test_an_account_gets_a_new_password_when_asked_to(environment):
    environment("kim", GOOD)
    create()
    environment("kim", "another lamp entirely 7")
    create(reset_password=True)
    assert account().check_password("another lamp entirely 7")


def test_a_new_password_gives_no_new_rights(environment):
    get_user_model().objects.create_user("kim")
    environment("kim", GOOD)
    create(reset_password=True)
    assert not account().is_superuser


def test_a_new_password_is_judged_too(environment):
    environment("kim", GOOD)
    create()
    environment("kim", "12345678")
    with pytest.raises(CommandError, match="cannot be used"):
        create(reset_password=True)
    assert account().check_password(GOOD)
