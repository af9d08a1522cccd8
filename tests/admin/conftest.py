import pytest

from troubleshooter.models import Guide

from .factories import twin_of_lamp


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """The real hash takes long on purpose; what is tested here is not the hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def guide(lamp) -> Guide:
    return Guide.objects.get(key="lamp")


@pytest.fixture
def twin(lamp) -> Guide:
    return twin_of_lamp()
