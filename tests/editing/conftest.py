import pytest
from django.contrib.auth import get_user_model

from tests.admin.factories import twin_of_lamp
from troubleshooter.models import Guide


@pytest.fixture
def guide(lamp) -> Guide:
    return Guide.objects.get(key="lamp")


@pytest.fixture
def twin(lamp) -> Guide:
    return twin_of_lamp()


@pytest.fixture
def editor(db):
    return get_user_model().objects.create_user("erika", password="a long enough secret")
