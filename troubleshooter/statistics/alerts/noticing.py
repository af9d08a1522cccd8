"""Looking for changes, and keeping what was found: one alert for each change while it lasts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from troubleshooter.models import Alert, AlertKind, Guide

from ..measures.rate import Rate
from ..measures.watch import Alarm, Day, watch
from .ending import is_over, published_anew
from .history import days_since, days_to_watch, days_without
from .series import Series
from .watched import BAD, Watched, last_day, watched_by


@dataclass(frozen=True, kw_only=True)
class Noticed:
    """What a look changed: alerts that are new, and those that are over."""

    new: tuple[Alert, ...]
    over: tuple[Alert, ...]


@transaction.atomic
def notice(guide: Guide, series: Series, *, now: datetime) -> Noticed:
    """Bring the alerts of a guide up to date with what `series` show up to yesterday.

    As `watch`, it is made for one look a day; more looks on the same day find the same. All
    rates of a guide together cause at most 0.25 false alarms a year on average.
    """
    today = timezone.localdate(now)
    Guide.objects.select_for_update(no_key=True).get(pk=guide.pk)
    alerts = list(Alert.objects.filter(guide=guide))
    standing = {watched_by(alert): alert for alert in alerts if alert.over_at is None}
    many = max(len(series), 1)
    over = [
        alert
        for what, alert in standing.items()
        if is_over(alert, series.get(what, ()), today=today, now=now)
    ]
    for alert in over:
        alert.over_at = now
    for what, alert in standing.items():
        _bring_up_to_date(alert, series.get(what, ()), today)
    new = [
        _alert(guide, what, alarm, now)
        for what, days in series.items()
        if what not in standing
        and (alarm := _alarm(what, _days(what, days, alerts), guide.pk, now, many)) is not None
    ]
    return Noticed(new=tuple(Alert.objects.bulk_create(new)), over=tuple(over))


def _days(what: Watched, days: Sequence[Day], alerts: Sequence[Alert]) -> list[Day]:
    return days_to_watch(days, [alert for alert in alerts if watched_by(alert) == what])


def _alarm(
    what: Watched, days: Sequence[Day], guide: int, now: datetime, watched: int
) -> Alarm | None:
    """What was published anew since it got worse is judged by the days since then alone."""
    until = last_day(what.kind, timezone.localdate(now))
    alarm = watch(days, today=until, turn=BAD[what.kind], watched=watched)
    if alarm is None:
        return None
    repaired = published_anew(guide, what, since=_end_of(alarm.since), now=now)
    if repaired is None:
        return alarm
    kept = days_without(days, alarm.since, timezone.localdate(repaired))
    return watch(kept, today=until, turn=BAD[what.kind], watched=watched)


def _end_of(day: date) -> datetime:
    """What was published on the day may be why it got worse."""
    return datetime.combine(day, time.max, timezone.get_current_timezone())


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
