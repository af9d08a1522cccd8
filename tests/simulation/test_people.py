"""People have the causes, give the answers and live on the devices that the truth says."""

from collections import Counter
from math import exp, pi, sqrt
from statistics import NormalDist

import pytest

from troubleshooter.simulation.copula import lower_triangle
from troubleshooter.simulation.draws import Luck

from .cast import bell, between, lamp, near_share, new_battery, people_of

NORMAL = NormalDist()
COUNT = 4000


def share_of(people, cause):
    return sum(cause in someone.causes for someone in people) / len(people)


def three_causes(*shares):
    keys = ("battery", "wire", "button")
    steps = [
        new_battery(),
        {"key": "rest", "minutes": 5, "fixes": {"wire": 0.5, "button": 0.5}},
    ]
    return bell(causes=dict(zip(keys, shares)), steps=steps)


def test_shares_up_to_one_mean_one_cause_at_a_time():
    people = people_of(three_causes(0.5, 0.3, 0.2))
    assert {len(someone.causes) for someone in people} == {1}
    for cause, share in (("battery", 0.5), ("wire", 0.3), ("button", 0.2)):
        assert share_of(people, cause) == near_share(share, COUNT)


def test_shares_above_one_are_those_of_people_with_the_problem():
    """Independent causes, given that there is one. The number with all three is another check."""
    shares = (0.6, 0.5, 0.4)
    people = people_of(three_causes(*shares))
    assert min(len(someone.causes) for someone in people) == 1
    for cause, share in zip(("battery", "wire", "button"), shares):
        assert share_of(people, cause) == near_share(share, COUNT)
    trouble = root(lambda q: 1 - (1 - 0.6 * q) * (1 - 0.5 * q) * (1 - 0.4 * q) - q)
    all_three = 0.6 * 0.5 * 0.4 * trouble**2
    assert share_with(people, 3) == near_share(all_three, COUNT)


def root(function):
    low, high = 1e-6, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return low


def share_with(people, number):
    return sum(len(someone.causes) == number for someone in people) / len(people)


def test_a_joint_distribution_is_taken_as_it_is():
    joint = [
        {"causes": ["battery"], "probability": 0.2},
        {"causes": ["battery", "wire"], "probability": 0.7},
        {"causes": ["button"], "probability": 0.1},
    ]
    people = people_of(three_causes(0.5, 0.3, 0.2), causes={"joint": joint})
    counts = Counter(someone.causes for someone in people)
    for row in joint:
        part = counts.pop(frozenset(row["causes"])) / COUNT
        assert part == near_share(row["probability"], COUNT)
    assert not counts


@pytest.mark.parametrize("correlation", [0.7, 0.3, -0.4])
def test_pairs_go_together_or_avoid_each_other_as_far_as_they_are_correlated(correlation):
    """Against the integral of the bivariate normal distribution, and with the shares kept."""
    one, other = 0.7, 0.6
    guide = bell(causes={"battery": one, "wire": other}, steps=[both_fixed()])
    pair = {"causes": ["battery", "wire"], "correlation": correlation}
    people = people_of(guide, causes={"pairs": [pair]})
    trouble = root(lambda q: (one + other) * q - both(one * q, other * q, correlation) - q)
    expected = both(one * trouble, other * trouble, correlation) / trouble
    reach = 0.03  # four standard errors
    assert share_with(people, 2) == between(expected - reach, expected + reach)
    assert share_of(people, "battery") == between(one - reach, one + reach)
    assert share_of(people, "wire") == between(other - reach, other + reach)


def both_fixed():
    return new_battery(fixes={"battery": 0.6, "wire": 0.6})


def both(p, q, correlation, steps=2000):
    """P(both of two correlated normal numbers are below their quantiles), by the midpoint rule."""
    end, other = NORMAL.inv_cdf(p), NORMAL.inv_cdf(q)
    width, rest = (end + 8) / steps, sqrt(1 - correlation**2)
    points = (-8 + (step + 0.5) * width for step in range(steps))
    return sum(
        exp(-z * z / 2) / sqrt(2 * pi) * NORMAL.cdf((other - correlation * z) / rest) * width
        for z in points
    )


def test_the_triangle_multiplied_by_itself_is_the_matrix():
    matrix = [[1, 0.5, -0.2], [0.5, 1, 0.3], [-0.2, 0.3, 1]]
    triangle = [row + [0] * (3 - len(row)) for row in lower_triangle(matrix)]
    for i in range(3):
        for j in range(3):
            assert sum(triangle[i][k] * triangle[j][k] for k in range(3)) == pytest.approx(
                matrix[i][j]
            )


def ring(options):
    return [
        {
            "key": "ring",
            "text": "Does it hum?",
            "minutes": 1,
            "unsure": 0.0,
            "options": [{"label": key, "key": key, **numbers} for key, numbers in options.items()],
        }
    ]


