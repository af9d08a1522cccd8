"""Why a move is the next one, in one calm sentence of real numbers."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.content.schema import StepContent
from troubleshooter.content.wording import duration, in_ten
from troubleshooter.engine import Evidence, Move, MoveKind, Reason, Result

Name = Callable[[str], str]


def why(guide: PublishedGuide, evidence: Evidence, move: Move, name: Name = str) -> str:
    """One sentence, in the guide's own names, each as `name` writes it."""
    if move.kind is MoveKind.ASK:
        return _why_ask(guide, move, name)
    if move.kind is MoveKind.TRY:
        return _why_try(guide, evidence, guide.steps[move.key], move.reason, name)
    support = {"time": duration(guide.content.support_minutes)}
    if move.reason.runner_up is None:
        return _("Nothing is left to try, and support takes %(time)s.") % support
    return _("What is left helps too rarely for its time, and support takes %(time)s.") % support


def _why_ask(guide: PublishedGuide, move: Move, name: Name) -> str:
    cause = guide.causes.get(move.reason.likeliest)
    told = {"time": duration(guide.questions[move.key].minutes)}
    if cause is None:
        return _("It takes %(time)s, and the answer can spare you steps that do not fit.") % told
    told |= {"cause": name(cause.name), "share": in_ten(move.reason.likelihood)}
    return (
        _(
            "It takes %(time)s, and the answer can spare you steps that do not fit: so far the "
            "most likely cause is “%(cause)s” (%(share)s)."
        )
        % told
    )


def _why_try(
    guide: PublishedGuide, evidence: Evidence, step: StepContent, reason: Reason, name: Name
) -> str:
    told = {"time": duration(step.minutes)}
    if evidence.steps.get(step.key) is Result.WAITING:
        waiting = {"time": duration(step.wait_minutes)}
        return _("You are waiting to see whether it worked, which takes %(time)s.") % waiting
    protects = _protected(guide, evidence, step) if step.kind == "safety" else None
    if protects is not None:
        told["step"] = name(protects.title)
        return _("It keeps safe what “%(step)s” could lose, and takes %(time)s.") % told
    if step.kind == "workaround":
        return _("It gets you what you need another way, and takes %(time)s.") % told
    cause = guide.causes.get(reason.aims_at)
    if cause is None:
        return _("It takes %(time)s, and shows more about the problem.") % told
    told |= {"cause": name(cause.name), "likely": in_ten(reason.aim_likelihood)}
    told["share"] = in_ten(reason.chance)
    return (
        _(
            "The cause may be “%(cause)s” (%(likely)s), and this helps %(share)s people and takes "
            "%(time)s."
        )
        % told
    )


def _protected(guide: PublishedGuide, evidence: Evidence, step: StepContent) -> StepContent | None:
    """The step, not done yet, that this safeguard makes safe."""
    for other in guide.content.steps:
        if step.key in other.requires and other.key not in evidence.steps:
            return other
    return None
