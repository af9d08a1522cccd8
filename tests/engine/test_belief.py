"""Belief, against enumeration over every set of causes, and at the limits of its numbers."""

from itertools import product
from math import isfinite, prod

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from troubleshooter.engine import Evidence, Guide, Parameters, Question, Step, believe

from .strategies import examples, states

SLIP = 0.02
ABSENT, CLEARED, THERE = range(3)


def mixed(distribution):
    return [(1 - SLIP) * p + SLIP / len(distribution) for p in distribution]


def chance_of_trouble(shares):
    """Q = 1 - prod(1 - share Q) by halving, written without a look at the engine."""
    low, high = 1e-9, 1.0
    while high - low > 1e-15:
        q = (low + high) / 2
        low, high = (q, high) if 1 - prod(1 - x * q for x in shares) > q else (low, q)
    return high


class Enumeration:
    """Every cause is absent, was there and is cleared, or is still there: count all of it."""

    def __init__(self, guide, parameters, evidence):
        self.guide, self.parameters, self.evidence = guide, parameters, evidence
        shares = [parameters.shares[cause] for cause in guide.causes]
        self.single = sum(shares) <= 1 + 1e-4
        scale = 1 / sum(shares) if self.single else chance_of_trouble(shares)
        self.present = [share * scale for share in shares]
        worlds = product((ABSENT, CLEARED, THERE), repeat=len(shares))
        weights = {world: self.weigh(world) for world in worlds if THERE in world}
        total = sum(weights.values())
        self.worlds = {world: weight / total for world, weight in weights.items()}

    def weigh(self, world):
        if self.single and sum(state != ABSENT for state in world) != 1:
            return 0.0
        weight = 1.0
        for place, state in enumerate(world):
            p, left = self.present[place], self.left(place)
            if state != ABSENT:
                weight *= p * (left if state == THERE else 1 - left)
            elif not self.single:
                weight *= 1 - p
        return weight * prod(
            self.likelihood(question, question.options.index(answer), world)
            for question in self.guide.questions
            if (answer := self.evidence.questions.get(question.key)) in question.options
        )

    def left(self, place):
        cause = self.guide.causes[place]
        return prod(
            1 - self.parameters.effects[step.key].get(cause, 0.0)
            for step in self.guide.steps
            if self.evidence.steps.get(step.key) == "no_help"
        )

    def likelihood(self, question, option, world):
        usual = mixed(self.parameters.usual[question.key])[option]
        columns = self.parameters.likelihood[question.key]
        return usual * prod(
            mixed(columns[cause])[option] / usual
            for cause, state in zip(self.guide.causes, world, strict=True)
            if state != ABSENT and cause in columns
        )

    def still_present(self, place):
        return sum(weight for world, weight in self.worlds.items() if world[place] == THERE)

    def chance(self, step):
        effects = self.parameters.effects[step]
        return sum(
            weight
            * prod(
                effects.get(cause, 0.0)
                for cause, state in zip(self.guide.causes, world, strict=True)
                if state == THERE
            )
            for world, weight in self.worlds.items()
        )

    def answers(self, question):
        joint = [
            sum(w * self.likelihood(question, option, world) for world, w in self.worlds.items())
            for option in range(len(question.options))
        ]
        return [p / sum(joint) for p in joint]


moderate = st.floats(0.01, 0.95)


@st.composite
def moderate_states(draw):
    """Up to four causes with numbers that enumeration can bear: none at 0 or 1."""
    causes = tuple(f"c{number}" for number in range(draw(st.integers(1, 4))))
    named = st.dictionaries(st.sampled_from(causes), moderate)
    steps = tuple(Step(key=f"s{number}", minutes=1) for number in range(3))
    questions = tuple(
        Question(key=f"q{number}", options=("yes", "no"), minutes=1) for number in range(2)
    )
    parameters = Parameters(
        shares={cause: draw(moderate) for cause in causes},
        effects={step.key: draw(named) for step in steps},
        usual={q.key: (p := draw(moderate), 1 - p) for q in questions},
        likelihood={
            q.key: {cause: (p, 1 - p) for cause, p in draw(named).items()} for q in questions
        },
    )
    answers = st.dictionaries(st.sampled_from(["q0", "q1"]), st.sampled_from(["yes", "no"]))
    results = st.dictionaries(
        st.sampled_from(["s0", "s1", "s2"]), st.sampled_from(["no_help", "could_not", "waiting"])
    )
    evidence = Evidence(questions=draw(answers), steps=draw(results))
    guide = Guide(key="any", support_minutes=30, causes=causes, questions=questions, steps=steps)
    return guide, parameters, evidence


@given(moderate_states())
def test_belief_is_what_enumeration_finds(state):
    guide, parameters, _ = state
    # Just above one, a joint cause is so rare that halving on either side loses its digits.
    assume(not 1 < sum(parameters.shares.values()) < 1.01)
    truth, belief = Enumeration(*state), believe(*state)
    for place, cause in enumerate(guide.causes):
        assert belief.still_present[cause] == pytest.approx(truth.still_present(place), abs=1e-7)
    for step in guide.steps:
        assert belief.chance(step.key) == pytest.approx(truth.chance(step.key), abs=1e-7)
    for question in guide.questions:
        found = list(belief.answers(question.key).values())
        assert found == pytest.approx(truth.answers(question), abs=1e-7)


