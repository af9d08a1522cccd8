"""A preview of the lamp guide."""

import re

import pytest
from django.test import Client

from .previewing import DESK, press_preview


@pytest.fixture
def prefix(guide, admin_client) -> str:
    address = press_preview(admin_client, guide)
    assert re.fullmatch(r"/preview/\d+/", address)
    return address


@pytest.fixture
def walker(prefix, admin_client) -> Client:
    """An editor who has begun the preview, as someone with a desk lamp of version 2."""
    begun = admin_client.post(f"{prefix}guides/lamp/start/", DESK)
    assert begun.status_code == 302
    return admin_client
