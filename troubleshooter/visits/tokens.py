"""The secret that a visitor's cookie holds. The database keeps its hash only."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """256 random bits, as text that a cookie can carry."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> bytes:
    """SHA-256: the token is random and long, so a slow hash would add nothing."""
    return hashlib.sha256(token.encode()).digest()
