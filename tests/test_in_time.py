"""A PostgreSQL that does not answer is given up in time; commands may take as long as they need."""

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.db.backends.postgresql import base as own
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from helpdesk.database import env_database, parsed
from helpdesk.in_time import base, patience
from helpdesk.in_time.base import DatabaseWrapper
from helpdesk.in_time.patience import STAFF, VISITOR, Patient, at_most

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="the embedded database is no server"
)


@pytest.fixture
def wrapper(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://a:b@one:5433,two/db")
    settings = env_database(tmp_path, demo=False)
    defaults = {"TIME_ZONE": None, "AUTOCOMMIT": True, "ATOMIC_REQUESTS": False}
    monkeypatch.setattr(DatabaseWrapper, "_not_before", {})
    return DatabaseWrapper({**defaults, **settings})


def test_an_address_may_name_several_hosts():
    several = parsed("postgres://a:p%40@one:5433,two/db?sslmode=require")
    assert (several["HOST"], several["PORT"]) == ("one,two", "5433,5432")
    assert (several["USER"], several["PASSWORD"], several["NAME"]) == ("a", "p@", "db")
    assert several["OPTIONS"] == {"target_session_attrs": "read-write", "sslmode": "require"}
    told = parsed("postgres://one,two/db?target_session_attrs=any")
    assert told["OPTIONS"] == {"target_session_attrs": "any"}


@pytest.mark.parametrize("hosts", ["one,", ",two", "one:x,two", "[::1],two"])
def test_odd_hosts_are_refused(hosts):
    with pytest.raises(ValueError, match="among its hosts"):
        parsed(f"postgres://a:b@{hosts}/db")


def test_only_where_visitors_wait_has_the_server_limits(wrapper):
    assert "options" not in wrapper.get_connection_params()
    with at_most(VISITOR):
        options = wrapper.get_connection_params()["options"]
    assert "lock_timeout=3000" in options
    assert "statement_timeout=60000" in options
    assert "idle_in_transaction_session_timeout=60000" in options


def test_who_waited_in_vain_spares_the_others(wrapper, monkeypatch):
    now, tried = [100.0], []

    def in_vain(self, params):
        tried.append(now[0])
        now[0] += 3
        raise psycopg.OperationalError("timeout expired")

    monkeypatch.setattr(base, "monotonic", lambda: now[0])
    monkeypatch.setattr(own.DatabaseWrapper, "get_new_connection", in_vain)
    with at_most(VISITOR):
        for later in (0, 0.5, 0.4, 0.2):
            now[0] += later
            with pytest.raises((OperationalError, psycopg.OperationalError)):
                wrapper.get_new_connection({"host": "one", "port": "1"})
    assert tried == [100.0, pytest.approx(104.1)]


def test_what_is_refused_at_once_is_tried_again_at_once(wrapper, monkeypatch):
    tried = []

    def refused(self, params):
        tried.append(params)
        raise psycopg.OperationalError("connection refused")

    monkeypatch.setattr(own.DatabaseWrapper, "get_new_connection", refused)
    with at_most(VISITOR):
        for _ in range(2):
            with pytest.raises(psycopg.OperationalError):
                wrapper.get_new_connection({})
    assert len(tried) == 2


@pytest.mark.parametrize(
    ("address", "seconds"),
    [("/guides/lamp/", VISITOR), ("/insights/", STAFF), ("/admin/login/", STAFF)],
)
@pytest.mark.parametrize("kind", [HttpResponse, StreamingHttpResponse])
def test_staff_wait_longer_than_visitors(address, seconds, kind):
    seen = []

    def view(request):
        seen.append(patience.patience())
        return kind()

    before = patience._patience.set(None)
    try:
        Patient(view)(RequestFactory().get(address))
        assert seen == [seconds]
        assert patience.patience() == (None if kind is HttpResponse else seconds)
    finally:
        patience._patience.reset(before)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_statement_that_takes_too_long_is_left_and_the_next_one_works():
    with pytest.raises(OperationalError), at_most(0.2), transaction.atomic():
        connection.cursor().execute("SELECT pg_sleep(5)")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_whoever_waited_for_a_statement_does_not_wait_for_a_connection_as_well(monkeypatch):
    monkeypatch.setattr(DatabaseWrapper, "_not_before", {})
    with pytest.raises(OperationalError), at_most(2.0), transaction.atomic():
        connection.cursor().execute("SELECT pg_sleep(5)")
    with pytest.raises(OperationalError, match="a moment ago"):
        connection.ensure_connection()


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_command_takes_as_long_as_it_needs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.3)")
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
