import pytest

from troubleshooter.models import Guide

from .factories import twin_of_lamp


@pytest.fixture
def guide(lamp) -> Guide:
    return Guide.objects.get(key="lamp")


@pytest.fixture
def twin(lamp) -> Guide:
    return twin_of_lamp()
