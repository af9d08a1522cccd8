"""What people noted, held against what the database has: read straight, without the portal."""

import hashlib
import sqlite3
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass

import psycopg

from .people import Noted, Said

EVENTS = """
    SELECT v.token_hash, e.sequence, e.kind, e.node, e.key, e.value
    FROM troubleshooter_event e JOIN troubleshooter_visit v ON v.id = e.visit_id
    ORDER BY v.id, e.sequence
"""
SAID = {"answered", "result"}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How many events were acknowledged and are not there, are there twice, or leave a gap."""

    acknowledged: int
    lost: int
    twice: int
    gaps: int

    @property
    def good(self) -> bool:
        return not (self.lost or self.twice or self.gaps)

    def __str__(self) -> str:
        return (
            f"{self.acknowledged} acknowledged, {self.lost} lost, {self.twice} twice, "
            f"{self.gaps} gaps"
        )


def told_by(visits: list[Noted], nanoseconds: int) -> list[Noted]:
    """What people had been told by then."""
    return [
        Noted(token=one.token, said=one.said[: bisect_left(one.times, nanoseconds) - 1])
        for one in visits
        if one.times and one.times[0] < nanoseconds
    ]


def judged(visits: list[Noted], database: str) -> Verdict:
    """`database`: a file of SQLite, or an address of PostgreSQL."""
    sequences: dict[bytes, list[int]] = {}
    there: dict[bytes, list[Said]] = {}
    for token, sequence, kind, node, key, value in _events(database):
        sequences.setdefault(bytes(token), []).append(sequence)
        there.setdefault(bytes(token), [])
        if kind in SAID:
            there[bytes(token)].append((node, key, value))
    lost = twice = 0
    for visit in visits:
        token = hashlib.sha256(visit.token.encode()).digest()
        lost += token not in there
        found = Counter(there.get(token, []))
        lost += (Counter(visit.said) - found).total()
        twice += sum(number - 1 for number in found.values())
    gaps = sum(seen != list(range(1, len(seen) + 1)) for seen in sequences.values())
    acknowledged = sum(len(visit.said) + 1 for visit in visits)
    return Verdict(acknowledged=acknowledged, lost=lost, twice=twice, gaps=gaps)


def _events(database: str) -> list[tuple]:
    if "://" in database:
        with psycopg.connect(database.replace("postgres://", "postgresql://")) as connection:
            return connection.execute(EVENTS).fetchall()
    connection = sqlite3.connect(database)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return connection.execute(EVENTS).fetchall()
    finally:
        connection.close()
