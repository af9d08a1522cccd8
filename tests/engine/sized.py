"""Guides of a wished size with plausible numbers, the same for the same seed."""

from math import exp
from random import Random

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

from .strategies import OPTIONS

FAILURES = (Result.NO_HELP, Result.NO_HELP, Result.COULD_NOT)
ODD = (0.0, 1e-12, 1 - 1e-12, 1.0)


def sized_example(seed, causes, steps, questions, *, odd=0.0, skipped=True):
    """One cause at a time or several; `odd` is how often a probability is at or near a limit."""
    draw = Random(seed)
    names = tuple(f"c{number}" for number in range(causes))
    guide = Guide(
        key="sized",
        support_minutes=draw.choice((20, 45, 120, 400)),
        causes=names,
        questions=tuple(
            Question(
                key=f"q{number}",
                options=OPTIONS[: draw.randint(2, 3)],
                minutes=draw.choice((0, 0.2, 1, 2)),
            )
            for number in range(questions)
        ),
        steps=tuple(_steps(draw, steps)),
    )
    total = 1.0 if draw.random() < 0.5 else draw.uniform(1.05, 1.8)
    return guide, _parameters(draw, guide, total, odd, skipped)


def _steps(draw, count):
    for number in range(count):
        chained = number > 0 and draw.random() < 0.2
        yield Step(
            key=f"s{number}",
            kind=draw.choice((StepKind.FIX, StepKind.FIX, StepKind.CHECK)),
            minutes=exp(draw.gauss(1.5, 1)),
            disruption=draw.choice((1, 1, 2, 4)),
            requires=(f"s{draw.randrange(number)}",) if chained else (),
        )


def _parameters(draw, guide, total, odd, skipped):
    raw = {cause: draw.random() + 0.05 for cause in guide.causes}

    def chance():
        return draw.choice(ODD) if draw.random() < odd else draw.random()

    def answers(question):
        parts = [draw.random() ** 2 + 0.01 for _ in question.options]
        return tuple(part / sum(parts) for part in parts)

    def some(of):
        return draw.sample(guide.causes, draw.randint(1, min(of, len(guide.causes))))

    return Parameters(
        shares={c: min(1.0, x / sum(raw.values()) * total) for c, x in raw.items()},
        effects={step.key: {cause: chance() for cause in some(3)} for step in guide.steps},
        skip={s.key: draw.choice((0, 0.1, 0.3)) if skipped else 0.0 for s in guide.steps},
        usual={question.key: answers(question) for question in guide.questions},
        likelihood={q.key: {cause: answers(q) for cause in some(4)} for q in guide.questions},
        unsure={question.key: draw.choice((0, 0.05, 0.3)) for question in guide.questions},
    )


def some_evidence(seed, guide):
    """Some answers and some results, none under way."""
    draw = Random(-seed - 1)
    few, done = draw.random() * 0.6, draw.random() * 0.6
    return Evidence(
        questions={
            q.key: draw.choice((UNSURE, *q.options)) for q in guide.questions if draw.random() < few
        },
        steps={s.key: draw.choice(FAILURES) for s in guide.steps if draw.random() < done},
    )
