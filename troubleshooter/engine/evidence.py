"""What a visit has established so far, keyed by question and step, never by position."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

UNSURE = "unsure"


class Result(StrEnum):
    """What a person says came of a step."""

    FIXED = "fixed"
    NO_HELP = "no_help"
    COULD_NOT = "could_not"
    NOT_FOUND = "not_found"
    WAITING = "waiting"

    @property
    def settles(self) -> bool:
        """Whether the step is dealt with: done or knowingly declined, so not offered again."""
        return self is not Result.WAITING


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Answers (question -> option key or `UNSURE`) and results (step -> `Result`).

    Keys and option keys that the guide does not have are ignored: evidence may be older than the
    guide. The order of the entries never matters.
    """

    questions: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, Result] = field(default_factory=dict)
