"""The letter about a week."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from troubleshooter.statistics.digest import Digest

from .letters import Letter, letter


def digest_letter(digests: Sequence[Digest]) -> Letter:
    """All guides of one week, in one letter. The subject is the finding."""
    sections = [{"digest": one, "address": _address(one)} for one in digests]
    return letter(
        "digest",
        _subject(digests),
        {"sections": sections, "since": digests[0].since, "until": digests[0].until},
    )


def _subject(digests: Sequence[Digest]) -> str:
    visits = sum(one.ends.visits.visits for one in digests)
    resolved = sum(one.ends.visits.resolved for one in digests)
    alerts = sum(len(one.alerts) for one in digests)
    said = f"Last week: {resolved} of {visits} visits resolved"
    return f"{said}, {alerts} new alert{'s' * (alerts > 1)}" if alerts else said


def _address(digest: Digest) -> str:
    """The overview of the same week and guide."""
    asked = {"guide": digest.guide.key, "since": digest.since, "until": digest.until}
    return f"{settings.PUBLIC_URL}{reverse('insights-overview')}?{urlencode(asked)}"
