"""What a visit waits for: steps that were done, and whose effect shows later."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from troubleshooter.content.schema import StepContent
from troubleshooter.engine import Result
from troubleshooter.models import Node

from .queries import OpenVisit

# Who is back sooner than this was hardly away, and need not be asked first.
AWAY = timedelta(minutes=15)
# When to look where the guide names no time: at a step that only looks at what may pass.
UNKNOWN = timedelta(hours=1)
LONGEST = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """A step that was said at `since`, to the second, to take effect later."""

    step: StepContent
    since: datetime

    @property
    def pause(self) -> timedelta:
        """How long it takes until one can know, by the guide."""
        minutes = min(self.step.wait_minutes, LONGEST / timedelta(minutes=1))
        return timedelta(minutes=minutes) if minutes else UNKNOWN

    @property
    def shows_at(self) -> datetime:
        """When one can know for the first time."""
        return self.since + self.pause

    def is_due(self, now: datetime) -> bool:
        """Whether it should show by now, and some time has gone by at all."""
        return now >= max(self.shows_at, self.since + AWAY)

    def next_look(self, now: datetime) -> datetime:
        """When to look again: once it should show, and later after as long a pause, but not at
        every minute of the day."""
        if now < self.shows_at:
            return self.shows_at
        pause = max(self.pause, UNKNOWN)
        return self.since + ((now - self.since) // pause + 1) * pause


def awaited(here: OpenVisit, key: str) -> Awaited | None:
    """What is waited for at this step; None if nothing is, or the revision has no such step."""
    step = here.guide.steps.get(key)
    if step is None or here.state.steps.get(key) is not Result.WAITING:
        return None
    since = here.said_at(Node.STEP, key)
    return Awaited(step=step, since=since.replace(microsecond=0)) if since else None


def due_step(here: OpenVisit, now: datetime) -> Awaited | None:
    """What should show by now and has not been told about; the one that was due first."""
    known = (awaited(here, key) for key in here.state.steps)
    due = (one for one in known if one is not None and one.is_due(now))
    return min(due, key=lambda one: one.shows_at, default=None)


def asked_on_return(here: OpenVisit, now: datetime) -> Awaited | None:
    """What somebody who comes back is asked about: what is due, else the move if it is waited for.
    Otherwise there is something better to do first."""
    return due_step(here, now) or awaited(here, here.move.key)
