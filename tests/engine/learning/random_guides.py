"""Small random guides and histories, the same for the same seed."""

import random

from troubleshooter.engine import Guide, Parameters, Question, Step
from troubleshooter.engine.learning import History

CAUSES = ("c0", "c1", "c2", "c3")


def random_guide(seed, *, single):
    draw = random.Random(seed)
    causes = CAUSES[: draw.randint(2, 4)]
    parts = [draw.uniform(0.05, 1) for _ in causes]
    total = draw.choice([0.9, 1.0]) if single else draw.uniform(1.05, 1.6)
    steps = tuple(Step(key=f"s{n}", minutes=1) for n in range(4))
    questions = tuple(
        Question(key=f"q{n}", options=("a", "b", "c")[: 2 + n % 2], minutes=1) for n in range(3)
    )
    parameters = Parameters(
        shares={c: min(0.9, p / sum(parts) * total) for c, p in zip(causes, parts)},
        effects={
            s.key: {c: draw.uniform(0.05, 0.95) for c in draw.sample(causes, draw.randint(1, 2))}
            for s in steps
        },
        skip={s.key: 0.1 for s in steps},
        usual={q.key: distribution(draw, q) for q in questions},
        likelihood={
            q.key: {c: distribution(draw, q) for c in draw.sample(causes, draw.randint(1, 2))}
            for q in questions
        },
        unsure={q.key: 0.1 for q in questions},
    )
    return Guide(
        key="g", support_minutes=60, causes=causes, questions=questions, steps=steps
    ), parameters


def distribution(draw, question):
    parts = [draw.uniform(0.02, 1) for _ in question.options]
    return tuple(part / sum(parts) for part in parts)


def random_history(seed, guide):
    """Any mixture of answers, steps that failed, steps that ended it, and what support said."""
    draw = random.Random(f"history {seed}")
    steps = draw.sample([s.key for s in guide.steps], 4)
    failed = draw.randint(0, 3)
    fixed = min(draw.choice([0, 0, 1, 1, 2]), 4 - failed)
    asked = draw.sample(guide.questions, draw.randint(0, 3))
    return History(
        answers=frozenset((q.key, draw.choice(q.options)) for q in asked),
        failed=frozenset(steps[:failed]),
        fixed=frozenset(steps[failed : failed + fixed]),
        cause=draw.choice(["", *guide.causes]) if draw.random() < 0.4 else "",
    )
