"""The short code that takes a visit to another device: read from one screen, typed into another."""

import secrets
import unicodedata

from django.utils.crypto import salted_hmac

SALT = "troubleshooter.visits.codes"
# No vowels, so that no word comes about by chance; of letters and digits that look alike, one.
# The same twenty as in Open Location Code.
ALPHABET = "23456789CFGHJMPQRVWX"
GROUPS, GROUP_LENGTH = 3, 4
# Twelve of twenty: 51.9 bits.
LENGTH = GROUPS * GROUP_LENGTH
# What stands in no code, and is easily read for what does.
LOOK_ALIKE = str.maketrans("SZB", "528")


def new_code() -> str:
    """Twelve random characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def in_groups(code: str) -> str:
    """As it is shown: `C4X7-29FM-PQRV`."""
    starts = range(0, LENGTH, GROUP_LENGTH)
    return "-".join(code[start : start + GROUP_LENGTH] for start in starts)


def code_in(text: str) -> str | None:
    """The code that somebody typed, in any case and script of digits, with anything between its
    characters; None if it cannot be one."""
    letters = unicodedata.normalize("NFKC", text).upper()
    kept = (str(unicodedata.digit(one, one)) for one in letters if one.isalnum())
    code = "".join(kept).translate(LOOK_ALIKE)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def hash_of_code(code: str) -> bytes:
    """Keyed, since a code is short enough to be tried out against a plain hash."""
    return salted_hmac(SALT, code, algorithm="sha256").digest()
