import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client


@pytest.fixture(autouse=True)
def _own_charts(settings):
    """Charts that tests draw are kept for the next test, and gone with the process."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "charts"}
    settings.CACHES = {**settings.CACHES, "charts": memory}


@pytest.fixture
def lead(db) -> Client:
    """A support lead, who is not staff."""
    user = get_user_model().objects.create_user("lea", password="a long enough secret")
    user.groups.add(Group.objects.get(name="Support leads"))
    client = Client()
    client.force_login(user)
    return client
