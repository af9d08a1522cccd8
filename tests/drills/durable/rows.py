"""What the database has of visits, read straight, while the portal writes."""

import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass

import psycopg

from .acts import Entry

VISIT = "SELECT id, outcome, last_sequence, message, handoff FROM troubleshooter_visit WHERE "
EVENTS = "SELECT sequence, kind, node, key, value FROM troubleshooter_event WHERE visit_id = "
EVENTS_LAST = " ORDER BY sequence"


@dataclass(frozen=True, kw_only=True)
class Row:
    id: int
    outcome: str
    last_sequence: int
    message: str
    handoff: dict[str, str]
    sequences: list[int]
    entries: list[Entry]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """`database`: a file of SQLite, or an address of PostgreSQL."""

    database: str

    def of_token(self, token: str) -> Row | None:
        return self._row("token_hash = ", hashlib.sha256(token.encode()).digest())

    def of_id(self, number: int) -> Row | None:
        """Also of one that was forgotten."""
        return self._row("id = ", number)

    def count(self) -> int:
        return self._asked("SELECT COUNT(*) FROM troubleshooter_visit")[0][0]

    def strays(self) -> int:
        """Events of no visit."""
        sql = "SELECT COUNT(*) FROM troubleshooter_event WHERE visit_id NOT IN "
        return self._asked(sql + "(SELECT id FROM troubleshooter_visit)")[0][0]

    def _row(self, where: str, value: bytes | int) -> Row | None:
        for number, outcome, last, message, handoff in self._asked(VISIT + where, value):
            events = self._asked(EVENTS, number, EVENTS_LAST)
            return Row(
                id=number,
                outcome=outcome,
                last_sequence=last,
                message=message,
                handoff=json.loads(handoff) if isinstance(handoff, str) else handoff,
                sequences=[event[0] for event in events],
                entries=[tuple(event[1:]) for event in events],
            )
        return None

    def _asked(self, sql: str, value: bytes | int | None = None, last: str = "") -> list[tuple]:
        values = () if value is None else (value,)
        if "://" in self.database:
            address = self.database.replace("postgres://", "postgresql://")
            with psycopg.connect(address, autocommit=True) as connection:
                hole = "%s" if values else ""
                return connection.execute(sql + hole + last, values).fetchall()
        with closing(sqlite3.connect(self.database, timeout=30)) as connection:
            return connection.execute(sql + ("?" if values else "") + last, values).fetchall()
