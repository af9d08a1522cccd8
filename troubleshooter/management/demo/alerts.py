"""The alerts of the made-up year, as they would have been noticed week by week."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from troubleshooter.content.catalogue import published
from troubleshooter.models import Alert, Guide
from troubleshooter.statistics.alerts.noticing import notice
from troubleshooter.statistics.alerts.series import series_of
from troubleshooter.statistics.queries import look

from .year import RELEASE

PACE = 7  # days from one look to the next


def notice_in_hindsight(now: datetime) -> None:
    """Look back to each week since the release, up to now. Nobody is mailed about the past."""
    for guide in Guide.objects.filter(live_revision__isnull=False):
        content, today = published(guide.live_revision_id), timezone.localdate(now)
        with look(now=now) as seen:
            series = series_of(seen, guide.pk, content, today=today, simulated=True)
        for ago in range(RELEASE // PACE * PACE, -1, -PACE):
            then = now - timedelta(days=ago)
            notice(guide, series, now=then)
    Alert.objects.update(told_at=F("noticed_at"))