HUM = {
    "loud": {"usual": 0.1, "likelihood": {"battery": 0.6, "wire": 0.3}},
    "soft": {"usual": 0.3, "likelihood": {"battery": 0.3, "wire": 0.1}},
    "none": {"usual": 0.6, "likelihood": {"battery": 0.1, "wire": 0.6}},
}


def answers_of(people):
    counts = Counter(someone.answer("ring") for someone in people)
    return {key: count / len(people) for key, count in counts.items()}


def humming(**settings):
    return bell(causes={"battery": 0.6, "wire": 0.6}, steps=[both_fixed()], **settings)


@pytest.mark.parametrize(
    ("causes", "weights"),
    [
        (["battery"], [0.6, 0.3, 0.1]),
        (["wire"], [0.3, 0.1, 0.6]),
        (["battery", "wire"], [0.6 * 0.3 / 0.1, 0.3 * 0.1 / 0.3, 0.1 * 0.6 / 0.6]),
    ],
)
def test_answers_come_as_the_causes_together_make_them(causes, weights):
    joint = [{"causes": causes, "probability": 1}]
    answers = answers_of(people_of(humming(questions=ring(HUM)), causes={"joint": joint}))
    for option, weight in zip(HUM, weights):
        assert answers[option] == near_share(weight / sum(weights), COUNT)


def test_a_cause_that_the_question_does_not_name_changes_nothing():
    options = {
        "loud": {"usual": 0.2, "likelihood": {"wire": 0.9}},
        "none": {"usual": 0.8, "likelihood": {"wire": 0.1}},
    }
    joint = [{"causes": ["battery"], "probability": 1}]
    answers = answers_of(people_of(humming(questions=ring(options)), causes={"joint": joint}))
    assert answers["loud"] == near_share(0.2, COUNT)


def test_noise_and_not_sure_are_as_common_as_the_truth_says():
    joint = [{"causes": ["battery"], "probability": 1}]
    given = {"causes": {"joint": joint}, "noise": 0.5, "unsure": {"ring": 0.2}}
    answers = answers_of(people_of(humming(questions=ring(HUM)), **given))
    assert answers["unsure"] == near_share(0.2, COUNT)
    assert answers["loud"] == near_share(0.8 * (0.5 * 0.6 + 0.5 / 3), COUNT)


def test_answers_of_the_file_replace_those_of_the_guide():
    joint = [{"causes": ["battery"], "probability": 1}]
    options = {
        "loud": {"usual": 0.1, "likelihood": {"battery": 0.05}},
        "soft": {"usual": 0.1, "likelihood": {"battery": 0.05}},
        "none": {"usual": 0.8, "likelihood": {"battery": 0.9}},
    }
    given = {"causes": {"joint": joint}, "answers": {"ring": options}}
    answers = answers_of(people_of(humming(questions=ring(HUM)), **given))
    assert answers["none"] == near_share(0.9, COUNT)


def test_devices_are_as_common_as_the_truth_says():
    mix = [
        {"platform": "desk", "version": "2", "share": 3},
        {"platform": "floor", "share": 1},
    ]
    people = people_of(lamp(), platforms=mix)
    devices = Counter((p.device.platform, p.device.version) for p in people)
    assert devices[("desk", "2")] / COUNT == near_share(0.75, COUNT)
    assert devices[("floor", "")] == COUNT - devices[("desk", "2")]


def test_luck_hangs_on_who_and_where_and_is_spread_evenly():
    luck = [Luck(seed=3, person=number) for number in range(COUNT)]
    numbers = [one.uniform("skip", "new-battery") for one in luck]
    assert numbers == [one.uniform("skip", "new-battery") for one in reversed(luck)][::-1]
    assert len(set(numbers)) == COUNT
    for tenth in range(10):
        part = sum(tenth / 10 <= number < (tenth + 1) / 10 for number in numbers) / COUNT
        assert part == near_share(0.1, COUNT)
    other = [one.uniform("skip", "new-wire") for one in luck]
    apart = sum((a < 0.5) == (b < 0.5) for a, b in zip(numbers, other)) / COUNT
    assert apart == near_share(0.5, COUNT)
    assert Luck(seed=4, person=0).uniform("x") != Luck(seed=3, person=0).uniform("x")


def test_paths_are_missing_on_the_versions_that_the_truth_names():
    people = people_of(lamp(), missing_paths={"switch": {"2": 0.3}})
    missed = {
        version: [one.path_not_found(["model", "switch"]) for one in people_with(people, version)]
        for version in ("1", "2")
    }
    assert set(missed["1"]) == {None}
    assert set(missed["2"]) == {None, "switch"}
    share = missed["2"].count("switch") / len(missed["2"])
    assert share == near_share(0.3, len(missed["2"]))
    assert {one.path_not_found(["model"]) for one in people} == {None}


def people_with(people, version):
    return [one for one in people if one.device.version == version]
