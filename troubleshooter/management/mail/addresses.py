"""Where links in mail lead: the figures, for the same visits that the mail is about."""

from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from troubleshooter.models import Guide


def overview_address(guide: Guide, since: date, until: date | None = None) -> str:
    """`until` None: up to the day on which it is opened."""
    return _address(reverse("insights-overview"), guide, since, until)


def step_address(guide: Guide, step: str, since: date, until: date | None = None) -> str:
    return _address(reverse("insights-step", args=[step]), guide, since, until)


def _address(page: str, guide: Guide, since: date, until: date | None) -> str:
    asked = {"guide": guide.key, "since": since, **({"until": until} if until else {})}
    return f"{settings.PUBLIC_URL}{page}?{urlencode(asked)}"
