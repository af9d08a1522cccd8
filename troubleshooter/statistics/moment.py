"""What a count goes by."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from .cells import Contribution, contribution
from .mark import Mark
from .reading import Contents, Read


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What a count goes by: how far the tables have come, the line of those that left, the zone
    of its days, and what revisions say."""

    mark: Mark
    line: datetime
    zone: tzinfo
    contents: Contents

    def contribution(self, read: Read, *, up_to: int | None = None) -> Contribution | None:
        visit, events = read
        if up_to is not None:
            events = [event for event in events if event.pk <= up_to]
        known = self.contents.of(visit.revision)
        return contribution(visit, events, known, cut=self.line, zone=self.zone)

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()
