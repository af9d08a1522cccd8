"""Risky steps: what must be done or confirmed before such a step is shown."""

from troubleshooter.content.schema import StepContent
from troubleshooter.engine import Result

from .state import Standing

RISKY_DISRUPTION = 4
DECLINED = {Result.COULD_NOT, Result.NOT_FOUND}


def is_risky(step: StepContent) -> bool:
    return step.irreversible or step.disruption >= RISKY_DISRUPTION


def open_requirement(here: Standing, step: StepContent) -> str | None:
    """The first step that this one still requires, the deepest first; None when all are settled."""
    for key in step.requires:
        if not is_settled(here, key):
            return open_requirement(here, here.guide.steps[key]) or key
    return None


def is_settled(here: Standing, key: str) -> bool:
    """Done, or knowingly declined. Waiting is neither yet."""
    return here.state.steps.get(key, Result.WAITING) is not Result.WAITING


def open_gate(here: Standing, step: StepContent) -> str | None:
    """Where the visitor must go before this risky step is shown: to a step that it requires, or
    to its own gate (its own key). None when nothing stands in the way."""
    if not is_risky(step):
        return None
    requirement = open_requirement(here, step)
    if requirement is not None:
        return requirement
    return None if step.key in here.state.confirmed else step.key


def declined_requirements(here: Standing, step: StepContent) -> tuple[StepContent, ...]:
    """Steps that this one requires and that the visitor chose to leave out."""
    return tuple(
        here.guide.steps[key] for key in step.requires if here.state.steps.get(key) in DECLINED
    )
