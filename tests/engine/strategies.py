"""Guides of every shape that the engine may meet, with numbers at and near their limits."""

from hypothesis import strategies as st

from troubleshooter.engine import (
    UNSURE,
    Evidence,
    Guide,
    Parameters,
    Question,
    Result,
    Step,
    StepKind,
)

OPTIONS = ("red", "green", "blue")
probabilities = st.sampled_from([0.0, 1e-12, 0.5, 1 - 1e-12, 1.0]) | st.floats(0, 1)
minutes = st.sampled_from([0.0, 1.0]) | st.floats(0.01, 60)


@st.composite
def distributions(draw, count):
    parts = [draw(probabilities) for _ in range(count)]
    total = sum(parts)
    return tuple(p / total for p in parts) if total else (1.0 / count,) * count


@st.composite
def question_values(draw, key):
    return Question(
        key=key,
        options=OPTIONS[: draw(st.integers(2, 3))],
        minutes=draw(minutes),
        gate=draw(st.booleans()),
    )


@st.composite
def step_values(draw, key, earlier):
    return Step(
        key=key,
        kind=draw(st.sampled_from(StepKind)),
        minutes=draw(minutes),
        wait_minutes=draw(minutes),
        disruption=draw(st.integers(1, 5)),
        irreversible=draw(st.booleans()),
        requires=tuple(draw(st.lists(st.sampled_from(earlier), unique=True)) if earlier else ()),
        pinned=draw(st.integers(0, 4)) == 0,
    )


@st.composite
def step_lists(draw):
    """Requirements without rings, in an order that has nothing to do with them."""
    steps = []
    for number in range(draw(st.integers(0, 5))):
        steps.append(draw(step_values(f"s{number}", [step.key for step in steps])))
    return tuple(draw(st.permutations(steps)))


@st.composite
def parameters_for(draw, guide):
    causes = st.sampled_from(guide.causes)
    questions = guide.questions
    return Parameters(
        shares={cause: draw(probabilities) for cause in guide.causes},
        effects={s.key: draw(st.dictionaries(causes, probabilities)) for s in guide.steps},
        skip={step.key: draw(probabilities) for step in guide.steps},
        usual={q.key: draw(distributions(len(q.options))) for q in questions},
        likelihood={
            q.key: draw(st.dictionaries(causes, distributions(len(q.options)))) for q in questions
        },
        unsure={q.key: draw(probabilities) for q in questions},
    )


@st.composite
def examples(draw):
    """A guide and its parameters."""
    guide = Guide(
        key="any",
        support_minutes=draw(minutes),
        tie_band=draw(st.sampled_from([0.0, 0.25, 1.0])),
        ask_margin=draw(st.sampled_from([0.0, 0.5])),
        causes=tuple(f"c{number}" for number in range(draw(st.integers(1, 4)))),
        questions=tuple(
            draw(question_values(f"q{number}")) for number in range(draw(st.integers(0, 3)))
        ),
        steps=draw(step_lists()),
    )
    return guide, draw(parameters_for(guide))


@st.composite
def evidence_for(draw, guide):
    questions = {q.key: draw(st.sampled_from([None, UNSURE, *q.options])) for q in guide.questions}
    steps = {step.key: draw(st.sampled_from([None, *Result])) for step in guide.steps}
    return Evidence(
        questions={key: answer for key, answer in questions.items() if answer},
        steps={key: result for key, result in steps.items() if result},
    )


@st.composite
def states(draw):
    """A guide, its parameters, and some evidence."""
    guide, parameters = draw(examples())
    return guide, parameters, draw(evidence_for(guide))
