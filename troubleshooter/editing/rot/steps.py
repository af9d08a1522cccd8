"""Steps whose settings cannot all be meant."""

from collections.abc import Iterator

from troubleshooter.content.schema import StepContent
from troubleshooter.engine.guide import RISKY_DISRUPTION

from .looking import Look, found
from .signs import Found, Sign

NOBODY = 0.99


def odd_numbers(look: Look) -> Iterator[Found]:
    for index, step in enumerate(look.content.steps):
        if step.skip >= NOBODY:
            yield found(
                Sign.STEP_ALWAYS_SKIPPED,
                ("steps", index, "skip"),
                "Nobody is said to be able or willing to do it.",
                "Correct how often people skip it, or take the step out.",
            )
        if step.minutes == 0:
            yield found(
                Sign.STEP_TAKES_NO_TIME,
                ("steps", index, "minutes"),
                "It takes 0 minutes, so it is offered before everything else.",
                "Say how many minutes of work it takes: half a minute is 0.5.",
            )


def unused_safeguards(look: Look) -> Iterator[Found]:
    """A safeguard is offered where a step asks for it, and nowhere else."""
    required = {key for step in look.content.steps for key in step.requires}
    for index, step in enumerate(look.content.steps):
        if step.kind == "safety" and step.key not in required:
            yield found(
                Sign.SAFEGUARD_UNUSED,
                ("steps", index, "kind"),
                "No step asks for this safeguard first, so no visitor sees it.",
                "Name it in the risky step that it protects from, or choose another kind.",
            )


def risky_steps_first(look: Look) -> Iterator[Found]:
    for index, step in enumerate(look.content.steps):
        if step.pinned == "first" and _risky(step):
            yield found(
                Sign.RISKY_STEP_FIRST,
                ("steps", index, "pinned"),
                "Everybody is offered this risky step first, whatever their trouble is.",
                "Let the portal decide when to offer it.",
            )


def _risky(step: StepContent) -> bool:
    return step.irreversible or step.disruption >= RISKY_DISRUPTION
