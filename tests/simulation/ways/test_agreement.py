"""The tree of ways through agrees with simulated visits: 20,000 in a long run, else 5,000.

The tolerance: a branch that at least 1 in 100 people take may differ by four standard errors of a
share among so many visits, 4 * sqrt(p (1 - p) / N), and by the part of people whose mix of causes
is too rare to be in the tree (at most 1 in 1000). With some 60 branches one run in 250 would fail
by chance; the people are the same in every run, so it never does.
"""

from dataclasses import replace

import pytest

from tests.simulation.cast import bell, lamp, near_share, new_battery
from tests.trying import tries
from troubleshooter.content.engine_values import editorial_parameters
from troubleshooter.models import Outcome
from troubleshooter.simulation.policies import PolicyName
from troubleshooter.simulation.ways.population import truth_of

from .crowded import LEAST_SHARE, came_by, disagreements, forecast_of, places, shipped, walked

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def printer_visits():
    return walked(shipped("printer"), tries(20_000))


@pytest.fixture(scope="module")
def printer_counted(printer_visits):
    return came_by(printer_visits)


@pytest.fixture(scope="module")
def printer_followed():
    """Nearly everyone followed to the end."""
    return forecast_of(shipped("printer"), most=3000)


def test_every_branch_of_thousands_of_visits_is_foretold(printer_visits, printer_counted):
    forecast = forecast_of(shipped("printer"))
    assert disagreements(forecast, printer_visits, printer_counted) == []
    assert sum(share >= LEAST_SHARE for _, share in places(forecast.tree)) > 40


def test_what_becomes_of_thousands_of_visits_is_foretold(printer_visits, printer_followed):
    expected = printer_followed.expected
    ends = dict.fromkeys(Outcome, 0)
    for visit in printer_visits:
        ends[visit.outcome] += 1
    many = len(printer_visits)
    assert ends[Outcome.RESOLVED] / many == near_share(expected.resolved, many)
    assert ends[Outcome.HANDED_OVER] / many == near_share(expected.handed_over, many)
    hands_on = sum(visit.hands_on for visit in printer_visits) / many
    assert hands_on == pytest.approx(expected.hands_on, rel=0.03)
    waiting = sum(visit.waiting for visit in printer_visits) / many
    assert waiting == pytest.approx(expected.waiting, rel=0.1)


def test_those_who_are_not_followed_to_the_end_are_counted_nearly_as_well(printer_followed):
    few, many = forecast_of(shipped("printer"), most=60), printer_followed
    assert few.followed < 0.75 < 0.99 < many.followed
    assert few.expected.resolved == pytest.approx(many.expected.resolved, abs=0.02)
    assert few.expected.hands_on == pytest.approx(many.expected.hands_on, rel=0.05)
    assert few.expected.until_fixed == pytest.approx(many.expected.until_fixed, rel=0.08)


def test_the_large_guide_is_foretold():
    forecast, visits = (
        forecast_of(shipped("icloud-backup")),
        walked(shipped("icloud-backup"), tries(1200)),
    )
    assert disagreements(forecast, visits) == []
    resolved = sum(visit.outcome == Outcome.RESOLVED for visit in visits) / len(visits)
    assert resolved == near_share(forecast.expected.resolved, len(visits))


def test_gates_safeguards_waiting_and_workarounds_are_foretold():
    assert disagreements(forecast_of(lamp()), walked(lamp(), tries(4000))) == []


def test_the_editors_order_is_foretold():
    guide = shipped("printer")
    forecast = forecast_of(guide, editors_order=True)
    assert disagreements(forecast, walked(guide, tries(4000), PolicyName.FILE_ORDER)) == []


def test_steps_that_share_a_test_are_foretold():
    guide = bell(
        causes={"battery": 0.5, "button": 0.4, "wire": 0.3},
        steps=[
            new_battery(minutes=1, skip=0.1),
            {"key": "clean-button", "minutes": 1, "fixes": {"button": 0.7, "battery": 0.1}},
            {"key": "new-wire", "minutes": 2, "fixes": {"wire": 0.8}, "skip": 0.2},
        ],
        check_minutes=15,
        support_minutes=120,
    )
    forecast, visits = forecast_of(guide), walked(guide, tries(4000))
    assert any(crossing.postponed for crossing in _crossings(forecast.tree))
    assert disagreements(forecast, visits) == []
    hands_on = sum(visit.hands_on for visit in visits) / len(visits)
    assert hands_on == pytest.approx(forecast.expected.hands_on, rel=0.03)


@pytest.mark.parametrize("ignored", ["unsure", "skip", "effects"])
def test_a_tree_of_other_people_is_noticed(printer_visits, printer_counted, ignored):
    """The planted fault: a tree in which nobody is unsure, or turns a step down, or is helped less
    than always."""
    guide = shipped("printer")
    truth = truth_of(guide.content, editorial_parameters(guide.content))
    wrong = {
        "unsure": dict.fromkeys(truth.unsure, 0.0),
        "skip": dict.fromkeys(truth.skip, 0.0),
        "effects": {step: dict.fromkeys(causes, 1.0) for step, causes in truth.effects.items()},
    }
    other = replace(truth, **{ignored: wrong[ignored]})
    assert disagreements(forecast_of(guide, truth=other), printer_visits, printer_counted)


def _crossings(crossing):
    yield crossing
    for branch in crossing.branches:
        if branch.then is not None:
            yield from _crossings(branch.then)
