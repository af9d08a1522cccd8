"""Small guides and populations whose numbers can be worked out by hand."""

import json
from math import sqrt

from tests.conftest import GUIDES
from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.content.checks import check
from troubleshooter.content.engine_values import editorial_parameters
from troubleshooter.content.reader import read_guide
from troubleshooter.content.schema import GuideContent
from troubleshooter.simulation.person import person
from troubleshooter.simulation.plan import Plan
from troubleshooter.simulation.policies import Policies, PolicyName
from troubleshooter.simulation.run import simulate
from troubleshooter.simulation.truth_file import read_truth
from troubleshooter.simulation.walk import walk

LAMP = GUIDES / "lamp.yaml"
SUPPORT = 60.0
BOTH = tuple(PolicyName)


def lamp() -> PublishedGuide:
    content, problems = read_guide(LAMP.read_bytes())
    assert problems == ()
    return published(content)


def published(content) -> PublishedGuide:
    return PublishedGuide(revision_id=0, number=0, content=content)


def bell(*, causes=None, steps=None, questions=(), **settings) -> PublishedGuide:
    """A door bell that stays silent. One cause (its battery) and one step, if nothing else is said."""
    content = GuideContent.model_validate(
        {
            "format": 1,
            "key": "bell",
            "title": "The bell is silent",
            "summary": "You press it, and nothing rings.",
            "language": "en",
            "support_minutes": SUPPORT,
            "platforms": [{"key": "any", "name": "Any", "versions": ["1"]}],
            "causes": [
                {"key": key, "name": key, "share": share}
                for key, share in (causes or {"battery": 1.0}).items()
            ],
            "steps": [
                {"title": one["key"], "disruption": 1, **one} for one in (steps or [new_battery()])
            ],
            "questions": questions,
            **settings,
        }
    )
    assert check(content) == ()
    return published(content)


def new_battery(**settings):
    return {"key": "new-battery", "minutes": 4, "fixes": {"battery": 0.6}, **settings}


def truth_of(guide, **given):
    return read_truth(json.dumps(given).encode(), guide)


def plan_of(guide, *, visits=4000, seed=1, policies=BOTH, **given) -> Plan:
    return Plan(
        guide=guide,
        parameters=editorial_parameters(guide.content),
        truth=truth_of(guide, **given),
        policies=policies,
        visits=visits,
        seed=seed,
    )


def found(guide, policy="engine", **settings):
    """What a simulation says of one order."""
    return simulate(plan_of(guide, **settings))["policies"][policy]


def walks_of(guide, *, people=200, seed=1, policy=PolicyName.ENGINE, **given):
    """Each person of a population with the visit that they make."""
    truth = truth_of(guide, **given)
    policies = Policies(guide, editorial_parameters(guide.content), for_events=True)
    for number in range(people):
        someone = person(truth, seed, number)
        yield someone, walk(policies.of(policy, someone.luck.lot()), someone)


def people_of(guide, count=4000, seed=1, **given):
    truth = truth_of(guide, **given)
    return [person(truth, seed, number) for number in range(count)]


def near_share(expected, count):
    """Four standard errors about a share: one test in some ten thousand fails by chance."""
    reach = 4 * sqrt(expected * (1 - expected) / count) + 1e-9
    return between(expected - reach, expected + reach)


class between:  # noqa: N801
    def __init__(self, low, high):
        self.low, self.high = low, high

    def __eq__(self, number):
        return self.low <= number <= self.high

    def __repr__(self):
        return f"{self.low:.5f} to {self.high:.5f}"


def near_mean(estimate, expected, errors=4):
    """Whether the expected value is within so many standard errors of the estimate."""
    reach = (estimate["high"] - estimate["low"]) / 2 / 1.96 * errors + 1e-6
    return abs(estimate["mean"] - expected) <= reach


def entries(walked):
    return [(s.entry.kind.value, s.entry.key, s.entry.value) for s in walked.said]
