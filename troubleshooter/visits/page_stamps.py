"""The mark in every form of a visit: when its page was fetched. It tells people from machines.

A form without a mark, or with a false one, works like any other: a mark opens and closes nothing.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

SALT = "troubleshooter.visits.page"
# Of base64, six bits each: 128 bits and a little.
LETTERS = 22
# A page that was open for longer was fetched all the same; its seconds say nothing.
LONGEST_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, kw_only=True)
class Sent:
    """How a form came: seconds since its page was fetched (None: not known), and whether it came
    without its page having been fetched."""

    page_seconds: float | None = None
    unread: bool = False


# Of what does not come from a page: a command, a simulation, a preview carried on.
NOT_BY_FORM = Sent()


class ShortSigner(Signer):
    """128 bits of the signature: as hard to guess, and half as much to send with each page."""

    def signature(self, value: str | bytes, key: str | bytes | None = None) -> str:
        return super().signature(value, key)[:LETTERS]


def stamp() -> str:
    """The moment, signed: good on any page."""
    return ShortSigner(salt=SALT).sign(format(int(time.time() * 1000), "x"))


def sent_with(stamps: Iterable[str]) -> Sent:
    """What the marks of a form tell. Where several fields bear the name, the first true one."""
    fetched = next((at for at in map(_fetched, stamps) if at is not None), None)
    if fetched is None:
        return Sent(unread=True)
    seconds = time.time() - fetched
    return Sent(page_seconds=seconds if 0.0 <= seconds <= LONGEST_SECONDS else None)


def _fetched(stamped: str) -> float | None:
    """Seconds since 1970; None if it was not signed here."""
    try:
        return int(ShortSigner(salt=SALT).unsign(stamped), 16) / 1000
    except BadSignature:
        return None
