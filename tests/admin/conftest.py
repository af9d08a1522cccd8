from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.learning.cast import LATER
from tests.snapshots import Snapshot
from troubleshooter.learning.lessons import keep, teach
from troubleshooter.models import (
    Channel,
    Delivery,
    Guide,
    Occasion,
    Origin,
    Parameters,
    Step,
    Visit,
)

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
def visitor(visitor):
    """The visitor, whose hand-over could not be sent."""
    now = timezone.now()
    Delivery.objects.create(
        visit=Visit.objects.get(),
        channel=Channel.WEBHOOK,
        key=uuid4(),
        content={"subject": "x", "text": "planted words", "document": "{}"},
        state="given_up",
        problem="It answered 401.",
        tries=30,
        made_at=now,
        due_at=now,
    )
    return visitor


@pytest.fixture
def ada(db):
    return someone("ada")


@pytest.fixture
def bob(db):
    return someone("bob")
