"""A hand-over posted to a help desk's address, signed."""

from uuid import UUID

import httpx
from django.conf import settings
from django.utils import timezone

from .parcel import NotDelivered, Parcel
from .signing import signed

SECONDS = 5.0
BUSY = frozenset({408, 425, 429})


def post(key: UUID, parcel: Parcel) -> None:
    """Post it once. The address comes from whoever runs the portal, so it may be a private one. It
    is not followed anywhere else, and what it answers is not read. Raises NotDelivered, in words
    that hold neither the address nor the secret."""
    body = parcel.document.encode()
    headers = {"content-type": "application/json", "user-agent": "helpdesk-hand-over/1"}
    headers |= signed(
        body, message_id=str(key), at=timezone.now(), secret=settings.HANDOVER_WEBHOOK_SECRET
    )
    try:
        with (
            httpx.Client(timeout=SECONDS, follow_redirects=False) as client,
            client.stream(
                "POST", settings.HANDOVER_WEBHOOK_URL, content=body, headers=headers
            ) as answer,
        ):
            status = answer.status_code
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise NotDelivered(_in_words(error), down=True) from None
    if not 200 <= status < 300:
        onward = ", which leads elsewhere and is not followed" if 300 <= status < 400 else ""
        raise NotDelivered(f"It answered {status}{onward}.", down=status >= 500 or status in BUSY)


def _in_words(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "It did not answer in time. It may have taken it all the same."
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "Its certificate is not one to trust."
    return f"It could not be reached ({type(error).__name__})."
