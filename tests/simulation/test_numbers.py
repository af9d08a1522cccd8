"""A simulation finds the numbers that can be worked out without one."""

from math import exp

import pytest

from .cast import (
    SUPPORT,
    bell,
    entries,
    found,
    near_mean,
    near_share,
    new_battery,
    plan_of,
    simulate,
    walks_of,
)

VISITS = 4000


@pytest.mark.parametrize("policy", ["engine", "file-order"])
def test_one_cause_and_one_step(policy):
    numbers = found(bell(steps=[new_battery(skip=0.25)]), policy)
    resolved, work = 0.75 * 0.6, 0.75 * 4 + 0.25 * 0.5
    assert numbers["resolved"]["mean"] == near_share(resolved, VISITS)
    assert numbers["handed_over"]["mean"] == near_share(1 - resolved, VISITS)
    assert near_mean(numbers["hands_on_minutes"], work)
    assert near_mean(numbers["minutes"], work + SUPPORT * (1 - resolved))
    assert near_mean(numbers["minutes_without_support"], work)
    assert numbers["waiting_minutes"]["mean"] == numbers["left"]["mean"] == 0
    assert (numbers["steps"]["mean"], numbers["questions"]["mean"]) == (1, 0)


def test_the_interval_is_as_wide_as_the_spread_says():
    numbers = found(bell())
    p = numbers["handed_over"]["mean"]
    spread = SUPPORT * (p * (1 - p) / VISITS) ** 0.5
    width = numbers["minutes"]["high"] - numbers["minutes"]["low"]
    assert width == pytest.approx(2 * 1.96 * spread, rel=1e-3)
    assert numbers["minutes"]["low"] < numbers["minutes"]["mean"] < numbers["minutes"]["high"]


def test_waiting_and_disruption_count_as_the_engine_counts_them():
    step = new_battery(wait_minutes=30, disruption=3)
    settings = {"waiting_weight": 0.1, "disruption_minutes": {"3": 8}}
    numbers = found(bell(steps=[step], **settings), visits=200)
    assert numbers["hands_on_minutes"]["mean"] == 4
    assert numbers["waiting_minutes"]["mean"] == 30
    assert numbers["minutes_without_support"]["mean"] == 34
    assert numbers["effective_minutes_without_support"]["mean"] == 4 + 0.1 * 30 + 8


def test_a_weight_on_support_counts_for_the_engine_and_not_in_plain_minutes():
    numbers = found(bell(support_weight=3))
    needed = SUPPORT * numbers["handed_over"]["mean"]
    work = numbers["minutes_without_support"]["mean"]
    assert numbers["minutes"]["mean"] == pytest.approx(work + needed)
    assert numbers["effective_minutes"]["mean"] == pytest.approx(work + 3 * needed)


def test_a_step_that_takes_time_is_waited_for_and_then_judged():
    _, walked = next(walks_of(bell(steps=[new_battery(wait_minutes=30, fixes={"battery": 1.0})])))
    assert entries(walked) == [
        ("started", "", ""),
        ("result", "new-battery", "waiting"),
        ("changed", "new-battery", "fixed"),
    ]
    assert [said.minutes for said in walked.said] == [0, 4, 34]


def test_leaving_goes_on_at_the_same_rate_through_the_work():
    rate, work = 0.1, 4
    numbers = found(bell(), leave_per_minute=rate)
    stay = exp(-rate * work)
    assert numbers["left"]["mean"] == near_share(1 - stay, VISITS)
    assert numbers["resolved"]["mean"] == near_share(stay * 0.6, VISITS)
    assert near_mean(numbers["hands_on_minutes"], (1 - stay) / rate)


def test_nobody_leaves_while_waiting():
    numbers = found(bell(steps=[new_battery(minutes=0, wait_minutes=600)]), leave_per_minute=1)
    assert numbers["left"]["mean"] == 0


def test_who_leaves_says_nothing_of_what_they_were_doing():
    for someone, walked in walks_of(bell(), leave_per_minute=0.2):
        if someone.patience < 4:
            assert entries(walked) == [("started", "", "")]
            assert walked.outcome == "open"
            assert walked.hands_on == someone.patience


