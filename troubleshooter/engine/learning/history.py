"""What a visit showed, reduced to what it says about the numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# What a step did in an earlier edition of its text counts this much, for each edition since.
FADES_PER_EDITION = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """One way that visits went, whether they ended or were left; equal ones are the same value.

    `answers` are (question, option); `failed` the steps after which the problem was still there;
    `fixed` the step that ended it, none where nothing did. More than one share the credit: one of
    these did it, or several together. `cause` is what support says was still there, "" where nobody
    said. `faded` holds (step, weight in 0..1) for steps that people did in an earlier edition.

    Steps that were declined, not found or are still waiting, and answers of "not sure", say nothing
    about causes and are left out.
    """

    answers: frozenset[tuple[str, str]] = frozenset()
    failed: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()
    cause: str = ""
    faded: frozenset[tuple[str, float]] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """Something that happened `times` out of `of` (0 <= times <= of)."""

    times: float = 0.0
    of: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """All that visits showed.

    histories   history -> how many visits went that way
    declined    step -> how often it could not be done or found, of the times it was offered
    unsure      question -> how often people could not tell, of the times it was asked
    """

    histories: Mapping[History, int] = field(default_factory=dict)
    declined: Mapping[str, Tally] = field(default_factory=dict)
    unsure: Mapping[str, Tally] = field(default_factory=dict)

    @property
    def visits(self) -> int:
        return sum(self.histories.values())


def faded_by(editions: int) -> float:
    """The weight (0..1) of what a step did so many editions ago (>= 0)."""
    return float(FADES_PER_EDITION ** max(editions, 0))
