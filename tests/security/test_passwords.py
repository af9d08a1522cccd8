"""What a password of staff may be, how it is changed, and when a session ends.

Numbers and rules are those of OWASP ASVS 5.0, V6.2 and V7; docs/asvs.csv says which test is for which.
"""

import re

import pytest
from django.conf import global_settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from helpdesk import settings as shipped
from helpdesk.signing_in import AUTH_PASSWORD_VALIDATORS

pytestmark = pytest.mark.django_db
OLD, NEW = "old Lamp, old table", "a new lamp for the table"
CHANGE = "/admin/password_change/"
SIGN_INS = ("/admin/login/", "/insights/login/")


def judged(password: str) -> bool:
    try:
        validate_password(
            password, password_validators=get_password_validators(AUTH_PASSWORD_VALIDATORS)
        )
    except ValidationError:
        return False
    return True


@pytest.fixture
def ada(db):
    return get_user_model().objects.create_superuser("ada", password=OLD)


def signed_in(password: str = OLD, at: str = SIGN_INS[0]) -> Client:
    client = Client()
    client.post(at, {"username": "ada", "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def change(client: Client, old: str, new: str = NEW):
    sent = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(CHANGE, sent)


def test_length_counts_and_nothing_else_is_asked_for():
    assert judged("kqzvbwxjrmph")
    assert judged("ЛАМПАНАСТОЛЕЖИТ")
    assert judged("    .    ,    ")
    assert not judged("kqzvbwxjrmp")


def test_a_passphrase_of_hundreds_of_characters_is_welcome(ada):
    long = "lamp on the table, " * 20
    assert judged(long)
    ada.set_password(long)
    ada.save()
    assert is_in(signed_in(long))
    assert not is_in(signed_in(long[:-1]))


@pytest.mark.parametrize("common", ["123456789012", "password1234", "qwertyuiop123"])
def test_what_everybody_tries_is_refused(common):
    assert not judged(common)


@pytest.mark.parametrize(
    "ours", ["HelpdeskPortal2026", "support-admin-guide", "Lampwiki-help-1", "password.lampwiki!"]
)
def test_what_is_made_of_the_portals_own_words_is_refused(ours, settings):
    settings.ALLOWED_HOSTS = ["help.lampwiki.example"]
    assert not judged(ours)
    assert judged(f"{ours} and eight more")


def test_a_password_is_taken_exactly_as_typed(ada):
    assert is_in(signed_in(OLD))
    for near in (OLD.lower(), OLD.upper(), f" {OLD}", f"{OLD} ", OLD[:-1]):
        assert not is_in(signed_in(near)), near


def test_it_is_changed_with_the_old_one_only(ada):
    client = signed_in()
    assert change(client, "not the old one").status_code == 200
    assert is_in(signed_in(OLD))
    assert change(client, OLD).status_code == 302
    assert is_in(signed_in(NEW))
    assert not is_in(signed_in(OLD))


@pytest.mark.parametrize("where", [*SIGN_INS, CHANGE])
def test_fields_hide_what_is_typed_and_let_password_managers_in(where, ada):
    client = signed_in() if where == CHANGE else Client()
    text = client.get(where).content.decode()
    fields = [
        field
        for field in re.findall(r"<input[^>]*>", text)
        if 'name="' in field and "password" in field
    ]
    assert fields
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(?:current|new)-password"', field)
        assert "onpaste" not in field


def test_passwords_are_kept_under_a_slow_hash():
    assert not hasattr(shipped, "PASSWORD_HASHERS")  # the tests themselves use a quick one
    assert global_settings.PASSWORD_HASHERS[0].endswith(".PBKDF2PasswordHasher")
    assert PBKDF2PasswordHasher.iterations >= 600_000
    encoded = PBKDF2PasswordHasher().encode(NEW, "salt", iterations=1)
    assert encoded.startswith("pbkdf2_sha256$")
    assert NEW not in encoded


def test_nobody_is_asked_for_a_hint_or_a_pets_name():
    fields = {field.name for field in get_user_model()._meta.get_fields()}
    assert not [name for name in fields if re.search("hint|question|answer|secret", name)]


# ---- sessions --------------------------------------------------------------------------------


def test_a_sign_in_brings_a_number_that_is_long_random_and_new(ada):
    before = Client()
    before.get(SIGN_INS[0])
    numbers = {signed_in().cookies["sessionid"].value for _ in range(5)}
    assert len(numbers) == 5
    assert all(len(number) == 32 and number.isalnum() for number in numbers)  # 32 of 36: 165 bits


def test_a_number_that_was_put_there_before_is_not_taken(ada):
    victim = Client()
    victim.cookies["sessionid"] = planted = "a" * 32
    victim.post(SIGN_INS[0], {"username": "ada", "password": OLD})
    assert victim.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert not is_in(thief)


@pytest.mark.parametrize("out", ["/admin/logout/", "/insights/logout/"])
def test_after_signing_out_the_old_number_opens_nothing(out, ada):
    client = signed_in()
    number = client.cookies["sessionid"].value
    assert is_in(client)
    client.post(out)
    thief = Client()
    thief.cookies["sessionid"] = number
    assert not is_in(thief)


def test_an_account_that_is_shut_or_deleted_is_out_at_once(ada):
    client, other = signed_in(), signed_in()
    ada.is_active = False
    ada.save()
    assert not is_in(client)
    ada.is_active = True
    ada.save()
    ada.delete()
    assert not is_in(other)


@pytest.mark.parametrize("where", ["/admin/", "/insights/", "/admin/second-factor/"])
def test_pages_of_staff_lead_out(where, ada, lamp):
    text = signed_in().get(where).content.decode()
    assert re.search(r'action="?/(?:admin|insights)/logout/', text)


def test_nobody_is_there_before_somebody_was_made(django_user_model):
    assert not django_user_model.objects.exists()
