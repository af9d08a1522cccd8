"""Ada of the staff, with a phone that tells codes."""

import re

import pytest
from django.contrib.auth import get_user_model

from troubleshooter.accounts import recovery

from .second_factor import PAGE, SECRET, Phone, secret_on, signed_in


@pytest.fixture
def phone(monkeypatch):
    return Phone(monkeypatch)


@pytest.fixture
def ada():
    return get_user_model().objects.create_superuser("ada", password=SECRET)


@pytest.fixture
def with_factor(ada, phone):
    """Ada's browser once the factor is on, and her recovery codes."""
    client = signed_in()
    phone.secret = secret_on(client.get(PAGE).content.decode())
    answer = client.post(PAGE, {"code": phone.next_code(), "password": SECRET})
    codes = re.findall(r'dir="ltr">([a-z0-9-]+)</bdi>', answer.content.decode())
    assert len(codes) == recovery.HOW_MANY
    return client, codes
