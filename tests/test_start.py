"""The portal does not start where it would promise what it does not keep."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from helpdesk.database import env_database
from troubleshooter import checks


@pytest.fixture
def own(db, tmp_path, monkeypatch):
    """A database file that is set up as a checkout sets it up, and not as tests do."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    set_up = {**env_database(tmp_path, demo=False), "NAME": str(tmp_path / "own.sqlite3")}
    known = ConnectionHandler({"default": set_up})
    monkeypatch.setattr(checks, "connections", known)
    yield known["default"]
    known.close_all()


def ids(found):
    return [one.id for one in found]


def asked_of(monkeypatch, answers):
    """The database answers otherwise than it would."""
    right = checks._asked
    monkeypatch.setattr(
        checks, "_asked", lambda cursor, sql: answers.get(sql) or right(cursor, sql)
    )


def test_as_it_is_set_up_all_is_well(own):
    assert checks.keeps_what_it_acknowledges(databases=["default"]) == []
    assert checks.keeps_what_it_acknowledges() == []


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"PRAGMA synchronous": "1"}, ["troubleshooter.E002"]),
        ({"PRAGMA synchronous": "3"}, []),
        ({"PRAGMA journal_mode": "delete"}, ["troubleshooter.E001"]),
    ],
)
def test_an_embedded_database_that_would_lose_something_is_found(own, monkeypatch, answers, wrong):
    asked_of(monkeypatch, answers)
    assert ids(checks.keeps_what_it_acknowledges(databases=["default"])) == wrong


def test_what_counts_is_how_the_connection_is(own):
    with own.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    assert ids(checks.keeps_what_it_acknowledges(databases=["default"])) == ["troubleshooter.E002"]


class Cursor:
    def __init__(self, **answers):
        self.answers = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
        self.answers |= answers

    def execute(self, sql):
        self.asked = sql.removeprefix("SHOW ")

    def fetchone(self):
        return (self.answers[self.asked],)


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({}, 0),
        ({"fsync": "off"}, 1),
        ({"full_page_writes": "off", "synchronous_commit": "off"}, 2),
        ({"synchronous_commit": "remote_apply"}, 0),
    ],
)
def test_a_postgresql_that_would_lose_something_is_found(answers, wrong):
    assert len(checks._postgresql(Cursor(**answers))) == wrong


def test_it_does_not_start_then(own, monkeypatch):
    checks.refuse_to_start()
    monkeypatch.setattr(checks, "FULL", 4)
    with pytest.raises(SystemCheckError, match=r"troubleshooter\.E00"):
        checks.refuse_to_start()
    with pytest.raises(SystemCheckError):
        call_command("check", databases=["default"])


def test_in_production_it_does_not_start_with_unsafe_settings(own, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SESSION_COOKIE_SECURE = False
    with pytest.raises(SystemCheckError, match=r"security\.W012"):
        checks.refuse_to_start()


def test_a_database_that_is_away_does_not_keep_it_from_starting(own, monkeypatch):
    def away(**kwargs):
        raise OperationalError("away")

    monkeypatch.setattr(checks, "run_checks", away)
    checks.refuse_to_start()
