"""When an unended visit counts as left, and which zone's days are counted by."""

from datetime import UTC, datetime, timedelta, tzinfo

from django.utils import timezone

SILENCE = timedelta(hours=72)


def line_at(now: datetime) -> datetime:
    """Visits last heard of before this full hour have left by `now`."""
    return (now - SILENCE).astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def zone_of_days() -> tzinfo:
    """The portal's own zone, whatever zone a reader's page is shown in."""
    return timezone.get_default_timezone()
