"""Rows that are put back are those that the real work writes, and go only where they fit."""

import pytest
from auditlog.models import LogEntry
from django.db import connection, transaction

from tests.admin.learnt_numbers import people
from tests.conftest import GUIDES, publish_file
from troubleshooter.content import catalogue
from troubleshooter.models import Cause, Guide, Visit

from .snapshots import Snapshot, columns, ours, rows_of

pytestmark = pytest.mark.django_db
# A moment, a secret or a share of chance is another one each time; rows may have other numbers.
EACH_TIME = ("DateTimeField", "BinaryField", "AutoField", "BigAutoField", "ForeignKey")
BY_ITSELF = {"object_pk", "object_id", "changes", "additional_data", "lot", "page_seconds"}


def publish():
    publish_file(GUIDES / "lamp.yaml")


@pytest.fixture
def work():
    """Some work that can be put back, and how often it was really done."""
    done = []

    def write():
        done.append(1)
        publish()

    return Snapshot(write), done


def compared(table):
    fields = table._meta.local_concrete_fields
    kept = [
        at
        for at, f in enumerate(fields)
        if f.get_internal_type() not in EACH_TIME and f.name not in BY_ITSELF
    ]
    return [tuple(row[at] for at in kept) for row in rows_of(table)]


def written_by(act):
    """Every table's rows after the act, which is then undone."""
    with transaction.atomic():
        act()
        connection.check_constraints()
        found = {table: compared(table) for table in (*ours(), LogEntry)}
        guide = Guide.objects.get(key="lamp")
        assert catalogue.published(guide.live_revision_id).content.key == "lamp"
        transaction.set_rollback(True)
    catalogue.published.cache_clear()
    catalogue.parameters.cache_clear()
    return found


def test_what_is_put_back_is_what_the_real_work_writes(work):
    snapshot, done = work
    real = written_by(publish)
    assert written_by(snapshot.put) == written_by(snapshot.put) == real
    assert len(done) == 1
    assert real[Cause]


def test_people_are_put_back_upon_a_guide_that_was_put_back(work):
    snapshot, done = work
    visits = Snapshot(people)
    real = written_by(lambda: (publish(), people()))
    for _ in range(3):
        assert written_by(lambda: (snapshot.put(), visits.put())) == real
    assert len(visits.kept) == len(done) == 1
    assert len(real[Visit]) == 25


def test_where_anything_else_stands_the_real_work_is_done(work):
    snapshot, done = work
    written_by(snapshot.put)
    other = Guide.objects.create(key="other", title="Other", summary="Other.", support_minutes=1)
    assert len(written_by(snapshot.put)[Guide]) == 2
    other.delete()
    written_by(snapshot.put)
    assert len(done) == 2


def test_a_guide_that_was_changed_is_something_else(lamp):
    visits = Snapshot(people)
    written_by(visits.put)
    Guide.objects.update(outage=True)
    written_by(visits.put)
    assert len(visits.kept) == 2


def test_work_that_changes_what_is_there_is_never_put_back(lamp):
    snapshot = Snapshot(lambda: Cause.objects.update(share=0.123))
    written_by(snapshot.put)
    assert not snapshot.kept


def test_every_column_is_kept():
    assert {f.column for t in ours() for f in t._meta.local_concrete_fields} == {
        c.strip('"') for t in ours() for c in columns(t)
    }
