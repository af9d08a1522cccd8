"""Sending letters, so that everybody gets each piece of news once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused

from django.contrib.auth.models import AbstractUser

from troubleshooter.statistics.told import News, already_told, claim, give_back

from .letters import Letter
from .readers import readers

Write = Callable[[Sequence[News]], Letter]


@dataclass(frozen=True, kw_only=True)
class Sent:
    """How many letters went out, and to whom none could be sent, with the reason. A server in
    trouble ends the sending; a refused address does not."""

    letters: int
    failed: tuple[tuple[str, str], ...]
    left: int

    @property
    def whole(self) -> bool:
        return not self.failed and not self.left


def send(news: Sequence[News], write: Write, *, again: bool = False) -> Sent:
    """Tell every reader the news that they have not been told, in one letter. Who cannot be
    reached stays untold, and is written to the next time. `again`: even what they were told."""
    due = _due(news, again=again)
    letters, failed = 0, []
    for at, (reader, pieces) in enumerate(due):
        try:
            letters += _sent(reader, pieces, write, again=again)
        except SMTPRecipientsRefused as error:
            failed.append((reader.get_username(), _reason(error)))
        except (SMTPException, OSError) as error:
            failed.append((reader.get_username(), _reason(error)))
            return Sent(letters=letters, failed=tuple(failed), left=len(due) - at - 1)
    return Sent(letters=letters, failed=tuple(failed), left=0)


def everybody_knows(news: News) -> bool:
    return {reader.pk for reader in readers()} <= already_told(news)


def _due(news: Sequence[News], *, again: bool) -> list[tuple[AbstractUser, list[News]]]:
    told = {one: frozenset() if again else already_told(one) for one in news}
    each = ((reader, [one for one in news if reader.pk not in told[one]]) for reader in readers())
    return [(reader, pieces) for reader, pieces in each if pieces]


def _sent(
    reader: AbstractUser,
    pieces: Sequence[News],
    write: Write,
    *,
    again: bool,
) -> bool:
    mine = [one for one in pieces if claim(one, reader.pk) or again]
    if not mine:
        return False  # somebody else is sending it at this moment
    try:
        write(mine).to(reader.email).send()
    except Exception:
        for one in mine:
            give_back(one, reader.pk)
        raise
    return True


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
