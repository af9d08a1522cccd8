"""The headers of a signed post, by the convention of Standard Webhooks (standardwebhooks.com).

Signed is `id.timestamp.body` by HMAC-SHA256. The key is the Base64 behind `whsec_`.
"""

import hmac
from base64 import b64decode, b64encode
from datetime import datetime
from hashlib import sha256

SECRET_BEGINS = "whsec_"  # noqa: S105 - how a secret begins is none


def signed(body: bytes, *, message_id: str, at: datetime, secret: str) -> dict[str, str]:
    """`webhook-id`, `webhook-timestamp` (seconds since 1970) and `webhook-signature`."""
    timestamp = str(int(at.timestamp()))
    content = f"{message_id}.{timestamp}.".encode() + body
    key = b64decode(secret.removeprefix(SECRET_BEGINS))
    signature = b64encode(hmac.new(key, content, sha256).digest()).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }
