"""The guide of the demo as it was published three times in the year."""

from dataclasses import dataclass

from troubleshooter.content.schema import GuideContent, PathContent, StepContent, VariantContent

from .year import DAYS, REPAIRED, REWRITTEN

GUIDE = "icloud-backup"
REWRITTEN_STEP = "delete-old-backups"
MOVED_PATH = "all-backups"
NEW_VERSION = "26"
EXPLORE = 0.06
# The step before somebody had watched people do it.
BRIEF = """\
1. Open your iCloud storage.
2. Tap **Backups**.
3. Delete the ones that you do not need.
"""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What was published, so many days ago, with which note."""

    content: GuideContent
    ago: int
    note: str


def editions(shipped: GuideContent) -> tuple[Edition, ...]:
    """Three editions of the shipped guide, which differ only in words: the engine's numbers are the
    same, so that one walk serves all three. The last is the shipped one, exploring a little."""
    last = shipped.model_copy(update={"explore": EXPLORE})
    second = last.model_copy(update={"paths": tuple(map(_before_release, last.paths))})
    first = second.model_copy(update={"steps": tuple(map(_before_rewriting, last.steps))})
    return (
        Edition(content=first, ago=DAYS, note="The first one."),
        Edition(
            content=second,
            ago=REWRITTEN,
            note="Deleting old backups says each tap, and which backup to leave alone.",
        ),
        Edition(
            content=last,
            ago=REPAIRED,
            note=f"The list of backups is where version {NEW_VERSION} has it.",
        ),
    )


def _before_rewriting(step: StepContent) -> StepContent:
    if step.key != REWRITTEN_STEP:
        return step
    return step.model_copy(update={"instructions": BRIEF, "check": "", "before": ()})


def _before_release(path: PathContent) -> PathContent:
    """The path as if the new version had moved nothing."""
    if path.key != MOVED_PATH:
        return path
    variants = [one for one in path.variants if one.from_ != NEW_VERSION]
    newest = {one.platform: at for at, one in enumerate(variants)}
    for at in newest.values():
        variants[at] = _up_to_now(variants[at])
    return path.model_copy(update={"variants": tuple(variants)})


def _up_to_now(variant: VariantContent) -> VariantContent:
    return variant.model_copy(update={"to": ""})
