"""To whom hand-overs are sent, from the environment. An error never repeats what was given: an
address and a secret of a help desk are nobody else's business."""

import os
from base64 import b64decode
from binascii import Error
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

SECRET_BEGINS = "whsec_"  # noqa: S105 - how a secret begins is none
SECRET_BYTES = range(24, 65)


def env_webhook() -> tuple[str, str]:
    """The address that hand-overs are posted to and the secret that signs them, or two empty ones.

    https only; plain http to the same machine or to a private number, which no one else reads.
    """
    address = os.environ.get("HANDOVER_WEBHOOK_URL", "").strip()
    secret = os.environ.get("HANDOVER_WEBHOOK_SECRET", "").strip()
    if address and not _can_be_posted_to(address):
        raise ImproperlyConfigured(
            "HANDOVER_WEBHOOK_URL must be an https address without a name and a password, such as "
            "https://desk.example.org/hand-overs. Plain http is for this machine and for private "
            "numbers such as 10.0.0.7."
        )
    if address and not _is_secret(secret):
        raise ImproperlyConfigured(
            "HANDOVER_WEBHOOK_SECRET must be whsec_ and 24 to 64 random bytes in Base64. To make "
            'one: echo "whsec_$(openssl rand -base64 32)"'
        )
    if secret and not address:
        raise ImproperlyConfigured(
            "HANDOVER_WEBHOOK_SECRET is set, but not HANDOVER_WEBHOOK_URL. Set both, or none."
        )
    return address, secret


def env_mail_to(*, mail_goes_out: bool) -> str:
    """The e-mail address that hand-overs are sent to, or an empty one."""
    address = os.environ.get("HANDOVER_MAIL_TO", "").strip()
    if not address:
        return ""
    if not mail_goes_out:
        raise ImproperlyConfigured(
            "HANDOVER_MAIL_TO needs a mail server in EMAIL_URL. Without one, mail is printed, and "
            "what visitors wrote would stand in a log."
        )
    try:
        validate_email(address)
    except ValidationError as error:
        raise ImproperlyConfigured(
            "HANDOVER_MAIL_TO must be one e-mail address, such as desk@example.org."
        ) from error
    return address


def _can_be_posted_to(address: str) -> bool:
    try:
        url = urlsplit(address)
        whole = url.hostname and url.port != 0 and not url.fragment and "@" not in url.netloc
    except ValueError:
        return False
    plain = any(character.isspace() or not character.isprintable() for character in address)
    return bool(whole) and not plain and (url.scheme == "https" or _stays_inside(url))


def _stays_inside(url: SplitResult) -> bool:
    if url.scheme != "http":
        return False
    try:
        return ip_address(url.hostname or "").is_private
    except ValueError:
        return url.hostname == "localhost"


def _is_secret(text: str) -> bool:
    if not text.startswith(SECRET_BEGINS):
        return False
    try:
        secret = b64decode(text.removeprefix(SECRET_BEGINS), validate=True)
    except (Error, ValueError):
        return False
    return len(secret) in SECRET_BYTES
