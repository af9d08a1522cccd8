"""The letter about a week."""

from collections.abc import Sequence
from dataclasses import dataclass

from troubleshooter.statistics.digest import Digest
from troubleshooter.statistics.figures.league import Row

from .addresses import overview_address, step_address
from .letters import Letter, letter


@dataclass(frozen=True, kw_only=True)
class Fix:
    row: Row
    address: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """One guide, with the pages that say more of the same week."""

    digest: Digest
    address: str
    fixes: tuple[Fix, ...]


def digest_letter(digests: Sequence[Digest]) -> Letter:
    """All guides of one week, in one letter. The subject is the finding."""
    sections = [_section(digest) for digest in digests]
    week = {"since": digests[0].since, "until": digests[0].until}
    return letter("digest", _subject(digests), {"sections": sections, **week})


def _subject(digests: Sequence[Digest]) -> str:
    visits = sum(one.ends.visits.visits for one in digests)
    resolved = sum(one.ends.visits.resolved for one in digests)
    alerts = sum(len(one.alerts) for one in digests)
    said = f"Last week: {resolved} of {visits} visits resolved"
    return f"{said}, {alerts} new alert{'s' * (alerts > 1)}" if alerts else said


def _section(digest: Digest) -> Section:
    week = (digest.since, digest.until)
    return Section(
        digest=digest,
        address=overview_address(digest.guide, *week),
        fixes=tuple(
            Fix(row=row, address=step_address(digest.guide, row.step.key, *week))
            for row in digest.fixes
        ),
    )
