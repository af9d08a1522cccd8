"""A statement that was written once gives what Django's own query gives."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from troubleshooter.models import Event, Prepared, Visit
from troubleshooter.visits.opening import visit_opened_by
from troubleshooter.visits.queries import SAID
from troubleshooter.visits.tokens import hash_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(visitor):
    return hash_of(visitor.cookies["visit-lamp"].value)


def columns(visit):
    return {
        column.attname: getattr(visit, column.attname) for column in Visit._meta.concrete_fields
    }


def test_the_visit_is_the_same_in_every_column(opened):
    visit = visit_opened_by("lamp", opened, lock=False)
    plain = Visit.objects.get(token_hash=opened)
    assert columns(visit) == columns(plain)
    assert {type(value) for value in columns(visit).values()} == {
        type(value) for value in columns(plain).values()
    }
    assert visit.guide == plain.guide
    assert (visit.guide.key, visit.guide.withdrawn) == ("lamp", False)


def test_one_statement_opens_a_visit_and_a_foreign_guide_or_token_opens_none(opened):
    with CaptureQueriesContext(connection) as asked:
        assert visit_opened_by("lamp", opened, lock=True)
    assert len(asked) == 1
    assert ("FOR UPDATE" in asked[0]["sql"]) == (connection.vendor == "postgresql")
    assert visit_opened_by("torch", opened, lock=False) is None
    assert visit_opened_by("lamp", hash_of("guessed"), lock=False) is None


def test_what_was_said_is_what_the_events_say(visitor, opened):
    visitor.post("/guides/lamp/questions/others/", {"option": "no"})
    visit = Visit.objects.get(token_hash=opened)
    rows = list(
        Event.objects.filter(visit=visit)
        .order_by("sequence")
        .values_list("kind", "node", "key", "value", "at")
    )
    assert len(rows) == 2
    said = SAID.rows(visit.pk)
    assert [row[:4] for row in said] == [row[:4] for row in rows]
    assert [SAID.value(4, row[4]) for row in said] == [row[4] for row in rows]
    assert SAID.rows(visit.pk + 1) == []


def test_a_query_with_another_number_of_holes_is_refused():
    wrong = Prepared(query=lambda: Event.objects.filter(sequence=1).values_list("kind"), holes=())
    with pytest.raises(ValueError, match="0 holes, but 1"):
        wrong.rows()
