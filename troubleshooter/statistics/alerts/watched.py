"""What is watched: a rate that should not get worse without anybody noticing."""

from dataclasses import dataclass
from datetime import date, timedelta

from troubleshooter.models import Alert, AlertKind

from ..measures.watch import Turn

# Bad news: fewer fixes, more who do not find a path.
BAD = {AlertKind.FIX_RATE: Turn.FALL, AlertKind.PATH: Turn.RISE}
GOOD = {AlertKind.FIX_RATE: Turn.RISE, AlertKind.PATH: Turn.FALL}

# Results come in for three days: those who wait for a step say later whether it helped. A path is
# found or not at once. The day that is not over yet is left out.
WAIT = {AlertKind.FIX_RATE: timedelta(days=3), AlertKind.PATH: timedelta(days=1)}


@dataclass(frozen=True, kw_only=True)
class Watched:
    """The fix rate of a step, or how many of a version do not find a settings path."""

    kind: AlertKind
    key: str
    platform: str = ""
    version: str = ""


def last_day(kind: AlertKind, today: date) -> date:
    """The last day whose visits have said what there is to say."""
    return today - WAIT[kind]


def watched_by(alert: Alert) -> Watched:
    return Watched(
        kind=AlertKind(alert.kind), key=alert.key, platform=alert.platform, version=alert.version
    )