def test_support_names_a_cause_that_is_still_there_as_often_as_it_says():
    over = [(p, w) for p, w in walks_of(bell(), people=4000, label_share=0.3) if not fixed(w)]
    named = [(p, w) for p, w in over if w.said[-1].entry.kind == "diagnosed"]
    assert len(named) / len(over) == near_share(0.3, len(over))
    assert {w.said[-1].entry.key for _, w in named} == {"battery"}
    assert {w.outcome for _, w in named} == {"handed_over"}


def fixed(walked):
    return walked.outcome == "resolved"


def test_a_workaround_ends_a_visit_as_often_as_it_is_enough():
    knock = {"key": "knock", "minutes": 1, "kind": "workaround"}
    numbers = found(bell(steps=[new_battery(), knock]), enough={"knock": 0.7})
    assert numbers["resolved"]["mean"] == near_share(0.6, VISITS)
    assert numbers["worked_around"]["mean"] == near_share(0.4 * 0.7, VISITS)
    assert numbers["handed_over"]["mean"] == near_share(0.4 * 0.3, VISITS)


def test_a_visit_ends_only_when_all_causes_are_gone():
    """Both are always there: the second step to be done tells that it worked, the first never."""
    both = {"joint": [{"causes": ["battery", "wire"], "probability": 1}]}
    steps = [
        new_battery(fixes={"battery": 1.0}),
        {"key": "new-wire", "minutes": 5, "fixes": {"wire": 1.0}},
    ]
    guide = bell(causes={"battery": 0.7, "wire": 0.7}, steps=steps)
    for _, walked in walks_of(guide, people=20, causes=both):
        results = [value for kind, _, value in entries(walked) if kind == "result"]
        assert results == ["no_help", "fixed"]


def test_a_step_clears_each_of_several_causes_by_itself():
    both = {"joint": [{"causes": ["battery", "wire"], "probability": 1}]}
    steps = [new_battery(fixes={"battery": 0.5, "wire": 0.6})]
    guide = bell(causes={"battery": 0.7, "wire": 0.7}, steps=steps)
    assert found(guide, causes=both)["resolved"]["mean"] == near_share(0.5 * 0.6, VISITS)


def test_effects_of_the_file_replace_those_of_the_guide():
    numbers = found(bell(), effects={"new-battery": {"battery": 0.2}})
    assert numbers["resolved"]["mean"] == near_share(0.2, VISITS)


def test_the_same_people_meet_both_orders_with_the_same_luck():
    """The dear step stands first in the file, so that the engine turns the two about."""
    steps = [
        {"key": "new-wire", "minutes": 20, "fixes": {"wire": 0.9}},
        new_battery(minutes=2, fixes={"battery": 0.9}),
    ]
    guide = bell(causes={"battery": 0.5, "wire": 0.5}, steps=steps, support_minutes=500)
    numbers = simulate(plan_of(guide))
    difference = numbers["engine_minus_file_order"]
    assert difference["resolved"] == {"mean": 0, "low": 0, "high": 0}
    assert near_mean(difference["minutes"], 0.5 * 0.9 * (2 - 22) + 0.5 * 0.9 * (22 - 20))
    engine, other = (numbers["policies"][name]["minutes"] for name in ("engine", "file-order"))
    assert difference["minutes"]["mean"] == pytest.approx(engine["mean"] - other["mean"], abs=1e-5)
    apart = engine["high"] - engine["low"] + other["high"] - other["low"]
    assert difference["minutes"]["high"] - difference["minutes"]["low"] < apart / 5


def test_an_order_alone_has_no_difference():
    plan = plan_of(bell(), visits=10, policies=["engine"])
    assert list(simulate(plan)["policies"]) == ["engine"]
    assert "engine_minus_file_order" not in simulate(plan)


def test_a_test_that_is_put_off_tells_about_all_steps_that_wait_for_it():
    """Two cheap steps with a dear test: both are done, then tested once."""
    steps = [
        new_battery(minutes=1, fixes={"battery": 0.9}),
        {"key": "new-wire", "minutes": 1, "fixes": {"wire": 0.9}},
    ]
    guide = bell(
        causes={"battery": 0.5, "wire": 0.5}, steps=steps, check_minutes=40, support_minutes=500
    )
    _, walked = next(walks_of(guide))
    first, second = ({"new-battery", "new-wire"}, {"waiting"})
    said = entries(walked)[1:]
    assert said[0][2] in second
    assert {key for _, key, _ in said} == first
    assert {value for _, _, value in said[1:]} - {"waiting"} in ({"fixed"}, {"no_help"})
    assert walked.hands_on == 1 + 1 + 40
