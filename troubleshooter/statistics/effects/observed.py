"""What visits showed of a guide's steps, as frozen values: what adjusting is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from troubleshooter.engine.learning import Record


@dataclass(frozen=True, kw_only=True)
class Trials:
    """What came of a step's tries (a result of fixed or no help).

    `after` is how many other steps had not helped before, on average; `believed` the mean chance
    (0..1) that the portal gave the step at that moment, None where no event says.
    """

    tried: int = 0
    fixed: int = 0
    after: float = 0.0
    believed: float | None = None

    @property
    def rate(self) -> float | None:
        """Fix rate when tried, 0..1; None where nobody tried it."""
        return self.fixed / self.tried if self.tried else None


@dataclass(frozen=True, kw_only=True)
class Observed:
    """All that some visits showed: whole histories, and the tries of each step."""

    record: Record = field(default_factory=Record)
    trials: Mapping[str, Trials] = field(default_factory=dict)

    def tries(self, step: str) -> Trials:
        return self.trials.get(step, Trials())
