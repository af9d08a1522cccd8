"""Editions of one guide that can be told apart by their words and options, and whether
anything of a visit came from another edition than its own: read straight, without the portal."""

import hashlib
import json
import sqlite3
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import psycopg
import yaml

from .judging import EVENTS
from .people import EDITION, Noted
from .portal import GUIDES

KEY = "icloud-backup"
ROWS = {
    "revisions": "SELECT id, content FROM troubleshooter_revision",
    "visits": "SELECT token_hash, revision_id FROM troubleshooter_visit",
    "events": EVENTS,
    "numbers": "SELECT v.id FROM troubleshooter_visit v JOIN troubleshooter_parameters p "
    "ON p.id = v.parameters_id WHERE p.revision_id <> v.revision_id",
    "beside": "SELECT e.id FROM troubleshooter_event e JOIN troubleshooter_visit v "
    "ON v.id = e.visit_id WHERE e.revision_id <> v.revision_id "
    "OR e.parameters_id <> v.parameters_id",
}


def write_edition(folder: Path, number: int) -> Path:
    """The guide file of this edition: it stands in each text, and in the keys of the options of
    the question that everybody is asked."""
    guide = deepcopy(_shipped())
    del guide["messages"]  # they name options
    for question in guide["questions"]:
        question["text"] += f" (edition {number})"
    for option in guide["questions"][0]["options"]:
        option["key"] += f"-{number}"
    for step in guide["steps"]:
        step["title"] += f" (edition {number})"
    file = folder / f"edition-{number}.yaml"
    file.write_text(yaml.safe_dump(guide, allow_unicode=True))
    return file


@cache
def _shipped() -> dict:
    (file,) = (file for file in GUIDES if file.stem == KEY)
    return yaml.safe_load(file.read_text())


@dataclass(frozen=True, kw_only=True)
class Edition:
    """`options`: of each question; `steps`: their keys."""

    number: int
    options: dict[str, set[str]] = field(default_factory=dict)
    steps: set[str] = field(default_factory=set)

    def has(self, node: str, key: str, value: str) -> bool:
        if node == "question":
            return value in self.options[key] | {"unsure"}
        return node != "step" or key in self.steps


@dataclass(frozen=True, kw_only=True)
class Editions:
    """Of each visit, by its token's hash, the edition; and how much came from another one."""

    of: dict[bytes, int]
    mixed: int


def editions_in(database: str, visits: list[Noted]) -> Editions:
    """`mixed` counts events, pages that people were shown, and numbers that a visit is pinned to."""
    found = {name: _rows(database, sql) for name, sql in ROWS.items()}
    made = {row: _edition(content) for row, content in found["revisions"]}
    by_visit = {bytes(token): made[row] for token, row in found["visits"] if token}
    mixed = len(found["numbers"]) + len(found["beside"])
    for token, _, _, node, key, value in found["events"]:
        mixed += not by_visit[bytes(token)].has(node, key, value)
    of = {token: one.number for token, one in by_visit.items()}
    for visit in visits:
        mixed += len(visit.shown - {str(of.get(hash_of(visit), 0))})
    return Editions(of=of, mixed=mixed)


def hash_of(visit: Noted) -> bytes:
    return hashlib.sha256(visit.token.encode()).digest()


def _edition(content: str | dict) -> Edition:
    """Number 0: a guide as it ships."""
    guide = json.loads(content) if isinstance(content, str) else content
    found = EDITION.search(guide["questions"][0]["text"])
    return Edition(
        number=int(found[1]) if found else 0,
        options={q["key"]: {o["key"] for o in q["options"]} for q in guide["questions"]},
        steps={step["key"] for step in guide["steps"]},
    )


def _rows(database: str, sql: str) -> list[tuple]:
    if "://" in database:
        with psycopg.connect(database.replace("postgres://", "postgresql://")) as connection:
            return connection.execute(sql).fetchall()
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()
