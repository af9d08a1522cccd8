"""The embedded database is set up so that what was acknowledged stays, and what was deleted goes."""

import sqlite3
from contextlib import closing

import pytest
from django.db import ConnectionHandler

from helpdesk.database import env_database


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
