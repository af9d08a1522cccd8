"""The engine agrees with an independent implementation of the same mathematics."""

import pytest

from troubleshooter.engine import believe, look_ahead

from .reference import STATES, evidence_values, guide_values, name

pytestmark = pytest.mark.parametrize("state", STATES, ids=name)
CLOSE = {"rel": 0, "abs": 1e-6}


def values(state):
    file, case = state
    return (*guide_values(file), evidence_values(case)), case


def test_belief_chances_and_answers_agree(state):
    given, case = values(state)
    belief = believe(*given)
    assert belief.still_present == pytest.approx(case["still_present"], **CLOSE)
    chances = {step: belief.chance(step) for step in case["chance"]}
    assert chances == pytest.approx(case["chance"], **CLOSE)
    for question, answers in case["answers"].items():
        assert list(belief.answers(question).values()) == pytest.approx(answers, **CLOSE)


def test_plan_and_expected_minutes_agree(state):
    given, case = values(state)
    outlook = look_ahead(*given)
    assert list(outlook.plan) == case["plan"]
    assert outlook.expected_minutes == pytest.approx(
        case["expected_minutes_no_more_questions"], **CLOSE
    )
    assert outlook.asking_now == pytest.approx(case["asking_now"], **CLOSE)
