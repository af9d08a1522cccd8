"""Steps that another step beats by its numbers alone."""

from collections.abc import Iterator

from troubleshooter.content.schema import StepContent
from troubleshooter.engine.numbers import Numbers, StepNumbers, read_numbers

from .looking import Look, found
from .signs import Found, Sign


def dominated_steps(look: Look) -> Iterator[Found]:
    """A fix that another one betters: it clears each cause at least as often, costs no more, is
    skipped no more often and asks for nothing first that this one does not.

    Exact: it is read from the numbers. Of two that are equal, the later is named.
    """
    numbers = read_numbers(look.for_engine, look.parameters)
    for place, step in enumerate(numbers.steps):
        if step.kind != "fix" or step.pinned or not step.effects:
            continue
        better = _better(numbers, place)
        if better is not None:
            yield _found(look.content.steps[better], place)


def _better(numbers: Numbers, place: int) -> int | None:
    step = numbers.steps[place]
    for other, rival in enumerate(numbers.steps):
        if other == place or rival.kind not in ("fix", "check"):
            continue
        if _beats(rival, step) and (other < place or not _beats(step, rival)):
            return other
    return None


def _beats(rival: StepNumbers, step: StepNumbers) -> bool:
    clears = dict(rival.effects)
    return (
        all(clears.get(cause, 0.0) >= effect for cause, effect in step.effects)
        and rival.cost <= step.cost
        and rival.skip <= step.skip
        and set(rival.requires) <= set(step.requires)
        and (step.risky or not rival.risky)
    )


def _found(better: StepContent, place: int) -> Found:
    return found(
        Sign.STEP_DOMINATED,
        ("steps", place, "fixes"),
        f"“{better.title}” clears the same causes at least as often, and costs no more.",
        "Correct the minutes and the causes of one of the two, or take this step out.",
    )
