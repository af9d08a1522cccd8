"""Looking for changes, and keeping what was found: one alert for each change while it lasts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from troubleshooter.models import Alert, AlertKind, Guide

from ..measures.rate import Rate
from ..measures.watch import Alarm, Day, watch
from .ending import is_over
from .history import days_since, days_to_watch
from .series import Series
from .watched import BAD, Watched, last_day, watched_by


@dataclass(frozen=True, kw_only=True)
class Noticed:
    """What a look changed: alerts that are new, and those that are over."""

    new: tuple[Alert, ...]
    over: tuple[Alert, ...]


@transaction.atomic
def notice(guide: Guide, series: Series, *, today: date, now: datetime) -> Noticed:
    """Bring the alerts of a guide up to date with what `series` show up to yesterday.

    As `watch`, it is made for one look a day; more looks on the same day find the same. All
    rates of a guide together cause at most 0.25 false alarms a year on average.
    """
    Guide.objects.select_for_update(no_key=True).get(pk=guide.pk)
    alerts = list(Alert.objects.filter(guide=guide))
    standing = {watched_by(alert): alert for alert in alerts if alert.over_at is None}
    many = max(len(series), 1)
    over = [
        alert
        for what, alert in standing.items()
        if is_over(alert, series.get(what, ()), today=today, now=now, watched=many)
    ]
    for alert in over:
        alert.over_at = now
    for what, alert in standing.items():
        _bring_up_to_date(alert, series.get(what, ()), today)
    new = [
        _alert(guide, what, alarm, now)
        for what, days in series.items()
        if what not in standing
        and (alarm := _alarm(what, days, alerts, today=today, watched=many)) is not None
    ]
    return Noticed(new=tuple(Alert.objects.bulk_create(new)), over=tuple(over))


def _alarm(
    what: Watched, days: Sequence[Day], alerts: Sequence[Alert], *, today: date, watched: int
) -> Alarm | None:
    earlier = [alert for alert in alerts if watched_by(alert) == what]
    kept = days_to_watch(days, earlier)
    until = last_day(what.kind, today)
    return watch(kept, today=until, turn=BAD[what.kind], watched=watched)


def _alert(guide: Guide, what: Watched, alarm: Alarm, now: datetime) -> Alert:
    return Alert(
        guide=guide,
        kind=what.kind,
        key=what.key,
        platform=what.platform,
        version=what.version,
        since=alarm.since,
        before=_pair(alarm.before),
        after=_pair(alarm.after),
        noticed_at=now,
    )


def _bring_up_to_date(alert: Alert, days: Sequence[Day], today: date) -> None:
    """How it is since then grows with each day, until it is over."""
    last = last_day(AlertKind(alert.kind), today)
    since = [entry for entry in days_since(days, alert.since) if entry.day <= last]
    if since:
        alert.after = [sum(entry.times for entry in since), sum(entry.of for entry in since)]
    alert.save(update_fields=["after", "over_at"])


def _pair(rate: Rate) -> list[int]:
    return [rate.times, rate.of]
