"""Recovery codes: ten, each good for one sign-in when the phone is away.

A code has 49 random bits. It is kept as a keyed hash: HMAC-SHA-256 with a key derived from
SECRET_KEY, cut to 96 bits, since the library's column has room for 16 letters. Who reads the
database alone cannot try codes against it; who guesses is held up after each wrong one.
"""

import base64
import secrets

from django.contrib.auth.models import AbstractBaseUser
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

SALT = "troubleshooter.accounts.recovery"
HOW_MANY = 10
# Without 0, 1, l, o, i and u: nothing is taken for another letter, and no word comes of it.
LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
LENGTH = 10
HASH_LENGTH = 16
NAME = "recovery codes"


def new_codes(user: AbstractBaseUser) -> tuple[str, ...]:
    """Ten codes in the place of all before. This is the only time that they can be read."""
    device, _ = StaticDevice.objects.get_or_create(user=user, defaults={"name": NAME})
    device.token_set.all().delete()
    codes = tuple(_new_code() for _ in range(HOW_MANY))
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=hash_of(user, code)) for code in codes
    )
    return codes


def codes_left(user: AbstractBaseUser) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def hash_of(user: AbstractBaseUser, code: str) -> str:
    """Another one for each account. Large letters, dashes and spaces make no difference."""
    plain = "".join(code.casefold().split()).replace("-", "")
    digest = salted_hmac(SALT, f"{user.pk} {plain}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode()[:HASH_LENGTH]


def _new_code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return f"{letters[: LENGTH // 2]}-{letters[LENGTH // 2 :]}"
