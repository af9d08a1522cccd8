from datetime import date

import pytest

from tests.learning.cast import LATER
from tests.snapshots import Snapshot
from troubleshooter.learning.lessons import keep, teach
from troubleshooter.models import Guide, Occasion, Origin, Parameters, Step

from .factories import someone, twin_of_lamp
from .learnt_numbers import people


def _learn():
    people()
    keep(teach(Guide.objects.get(key="lamp"), until=LATER))


LEARNT = Snapshot(_learn)


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
    LEARNT.put()
    return Parameters.objects.get(origin=Origin.LEARNT)


@pytest.fixture
def occasion(db) -> Occasion:
    return Occasion.objects.create(kind="release", day=date(2026, 3, 9), words="Lamp 3 is out")


@pytest.fixture
def ada(db):
    return someone("ada")


@pytest.fixture
def bob(db):
    return someone("bob")
