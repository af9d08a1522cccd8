"""To whom hand-overs are sent by themselves. Without settings: to nobody."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from troubleshooter.models import Channel, Visit


@dataclass(frozen=True, kw_only=True)
class HelpDesk:
    """A receiver, and what visitors are told it is: a host, or an e-mail address."""

    channel: Channel
    name: str


def help_desks() -> tuple[HelpDesk, ...]:
    """Those that the settings name."""
    found = []
    if settings.HANDOVER_WEBHOOK_URL:
        host = urlsplit(settings.HANDOVER_WEBHOOK_URL).hostname or ""
        found.append(HelpDesk(channel=Channel.WEBHOOK, name=host))
    if settings.HANDOVER_MAIL_TO:
        found.append(HelpDesk(channel=Channel.MAIL, name=settings.HANDOVER_MAIL_TO))
    return tuple(found)


def help_desks_for(visit: Visit) -> tuple[HelpDesk, ...]:
    """Those that this visit is sent to. What nobody lived through is sent to nobody."""
    return () if visit.preview or visit.simulated else help_desks()
