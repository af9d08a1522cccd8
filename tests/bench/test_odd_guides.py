"""Guides that broke the engine once, found by the thousand and made as small as they go."""

from troubleshooter.engine import Evidence, Guide, Parameters, Question, Result, Step, next_move

A, B = Step(key="a", minutes=5), Step(key="b", minutes=5)
QUESTION = Question(key="q", options=("x", "y"), minutes=1)


def test_steps_that_always_work_leave_nothing_to_ask_about():
    guide = Guide(
        key="g", support_minutes=50, causes=("c", "d"), questions=(QUESTION,), steps=(A, B)
    )
    parameters = Parameters(
        shares={"c": 0.5, "d": 0.5},
        effects={"a": {"c": 1.0}, "b": {"d": 1.0}},
        likelihood={"q": {"c": (0.9, 0.1)}},
    )
    assert next_move(guide, parameters, Evidence()).key == "a"


def test_another_step_is_tried_where_one_that_always_works_has_not():
    guide = Guide(key="g", support_minutes=5000, causes=("c",), steps=(A, B))
    parameters = Parameters(shares={"c": 1.0}, effects={"a": {"c": 1.0}, "b": {"c": 0.5}})
    after = Evidence(steps={"a": Result.NO_HELP})
    assert next_move(guide, parameters, after).key == "b"


def test_a_question_about_a_cause_that_never_is_there_is_not_asked():
    free = Question(key="nothing", options=("x", "y"), minutes=0)
    telling = Question(key="q", options=("x", "y"), minutes=0)
    guide = Guide(
        key="g",
        support_minutes=60,
        causes=("c", "d", "never"),
        questions=(free, telling),
        steps=(Step(key="a", minutes=20), Step(key="b", minutes=20)),
    )
    parameters = Parameters(
        shares={"c": 0.5, "d": 0.5},
        effects={"a": {"c": 0.9}, "b": {"d": 0.9}},
        likelihood={"nothing": {"never": (0.9, 0.1)}, "q": {"c": (0.9, 0.1), "d": (0.1, 0.9)}},
    )
    assert next_move(guide, parameters, Evidence()).key == "q"
