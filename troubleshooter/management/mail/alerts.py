"""The letter about what got worse."""

from collections.abc import Sequence
from dataclasses import dataclass

from troubleshooter.models import AlertKind, Guide
from troubleshooter.statistics.figures.standing import NamedAlert

from .addresses import overview_address, step_address
from .letters import Letter, letter


@dataclass(frozen=True, kw_only=True)
class GuideAlert:
    guide: Guide
    said: NamedAlert

    @property
    def address(self) -> str:
        """The figures from the day of the change on: the step's, or all of the guide's."""
        alert = self.said.alert
        if alert.kind == AlertKind.FIX_RATE:
            return step_address(self.guide, alert.key, alert.since)
        return overview_address(self.guide, alert.since)


def alerts_letter(alerts: Sequence[GuideAlert]) -> Letter:
    first, more = alerts[0].said.name, len(alerts) - 1
    subject = f"It got worse: {first}" + (f", and {more} more" if more else "")
    return letter("alerts", subject, {"alerts": alerts})
