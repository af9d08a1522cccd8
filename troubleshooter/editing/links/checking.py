"""Asking every address that guides name, politely, and keeping what came of it."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from troubleshooter.content.rows import contents_from_rows
from troubleshooter.models import LinkCheck

from .asking import Answer, ask
from .naming import links_of

LONGEST_ADDRESS = 2_000


@dataclass(kw_only=True)
class Manners:
    """One request at a time to a host, `delay` seconds apart; none hangs longer than `seconds`."""

    delay: float = 2.0
    seconds: float = 10.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _last: dict[str, float] = field(default_factory=dict)

    def ask(self, address: str) -> Answer:
        host = urlsplit(address).netloc.casefold()
        self._wait_for(host)
        try:
            return ask(
                address,
                agent=user_agent(),
                seconds=self.seconds,
                wait=lambda: self.sleep(self.delay),
            )
        finally:
            self._last[host] = self.clock()

    def _wait_for(self, host: str) -> None:
        since = self.clock() - self._last.get(host, float("-inf"))
        if since < self.delay:
            self.sleep(self.delay - since)


def user_agent() -> str:
    """Says who asks, so that a host's keeper can tell us to stop."""
    host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
    return f"helpdesk-link-check/1.0 (+https://{host}/)"


def check_links(*, limit: int | None, manners: Manners) -> Iterator[LinkCheck]:
    """Ask for the addresses of all drafts, those never asked for first, then the oldest answers.

    Each row is kept before it is given, so that what is stopped half-way was not in vain. Rows of
    addresses that no guide names any more are deleted.
    """
    named = addresses_of_all()
    LinkCheck.objects.exclude(address__in=named).delete()
    known = dict(LinkCheck.objects.values_list("address", "checked_at"))
    waiting = [a for a in named if a not in known] + sorted(known, key=lambda a: known[a])
    for address in taking_turns(waiting[:limit]):
        answer = manners.ask(address)
        row, _ = LinkCheck.objects.update_or_create(
            address=address,
            defaults={
                "alive": answer.alive,
                "status": answer.status,
                "reason": answer.reason[:200],
                "checked_at": timezone.now(),
            },
        )
        yield row


def addresses_of_all() -> list[str]:
    """Every web address that a draft names, once. One that is too long to keep is left out."""
    contents = contents_from_rows().values()
    links = (link for content in contents for link in links_of(content) if link.on_the_web)
    return [a for a in dict.fromkeys(link.asked for link in links) if len(a) <= LONGEST_ADDRESS]


def taking_turns(addresses: Iterable[str]) -> list[str]:
    """Host after host, so that the pause at one is spent at the others."""
    by_host: dict[str, list[str]] = {}
    for address in addresses:
        by_host.setdefault(urlsplit(address).netloc.casefold(), []).append(address)
    turns = [(turn, a) for hosts in by_host.values() for turn, a in enumerate(hosts)]
    return [address for _, address in sorted(turns, key=lambda each: each[0])]
