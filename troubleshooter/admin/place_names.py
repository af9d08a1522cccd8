"""What a number of the engine is about, in the guide's own words."""

from dataclasses import dataclass
from enum import StrEnum

from troubleshooter.content.catalogue import PublishedGuide


class Group(StrEnum):
    """What editors look for together."""

    CAUSES = "causes"
    STEPS = "steps"
    ANSWERS = "answers"
    HABITS = "habits"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """`name` is the guide's, `detail` says which of its numbers this is. `options` are the labels
    of a distribution, in its order; none where it is a single number."""

    group: Group
    name: str
    detail: str = ""
    options: tuple[str, ...] = ()


def subject(place: str, guide: PublishedGuide) -> Subject:
    """The subject of a place such as `effects.restart.stuck`. What the guide does not have is named
    by its key."""
    kind, key, *rest = place.split(".")
    match kind:
        case "shares":
            return Subject(group=Group.CAUSES, name=_cause(guide, key))
        case "effects":
            cause = _cause(guide, rest[0])
            return Subject(group=Group.STEPS, name=_step(guide, key), detail=f"Cause: {cause}")
        case "skip":
            detail = "Not done: could not, or not found"
            return Subject(group=Group.HABITS, name=_step(guide, key), detail=detail)
        case "unsure":
            return Subject(group=Group.HABITS, name=_question(guide, key), detail="Not sure")
    detail = f"Cause: {_cause(guide, rest[0])}" if rest else "None of the causes it tells apart"
    return Subject(
        group=Group.ANSWERS,
        name=_question(guide, key),
        detail=detail,
        options=_options(guide, key),
    )


def _cause(guide: PublishedGuide, key: str) -> str:
    return guide.causes[key].name if key in guide.causes else key


def _step(guide: PublishedGuide, key: str) -> str:
    return guide.steps[key].title if key in guide.steps else key


def _question(guide: PublishedGuide, key: str) -> str:
    return guide.questions[key].text if key in guide.questions else key


def _options(guide: PublishedGuide, key: str) -> tuple[str, ...]:
    options = guide.questions[key].options if key in guide.questions else ()
    return tuple(option.label for option in options)
