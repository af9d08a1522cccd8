"""Looks read from the replica, visitors and writers never; one that fails is missed by nobody."""

import sqlite3

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ImproperlyConfigured
from django.db import (
    DEFAULT_DB_ALIAS,
    OperationalError,
    connection,
    connections,
    router,
    transaction,
)
from django.test import Client
from django.utils import timezone

from helpdesk.database import env_database
from helpdesk.replica import env_replica
from troubleshooter.models import Event, Visit
from troubleshooter.statistics import replica
from troubleshooter.statistics.exports.events import event_rows
from troubleshooter.statistics.filters import Filters
from troubleshooter.statistics.folding import fold
from troubleshooter.statistics.queries import look
from troubleshooter.views.insights import overview

VISITS = {"here": 3, "there": 1}


@pytest.fixture
def there(transactional_db, tmp_path, settings, lamp, monkeypatch):
    """A replica that has one visit, and a primary that has three by now."""
    if connection.vendor != "sqlite":
        pytest.skip("`make drill-replica` has a real one")
    _begin()
    fold()  # so that it stands in the counts, which are asked in SQL
    path = tmp_path / "replica.sqlite3"
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()
    for _ in range(VISITS["here"] - VISITS["there"]):
        _begin()
    settings.DATABASE_ROUTERS = ["troubleshooter.statistics.replica.Router"]
    monkeypatch.setattr(router, "routers", [replica.Router()])
    monkeypatch.setattr(replica, "_not_before", 0.0)
    connections.settings["replica"] = {**connection.settings_dict, "NAME": str(path)}
    connections["replica"].connect()  # here, since tests may not open others by themselves
    yield path
    connections["replica"].close()
    del connections["replica"]
    del connections.settings["replica"]


def _begin():
    Client().post("/guides/lamp/start/", {"platform": "desk", "version": "2"})


def lamp_today():
    guide = Visit.objects.first().guide_id
    today = timezone.localdate()
    return Filters(guide=guide, since=today, until=today, include=frozenset({"machine"}))


def seen():
    with look() as one:
        return one.visits(lamp_today()).visits


@pytest.fixture
def lead(there):
    user = User.objects.create_user("lead", password="x")
    user.user_permissions.add(Permission.objects.get(codename="view_statistics"))
    client = Client()
    client.force_login(user)
    return client


def test_a_look_reads_from_the_replica_and_nothing_else_does(there):
    assert Visit.objects.count() == VISITS["here"]
    with look():
        assert Visit.objects.count() == VISITS["there"]
        assert router.db_for_write(Visit) == DEFAULT_DB_ALIAS
        assert Visit.objects.first()._state.db == "replica"
    assert Visit.objects.count() == VISITS["here"]


def test_what_is_asked_in_sql_is_asked_there_too(there):
    before = len(connections["replica"].queries_log)
    connections["replica"].force_debug_cursor = True
    assert seen() == VISITS["there"]
    asked = [one["sql"] for one in list(connections["replica"].queries_log)[before:]]
    assert any("UNION ALL" in sql or "SUM(" in sql for sql in asked)


def test_a_file_of_events_is_read_there_also_after_the_look(there):
    with look():
        rows = event_rows(lamp_today(), {})
    assert len(list(rows)) == VISITS["there"]
    assert len(list(event_rows(lamp_today(), {}))) == VISITS["here"] == Event.objects.count()


def test_who_is_in_a_transaction_sees_what_it_wrote(there):
    with transaction.atomic(), look():
        assert Visit.objects.count() == VISITS["here"]


def test_a_replica_that_is_behind_is_not_asked(there, monkeypatch):
    monkeypatch.setattr(replica, "seconds_behind", lambda: replica.MOST_SECONDS + 1)
    assert seen() == VISITS["here"]
    monkeypatch.setattr(replica, "seconds_behind", lambda: replica.MOST_SECONDS)
    assert seen() == VISITS["there"]


def test_a_replica_that_is_away_is_missed_by_nobody_and_left_alone(there, monkeypatch, caplog):
    asked = []

    def away():
        asked.append(1)
        raise OperationalError("planted-host")

    monkeypatch.setattr(replica, "seconds_behind", away)
    assert (seen(), seen()) == (VISITS["here"], VISITS["here"])
    assert len(asked) == 1
    assert len(caplog.records) == 1
    assert "planted-host" not in caplog.text


def test_a_page_whose_replica_fails_midway_is_made_from_the_primary(lead, monkeypatch):
    places = []

    def fails_there(*args, **kwargs):
        places.append(replica.read_from())
        if replica.read_from() == "replica":
            raise OperationalError("canceling statement due to conflict with recovery")
        return real(*args, **kwargs)

    real = overview.overview_of
    monkeypatch.setattr(overview, "overview_of", fails_there)
    assert lead.get("/insights/").status_code == 200
    assert places == ["replica", "default"]
    assert lead.get("/insights/").status_code == 200
    assert places == ["replica", "default", "default"]


def test_without_a_replica_nothing_is_asked(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not replica.is_well()


def test_tables_are_never_made_there():
    assert replica.Router().allow_migrate("replica", "troubleshooter") is False
    assert replica.Router().allow_migrate("default", "troubleshooter") is None


def test_a_replica_is_a_postgresql_beside_a_postgresql(monkeypatch, tmp_path):
    def of(primary, address):
        monkeypatch.setenv("DATABASE_URL", primary)
        monkeypatch.setenv("REPLICA_URL", address)
        return env_replica("REPLICA_URL", env_database(tmp_path, demo=False))

    good = of("postgres://a:b@one/x", "postgres://a:b@two/x")["replica"]
    assert (good["HOST"], good["TEST"]) == ("two", {"MIRROR": "default"})
    assert good["OPTIONS"]["connect_timeout"] == 3
    assert of("postgres://a:b@one/x", "") == {}
    odd = [("sqlite:///x", "postgres://two/x"), ("postgres://a:b@one/x", "mysql://u:hidden@two/x")]
    for primary, address in [*odd, ("postgres://a:b@one/x", "no address")]:
        with pytest.raises(ImproperlyConfigured, match="REPLICA_URL") as refused:
            of(primary, address)
        assert "hidden" not in str(refused.value)
