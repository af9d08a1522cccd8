"""Which visits are looked at: what a lead chose, as one frozen value."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Visits of one guide that began on these days, both included, in the portal's time zone.

    `guide` and `revision` are primary keys. Of `revision`, `platform` and `version` None means all;
    the platform or version "" is that of visitors who were not sure. `include` names exclusions
    (values of `Exclusion`) whose visits are counted all the same. Simulated visits and people are
    never mixed.
    """

    guide: int
    since: date
    until: date
    revision: int | None = None
    platform: str | None = None
    version: str | None = None
    include: frozenset[str] = frozenset()
    simulated: bool = False

    def __post_init__(self) -> None:
        if self.since > self.until:
            raise ValueError(f"The first day, {self.since}, is after the last, {self.until}.")
