"""What must never be wrong with the new numbers, the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction

from tests.content.sample_guides import lamp_content
from troubleshooter.content.importing import import_guide
from troubleshooter.models import Event, Guide, Parameters, Step, Visit

REFUSED = [
    (Guide, "check_minutes", -1),
    (Guide, "trip_minutes", -0.1),
    (Guide, "hold_out", 1.01),
    (Guide, "hold_out", -0.01),
    (Guide, "explore", 0.11),
    (Guide, "explore", -0.01),
    (Guide, "adopt_band", 0.99),
    (Guide, "adopt_band", -1),
    (Step, "check_minutes", -1),
    (Step, "edition", 0),
    (Visit, "arm", "left"),
    (Visit, "lot", -1),
    (Event, "propensity", 1.01),
    (Event, "propensity", -0.01),
    (Event, "kind", "guessed"),
    (Event, "node", "answer"),
    (Parameters, "origin", "made-up"),
]
ACCEPTED = [
    (Guide, "check_minutes", 180),
    (Guide, "trip_minutes", 0.5),
    (Guide, "hold_out", 1),
    (Guide, "explore", 0.1),
    (Guide, "adopt_band", 1),
    (Guide, "adopt_band", 0),
    (Step, "check_minutes", None),
    (Step, "check_minutes", 0),
    (Step, "edition", 10**18 - 1),
    (Visit, "arm", "hold_out"),
    (Visit, "lot", 2**63 - 1),
    (Event, "propensity", 0),
    (Event, "kind", "diagnosed"),
    (Event, "node", "cause"),
    (Parameters, "origin", "adopted"),
]


@pytest.fixture
def rows(visitor):
    """One of everything: a guide that is published, and a visit that has begun."""
    assert Event.objects.exists()


def named(case):
    model, field, value = case
    return f"{model.__name__}-{field}-{value}"


@pytest.mark.parametrize("case", REFUSED, ids=named)
def test_what_is_out_of_range_is_refused(rows, case):
    model, field, value = case
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**{field: value})


@pytest.mark.parametrize("case", ACCEPTED, ids=named)
def test_what_is_in_range_is_kept(rows, case):
    model, field, value = case
    model.objects.update(**{field: value})
    assert set(model.objects.values_list(field, flat=True)) == {value}


def test_a_visit_draws_a_lot_and_follows_the_engine(rows):
    visit = Visit.objects.get()
    assert 0 < visit.lot < 2**63
    assert (visit.arm, visit.simulated) == ("engine", False)


def test_new_keys_are_off_unless_a_guide_asks_for_them(db):
    guide = import_guide(lamp_content()).guide
    fields = ("check_minutes", "trip_minutes", "shadow", "hold_out", "explore", "adopt_band")
    assert [getattr(guide, field) for field in fields] == [0, 0, False, 0, 0, 0]