@given(st.lists(st.floats(0.05, 1), min_size=2, max_size=8))
def test_before_any_evidence_causes_are_as_common_as_their_shares(shares):
    assume(sum(shares) > 1.01)
    causes = tuple(f"c{number}" for number in range(len(shares)))
    by_cause = dict(zip(causes, shares, strict=True))
    guide = Guide(key="any", support_minutes=30, causes=causes)
    belief = believe(guide, Parameters(shares=by_cause), Evidence())
    assert belief.still_present == pytest.approx(by_cause, abs=1e-9)


@given(states())
def test_probabilities_stay_between_nothing_and_certainty(state):
    guide, parameters, _ = state
    belief = believe(*state)
    found = list(belief.still_present.values())
    found += [belief.chance(step.key) for step in guide.steps]
    for question in guide.questions:
        answers = list(belief.answers(question.key).values())
        assert sum(answers) == pytest.approx(1)
        found += answers
    assert all(isfinite(p) and 0 <= p <= 1 for p in found)
    if sum(parameters.shares.values()) <= 1:
        assert sum(belief.still_present.values()) == pytest.approx(1)


@given(examples(), st.data())
def test_the_order_of_the_evidence_is_irrelevant(example, data):
    guide, parameters = example
    results = {step.key: "no_help" for step in guide.steps}
    answers = {question.key: question.options[0] for question in guide.questions}
    shuffled = Evidence(
        questions=dict(data.draw(st.permutations(list(answers.items())))),
        steps=dict(data.draw(st.permutations(list(results.items())))),
    )
    assert believe(*example, shuffled) == believe(
        guide, parameters, Evidence(questions=answers, steps=results)
    )


def one_cause(**numbers):
    guide = Guide(
        key="any",
        support_minutes=30,
        causes=("a", "b"),
        steps=(Step(key="cure-a", minutes=1), Step(key="cure-b", minutes=1)),
    )
    effects = {"cure-a": {"a": 1.0}, "cure-b": {"b": 1.0}}
    return guide, Parameters(effects=effects, **numbers)


def test_causes_without_any_share_are_equally_likely():
    belief = believe(*one_cause(shares={"a": 0.0, "b": 0.0}), Evidence())
    assert belief.still_present == pytest.approx({"a": 0.5, "b": 0.5})


def test_a_cause_with_a_share_of_one_is_always_involved():
    belief = believe(*one_cause(shares={"a": 1.0, "b": 0.5}), Evidence())
    assert belief.still_present == pytest.approx({"a": 1.0, "b": 0.5})


@pytest.mark.parametrize("shares", [{"a": 0.7, "b": 0.3}, {"a": 0.7, "b": 0.9}])
def test_when_every_certain_cure_has_failed_the_people_are_doubted_not_the_arithmetic(shares):
    """Each cause has been ruled out, yet the problem is there: belief falls back on the shares."""
    failed = Evidence(steps={"cure-a": "no_help", "cure-b": "no_help"})
    belief = believe(*one_cause(shares=shares), failed)
    assert sum(belief.still_present.values()) == pytest.approx(1)
    one_failed = Evidence(steps={"cure-a": "no_help"})
    assert believe(*one_cause(shares=shares), one_failed).still_present["b"] == pytest.approx(1)


def test_no_answer_rules_a_cause_out():
    question = Question(key="q", options=("yes", "no"), minutes=1)
    guide = Guide(key="any", support_minutes=30, causes=("a", "b"), questions=(question,))
    parameters = Parameters(
        shares={"a": 0.5, "b": 0.5},
        usual={"q": (1.0, 0.0)},
        likelihood={"q": {"a": (0.0, 1.0)}},
    )
    belief = believe(guide, parameters, Evidence(questions={"q": "yes"}))
    assert 0 < belief.still_present["a"] < 0.02


def test_a_guide_without_causes_is_believed_to_be_broken_all_the_same():
    guide = Guide(key="any", support_minutes=30, causes=(), steps=(Step(key="s", minutes=1),))
    belief = believe(guide, Parameters(), Evidence(steps={"s": "no_help"}))
    assert belief.still_present == {}
    assert belief.chance("s") == 0


def test_what_the_guide_does_not_have_has_no_chance_to_look_up():
    belief = believe(*one_cause(), Evidence())
    with pytest.raises(KeyError):
        belief.chance("nowhere")
    with pytest.raises(KeyError):
        belief.answers("nobody")


def test_numbers_that_do_not_match_the_options_are_refused():
    question = Question(key="q", options=("yes", "no"), minutes=1)
    guide = Guide(key="any", support_minutes=30, causes=("a",), questions=(question,))
    with pytest.raises(ValueError, match="3 probabilities for 2 options"):
        believe(guide, Parameters(usual={"q": (0.2, 0.3, 0.5)}), Evidence())
