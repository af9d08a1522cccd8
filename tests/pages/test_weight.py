"""The pages stay light: what we wrote ourselves fits into a few kilobytes."""

import brotli
import pytest
from django.conf import settings

OURS = settings.BASE_DIR / "static" / "troubleshooter"


@pytest.mark.parametrize(("name", "most"), [("portal.css", 10_000), ("portal.js", 3_000)])
def test_our_own_static_files_are_small(name, most):
    assert len(brotli.compress((OURS / name).read_bytes())) < most


def test_a_page_is_sent_compressed_to_whoever_can_read_it(lamp, client):
    plain = client.get("/guides/lamp/")
    packed = client.get("/guides/lamp/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert "Accept-Encoding" in packed["Vary"]
