"""When an alert is over: what it is about was published anew, got better, or has become usual."""

from collections.abc import Sequence
from datetime import date, datetime

from troubleshooter.content.catalogue import PublishedGuide, published
from troubleshooter.models import Alert, AlertKind, Revision

from ..measures.watch import Day, watch
from .history import USUAL_AFTER, days_since
from .watched import GOOD, last_day


def is_over(alert: Alert, days: Sequence[Day], *, today: date, now: datetime, watched: int) -> bool:
    """`days` are those of what the alert is about; `watched` is as in `watch`."""
    if now - alert.noticed_at >= USUAL_AFTER or published_anew(alert, now=now):
        return True
    kind = AlertKind(alert.kind)
    since, until = days_since(days, alert.since), last_day(kind, today)
    return watch(since, today=until, turn=GOOD[kind], watched=watched) is not None


def published_anew(alert: Alert, *, now: datetime) -> bool:
    """Whether the step or the path that visitors meet is another one than when it was noticed."""
    before, after = (_live(alert, at) for at in (alert.noticed_at, now))
    if before is None or after is None or before == after:
        return False
    return _text(published(before), alert) != _text(published(after), alert)


def _live(alert: Alert, at: datetime) -> int | None:
    """The revision that visitors met at that time."""
    numbered = Revision.objects.filter(guide=alert.guide_id, number__isnull=False)
    newest = numbered.filter(published_at__lte=at).order_by("-number")
    return newest.values_list("pk", flat=True).first()


def _text(guide: PublishedGuide, alert: Alert) -> object:
    return (guide.steps if alert.kind == AlertKind.FIX_RATE else guide.paths).get(alert.key)
