"""The letter about what got worse."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from troubleshooter.models import Guide
from troubleshooter.statistics.digest import NamedAlert

from .letters import Letter, letter


@dataclass(frozen=True, kw_only=True)
class GuideAlert:
    guide: Guide
    said: NamedAlert

    @property
    def address(self) -> str:
        """The overview of the guide, from the day of the change on."""
        asked = {"guide": self.guide.key, "since": self.said.alert.since}
        return f"{settings.PUBLIC_URL}{reverse('insights-overview')}?{urlencode(asked)}"


def alerts_letter(alerts: Sequence[GuideAlert]) -> Letter:
    first, more = alerts[0].said.name, len(alerts) - 1
    subject = f"It got worse: {first}" + (f", and {more} more" if more else "")
    return letter("alerts", subject, {"alerts": alerts})
