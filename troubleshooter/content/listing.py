"""Which guides others may find: what is published and not withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from troubleshooter.models import Guide


@dataclass(frozen=True, kw_only=True)
class ListedGuide:
    """A guide's key, and when its page last changed for good: its live revision's publication."""

    key: str
    changed: datetime


def listed_guides() -> tuple[ListedGuide, ...]:
    """In the editors' order. One query."""
    guides = Guide.objects.filter(live_revision__isnull=False, withdrawn=False)
    rows = guides.values_list("key", "live_revision__published_at")
    return tuple(ListedGuide(key=key, changed=changed) for key, changed in rows)
