"""The secret that a visitor's cookie holds. The database keeps its hash only."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

TOKEN_BYTES = 32
FORM_BYTES = 16
SALT = "troubleshooter.visits.tokens"


def new_token() -> str:
    """256 random bits, as text that a cookie can carry."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_form() -> str:
    """The mark of one form that begins a visit: 128 random bits, signed."""
    return Signer(salt=SALT).sign(secrets.token_urlsafe(FORM_BYTES))


def token_of_form(form: str, *chosen: str) -> str:
    """The token of the visit that a form begins with what was chosen in it. The same form, sent
    again, gives the same 256 bits, and nobody can work them out without our key; another choice
    gives others. Without a mark of ours: a token like any other."""
    try:
        mark = Signer(salt=SALT).unsign(form)
    except BadSignature:
        return new_token()
    said = json.dumps([mark, *chosen])
    digest = salted_hmac(SALT, said, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_of(token: str) -> bytes:
    """SHA-256: the token is random and long, so a slow hash would add nothing."""
    return hashlib.sha256(token.encode()).digest()
