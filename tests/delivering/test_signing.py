"""Whoever checks signatures by the convention of Standard Webhooks can check ours."""

import base64
import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import given

from troubleshooter.delivering.signing import signed

from .conftest import SECRET

HAND_OVER_PAGE = Path(__file__).resolve().parents[2] / "docs" / "hand-over.md"


def test_the_example_of_the_convention():
    """Id, time, body and signature are those of the convention's own libraries."""
    headers = signed(
        b'{"test": 2432232314}',
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at=datetime.fromtimestamp(1614265330, UTC),
        secret=SECRET,
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@given(body=st.binary(max_size=40), raw=st.binary(min_size=24, max_size=64))
def test_any_body_and_any_key_can_be_checked(body, raw):
    secret = "whsec_" + base64.b64encode(raw).decode()
    at = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
    headers = signed(body, message_id="a", at=at, secret=secret)
    content = b"a." + headers["webhook-timestamp"].encode() + b"." + body
    version, _, signature = headers["webhook-signature"].partition(",")
    assert version == "v1"
    assert base64.b64decode(signature) == hmac.digest(raw, content, hashlib.sha256)


def test_the_example_in_the_documents_tells_ours_from_others():
    """Altered, signed with another secret, or older than five minutes: not ours."""
    names: dict = {}
    exec(re.search(r"```python\n(.*?)```", HAND_OVER_PAGE.read_text(), re.DOTALL)[1], names)
    is_ours, body, now = names["is_ours"], b'{"format": 1}', datetime.now(UTC)
    headers = signed(body, message_id="a", at=now, secret=SECRET)
    assert is_ours(headers, body, SECRET)
    assert not is_ours(headers, body + b" ", SECRET)
    assert not is_ours({**headers, "webhook-id": "b"}, body, SECRET)
    assert not is_ours(headers, body, "whsec_" + base64.b64encode(b"k" * 32).decode())
    late = signed(body, message_id="a", at=now - timedelta(minutes=6), secret=SECRET)
    assert not is_ours(late, body, SECRET)
