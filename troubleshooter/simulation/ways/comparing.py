"""What a change does to visitors: two versions of a guide, met by the same people.

The newer version's numbers are taken to be true. So a change of numbers shows what the older order
of questions and steps costs people who are as the newer one says.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.engine import Parameters
from troubleshooter.simulation.truth import Answers, Truth

from .forecast import Expected, Forecast
from .foreseeing import foresee
from .population import truth_of

Kind = TypeVar("Kind")


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """A guide and the numbers that its visitors meet, all of one group."""

    guide: PublishedGuide
    numbers: Parameters
    editors_order: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What becomes of the same people before and after. `new_causes` and `gone_causes` are names
    of causes that only one version knows: people have the new ones, and not those that are gone.
    `followed` (0..1) is the part of people followed to the end in both."""

    before: Expected
    after: Expected
    new_causes: tuple[str, ...]
    gone_causes: tuple[str, ...]
    followed: float


def compare(before: Version, after: Version) -> Change:
    """The older version beside the newer one, with people as the newer one says."""
    return changed(before, after, foresee_older(before, after), foresee_one(after))


def foresee_one(version: Version) -> Forecast:
    return foresee(version.guide, version.numbers, editors_order=version.editors_order)


def foresee_older(before: Version, after: Version) -> Forecast:
    """What the people of the newer version meet in the older one."""
    truth = _same_people(before, truth_of(after.guide.content, after.numbers))
    return foresee(before.guide, before.numbers, truth=truth, editors_order=before.editors_order)


def changed(before: Version, after: Version, was: Forecast, now: Forecast) -> Change:
    known, still = before.guide.causes, after.guide.causes
    return Change(
        before=was.expected,
        after=now.expected,
        new_causes=tuple(cause.name for key, cause in still.items() if key not in known),
        gone_causes=tuple(cause.name for key, cause in known.items() if key not in still),
        followed=min(was.followed, now.followed),
    )


def _same_people(before: Version, truth: Truth) -> Truth:
    """The people of this truth as they meet the older version. What only the older version has
    works as its own numbers say."""
    own = truth_of(before.guide.content, before.numbers)
    return replace(
        own,
        causes=truth.causes,
        effects=_known(own.effects, truth.effects),
        skip=_known(own.skip, truth.skip),
        unsure=_known(own.unsure, truth.unsure),
        answers={key: _answers(a, truth.answers.get(key)) for key, a in own.answers.items()},
    )


def _known(own: Mapping[str, Kind], other: Mapping[str, Kind]) -> dict[str, Kind]:
    return {key: other.get(key, value) for key, value in own.items()}


def _answers(own: Answers, other: Answers | None) -> Answers:
    """As the newer version says, in the older one's order of options, if it has the same."""
    if other is None or set(own.options) != set(other.options):
        return own
    order = [other.options.index(option) for option in own.options]
    return Answers(
        options=own.options,
        usual=tuple(other.usual[at] for at in order),
        likelihood={
            cause: tuple(column[at] for at in order) for cause, column in other.likelihood.items()
        },
    )
