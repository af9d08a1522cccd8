"""When an alert is over: what it is about was published anew, got better, or has become usual."""

from collections.abc import Sequence
from datetime import date, datetime

from troubleshooter.content.catalogue import published
from troubleshooter.models import Alert, AlertKind, Revision

from ..measures.watch import Day, watch
from .history import USUAL_AFTER, days_since
from .watched import GOOD, Watched, last_day, watched_by


def is_over(alert: Alert, days: Sequence[Day], *, today: date, now: datetime) -> bool:
    """`days` are those of what the alert is about. That it got better is asked of this rate alone:
    an alert that is taken back too soon comes again."""
    noticed, what = alert.noticed_at, watched_by(alert)
    if now - noticed >= USUAL_AFTER:
        return True
    if published_anew(alert.guide_id, what, since=noticed, now=now) is not None:
        return True
    later, until = days_since(days, alert.since), last_day(what.kind, today)
    return watch(later, today=until, turn=GOOD[what.kind], watched=1) is not None


def published_anew(guide: int, what: Watched, *, since: datetime, now: datetime) -> datetime | None:
    """When the step or the path became another one than it was at `since`; None: it did not."""
    numbered = Revision.objects.filter(guide=guide, number__isnull=False, published_at__lte=now)
    told = list(numbered.order_by("number").values_list("pk", "published_at"))
    before = [pk for pk, at in told if at <= since]
    later = [(pk, at) for pk, at in told if at > since] if before else []
    return next((at for pk, at in later if _text(pk, what) != _text(before[-1], what)), None)


def _text(revision: int, what: Watched) -> object:
    guide = published(revision)
    return (guide.steps if what.kind == AlertKind.FIX_RATE else guide.paths).get(what.key)
