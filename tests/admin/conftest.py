import pytest

from tests.learning.cast import LATER
from troubleshooter.learning.lessons import keep, teach
from troubleshooter.models import Guide, Parameters, Step

from .factories import someone, twin_of_lamp
from .learnt_numbers import people


@pytest.fixture
def guide(lamp) -> Guide:
    return Guide.objects.get(key="lamp")


@pytest.fixture
def twin(lamp) -> Guide:
    return twin_of_lamp()


@pytest.fixture
def step(guide) -> Step:
    return Step.objects.get(guide=guide, key="plug-in")


@pytest.fixture
def learnt(guide) -> Parameters:
    people()
    return keep(teach(guide, until=LATER))


@pytest.fixture
def ada(db):
    return someone("ada")


@pytest.fixture
def bob(db):
    return someone("bob")
