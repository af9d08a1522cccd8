"""The embedded database is set up so that what was acknowledged stays, and what was deleted goes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import ConnectionHandler

from helpdesk.database import env_database
from troubleshooter.visits import erasing


@pytest.fixture
def embedded(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'own.sqlite3'}")
    handler = ConnectionHandler({"default": env_database(tmp_path, demo=False)})
    connection = handler["default"]
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("synchronous", 2), ("journal_mode", "wal"), ("secure_delete", 1)],
)
def test_the_database_says_so_itself(embedded, django_db_blocker, pragma, value):
    """SQLite's own numbers: https://www.sqlite.org/pragma.html (FULL is 2)."""
    with django_db_blocker.unblock(), embedded.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone() == (value,)


def test_a_transaction_holds_the_lock_from_its_first_moment(embedded, django_db_blocker):
    """Whoever first read and then writes could be told, in between, that somebody else wrote."""
    with django_db_blocker.unblock():
        embedded.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        other = sqlite3.connect(embedded.settings_dict["NAME"], timeout=0, isolation_level=None)
        with closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        embedded.rollback()


def bytes_of(embedded) -> tuple[bytes, bytes]:
    """Of the database's file, and of the one beside it."""
    name = embedded.settings_dict["NAME"]
    beside = Path(f"{name}-wal")
    return Path(name).read_bytes(), beside.read_bytes() if beside.exists() else b""


@pytest.fixture
def deleted(embedded, django_db_blocker):
    """A row that was written and deleted."""
    with django_db_blocker.unblock():
        with embedded.cursor() as cursor:
            cursor.execute("CREATE TABLE said (words TEXT)")
            cursor.execute("INSERT INTO said VALUES ('a planted text')")
            assert embedded.empty_log()
            assert b"a planted text" in bytes_of(embedded)[0]
            cursor.execute("UPDATE said SET words = 'another planted text'")
            cursor.execute("DELETE FROM said")
        yield embedded


def test_what_is_deleted_is_gone_from_both_files_at_once(deleted):
    assert b"planted text" in b"".join(bytes_of(deleted))
    assert deleted.empty_log()
    assert b"planted text" not in b"".join(bytes_of(deleted))
    assert bytes_of(deleted)[1] == b""


def test_nobody_waits_long_where_somebody_reads_on(deleted):
    other = sqlite3.connect(deleted.settings_dict["NAME"], isolation_level=None)
    with closing(other):
        other.execute("BEGIN")
        other.execute("SELECT * FROM said").fetchall()
        with deleted.cursor() as cursor:
            cursor.execute("INSERT INTO said VALUES ('more')")
        assert not deleted.empty_log()
    assert deleted.empty_log()
    with deleted.cursor() as cursor:
        # What others are waited for is as it was, and the turn is over.
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20_000,)
    assert deleted._holds is None


def test_in_the_midst_of_a_transaction_nothing_is_done(deleted, monkeypatch):
    monkeypatch.setattr(deleted, "in_atomic_block", True)
    assert not deleted.empty_log()
    assert b"planted text" in b"".join(bytes_of(deleted))


def test_a_database_that_keeps_its_files_by_itself_is_left_alone(monkeypatch):
    server = {"ENGINE": "django.db.backends.postgresql", "NAME": "x", "HOST": "127.0.0.1"}
    other = ConnectionHandler({"default": server})["default"]
    monkeypatch.setattr(erasing, "connection", other)
    erasing.erase_for_good()
    assert other.connection is None
