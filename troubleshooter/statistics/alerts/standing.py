"""The alerts of a guide, as frozen values."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from troubleshooter.models import Alert, AlertKind

from ..measures.rate import Rate, rate


@dataclass(frozen=True, kw_only=True)
class StandingAlert:
    """A rate that got worse on the day `since`: `before` it and from it on.

    Of a step: those whom it fixed, of those who tried it. Of a settings path: those of the
    platform and version who did not find it, of those who were shown it. `over_at` is None while
    it stands.
    """

    pk: int
    kind: AlertKind
    key: str
    platform: str
    version: str
    since: date
    before: Rate
    after: Rate
    noticed_at: datetime
    over_at: datetime | None


def standing_alerts(guide: int) -> tuple[StandingAlert, ...]:
    """Those that stand, the newest first. One query."""
    return tuple(map(alert_value, Alert.objects.filter(guide=guide, over_at=None)))


def alerts_between(guide: int, since: datetime, until: datetime) -> tuple[StandingAlert, ...]:
    """Those that were noticed from `since` up to `until`, whether they stand or not."""
    noticed = Q(noticed_at__gte=since, noticed_at__lt=until)
    return tuple(map(alert_value, Alert.objects.filter(noticed, guide=guide)))


def alert_value(alert: Alert) -> StandingAlert:
    return StandingAlert(
        pk=alert.pk,
        kind=AlertKind(alert.kind),
        key=alert.key,
        platform=alert.platform,
        version=alert.version,
        since=alert.since,
        before=rate(*alert.before),
        after=rate(*alert.after),
        noticed_at=alert.noticed_at,
        over_at=alert.over_at,
    )
