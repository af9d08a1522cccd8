"""The engine is told what a guide says, with nothing left to look up."""

from tests.content.sample_guides import content_of, lamp_draft
from troubleshooter.content.engine_values import engine_guide

from .faults import KETTLE


def steps_of(content):
    return {step.key: step for step in engine_guide(content).steps}


def test_a_step_says_what_its_own_test_costs_or_the_guide_does():
    draft = lamp_draft()
    draft["check_minutes"] = 30
    draft.step("plug-in")["check_minutes"] = 0
    draft.step("rewire")["check_minutes"] = 45
    minutes = {key: step.check_minutes for key, step in steps_of(draft.content()).items()}
    assert minutes.pop("plug-in") == 0
    assert minutes.pop("rewire") == 45
    assert set(minutes.values()) == {30}


def test_tests_cost_nothing_and_trips_save_nothing_where_the_guide_is_silent():
    guide = engine_guide(lamp_draft().content())
    assert guide.trip_minutes == 0
    assert {(step.check_minutes, step.test) for step in guide.steps} == {(0, "")}


def test_a_step_is_at_its_first_path_and_names_its_test():
    content = content_of(KETTLE.encode())
    steps = steps_of(content)
    assert engine_guide(content).trip_minutes == 0.4
    assert (steps["plug-in"].place, steps["plug-in"].test) == ("label", "glow")
    assert (steps["shut-lid"].place, steps["shut-lid"].test) == ("", "")
