"""Whoever writes to a visit holds its row, in one transaction, from the reading to the writing.

SQLite has no locks on rows, so what is asked of PostgreSQL is read here.
"""

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from troubleshooter.models import Event
from troubleshooter.visits import pruning, queries
from troubleshooter.visits.opening import BY_TOKEN, BY_TOKEN_LOCKED, visit_opened_by
from troubleshooter.visits.pruning import oldest

WRITING = {
    "questions/others/": {"option": "yes"},
    "steps/plug-in/": {"result": "no_help"},
    "message/": {"message": "no-power"},
    "paths/switch/not-found/": {},
    "support/": {"since": "today"},
    "another-device/": {},
    "answers/": {"forget": "1"},
}


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "locks"), [(BY_TOKEN_LOCKED, True), (BY_TOKEN, False)])
def test_the_row_is_locked_where_rows_can_be(asked, locks, monkeypatch):
    for feature in ("has_select_for_update", "has_select_for_update_of"):
        monkeypatch.setattr(connection.features, feature, True)
    query = asked.query(*asked.holes).query
    sql, _ = query.get_compiler(connection=connection).as_sql()
    assert sql.endswith('FOR UPDATE OF "troubleshooter_visit"') is locks


@pytest.mark.django_db
def test_whoever_deletes_visits_that_are_old_holds_them_before_anything_of_them_goes(
    lamp, monkeypatch
):
    Client().post("/guides/lamp/start/", {"platform": "desk", "version": "2"})
    with monkeypatch.context() as patched:
        patched.setattr(connection.features, "has_select_for_update", True)
        sql, _ = oldest(timezone.now()).query.get_compiler(connection=connection).as_sql()
    assert sql.endswith("FOR UPDATE")
    held = []

    def watched(before):
        held.append((connection.in_atomic_block, Event.objects.count()))
        return oldest(before)

    monkeypatch.setattr(pruning, "oldest", watched)
    assert sum(pruning.delete_visits(timezone.now())) == 1
    assert held == [(True, 1), (True, 0)]


@pytest.fixture
def openings(monkeypatch):
    """For each time that a visit was looked up: whether to lock it, and in a transaction."""
    seen = []

    def watched(guide_key, opened, *, lock):
        seen.append((lock, len(connection.savepoint_ids) > 0 or connection.in_atomic_block))
        return visit_opened_by(guide_key, opened, lock=lock)

    monkeypatch.setattr(queries, "visit_opened_by", watched)
    return seen


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("where", "sent"), WRITING.items(), ids=lambda one: str(one)[:20])
def test_every_post_to_a_visit_locks_it(where, sent, lamp, openings):
    client = Client()
    client.post("/guides/lamp/start/", {"platform": "desk", "version": "2"})
    openings.clear()
    shown = 200 if where == "another-device/" else 302
    assert client.post(f"/guides/lamp/{where}", sent).status_code == shown
    assert (True, True) in openings
    openings.clear()
    client.get("/guides/lamp/questions/others/")
    assert all(lock is False for lock, _ in openings)
