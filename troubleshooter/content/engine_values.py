"""Content into the engine's frozen values, and parameters into JSON and back."""

from dataclasses import asdict
from typing import Any

from troubleshooter import engine

from .schema import GuideContent, QuestionContent, StepContent


def engine_guide(content: GuideContent) -> engine.Guide:
    """What the engine needs to know of a guide: structure and costs, no words."""
    return engine.Guide(
        key=content.key,
        support_minutes=content.support_minutes,
        support_weight=content.support_weight,
        waiting_weight=content.waiting_weight,
        disruption_minutes=tuple(content.disruption_minutes[level] for level in range(1, 6)),
        tie_band=content.tie_band,
        ask_margin=content.ask_margin,
        trip_minutes=content.trip_minutes,
        causes=tuple(cause.key for cause in content.causes),
        questions=tuple(_question(question) for question in content.questions),
        steps=tuple(_step(step, content.check_minutes) for step in content.steps),
    )


def _question(question: QuestionContent) -> engine.Question:
    return engine.Question(
        key=question.key,
        options=tuple(option.key for option in question.options),
        minutes=question.minutes,
        gate=question.gate,
    )


def _step(step: StepContent, check_minutes: float) -> engine.Step:
    """`check_minutes` are the guide's, for a step that says nothing of its own."""
    return engine.Step(
        key=step.key,
        kind=engine.StepKind(step.kind),
        minutes=step.minutes,
        wait_minutes=step.wait_minutes,
        disruption=step.disruption,
        irreversible=step.irreversible,
        requires=step.requires,
        pinned=step.pinned == "first",
        check_minutes=check_minutes if step.check_minutes is None else step.check_minutes,
        test=step.test,
        place=step.paths[0] if step.paths else "",
    )


def editorial_parameters(content: GuideContent) -> engine.Parameters:
    """The editors' own numbers, as the guide states them."""
    return engine.Parameters(
        shares={cause.key: cause.share for cause in content.causes},
        effects={step.key: dict(step.fixes) for step in content.steps},
        skip={step.key: step.skip for step in content.steps},
        usual={q.key: tuple(option.usual for option in q.options) for q in content.questions},
        likelihood={q.key: _likelihood(q) for q in content.questions},
        unsure={q.key: q.unsure for q in content.questions},
    )


def _likelihood(question: QuestionContent) -> dict[str, tuple[float, ...]]:
    named = dict.fromkeys(key for option in question.options for key in option.likelihood)
    return {
        cause: tuple(option.likelihood[cause] for option in question.options) for cause in named
    }


def parameters_as_json(parameters: engine.Parameters) -> dict[str, Any]:
    return asdict(parameters)


def parameters_from_json(stored: dict[str, Any]) -> engine.Parameters:
    return engine.Parameters(
        shares=stored["shares"],
        effects=stored["effects"],
        skip=stored["skip"],
        usual={question: tuple(column) for question, column in stored["usual"].items()},
        likelihood={
            question: {cause: tuple(column) for cause, column in named.items()}
            for question, named in stored["likelihood"].items()
        },
        unsure=stored["unsure"],
        shares_by_group=stored.get("shares_by_group", {}),
    )
