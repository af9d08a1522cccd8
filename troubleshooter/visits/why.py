"""Why a move is the next one, in one calm sentence of real numbers."""

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.content.schema import StepContent
from troubleshooter.content.wording import duration, in_ten
from troubleshooter.engine import Evidence, Move, MoveKind, Reason, Result


def why(guide: PublishedGuide, evidence: Evidence, move: Move) -> str:
    """One sentence, in the guide's own names."""
    if move.kind is MoveKind.ASK:
        return _why_ask(guide, move)
    if move.kind is MoveKind.TRY:
        return _why_try(guide, evidence, guide.steps[move.key], move.reason)
    support = duration(guide.content.support_minutes)
    if move.reason.runner_up is None:
        return f"Nothing is left to try, and support takes {support}."
    return f"What is left helps too rarely for its time, and support takes {support}."


def _why_ask(guide: PublishedGuide, move: Move) -> str:
    takes = f"It takes {duration(guide.questions[move.key].minutes)}"
    spares = "the answer can spare you steps that do not fit"
    cause = guide.causes.get(move.reason.likeliest)
    if cause is None:
        return f"{takes}, and {spares}."
    so_far = f"so far the most likely cause is “{cause.name}” ({in_ten(move.reason.likelihood)})"
    return f"{takes}, and {spares}: {so_far}."


def _why_try(guide: PublishedGuide, evidence: Evidence, step: StepContent, reason: Reason) -> str:
    takes = f"takes {duration(step.minutes)}"
    if evidence.steps.get(step.key) is Result.WAITING:
        return (
            f"You are waiting to see whether it worked, which takes {duration(step.wait_minutes)}."
        )
    protects = _protected(guide, evidence, step) if step.kind == "safety" else None
    if protects is not None:
        return f"It keeps safe what “{protects.title}” could lose, and {takes}."
    if step.kind == "workaround":
        return f"It gets you what you need another way, and {takes}."
    cause = guide.causes.get(reason.aims_at)
    if cause is None:
        return f"It {takes}, and shows more about the problem."
    may_be = f"The cause may be “{cause.name}” ({in_ten(reason.aim_likelihood)})"
    return f"{may_be}, and this helps {in_ten(reason.chance)} people and {takes}."


def _protected(guide: PublishedGuide, evidence: Evidence, step: StepContent) -> StepContent | None:
    """The step, not done yet, that this safeguard makes safe."""
    for other in guide.content.steps:
        if step.key in other.requires and other.key not in evidence.steps:
            return other
    return None
