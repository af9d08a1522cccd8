"""Events in parts are PostgreSQL's; `make drill-partitions` cuts them while visitors go on."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from troubleshooter.management.partitions import dropping
from troubleshooter.management.partitions.known import Part, as_part, parts
from troubleshooter.models import Event, Visit


def test_an_embedded_database_has_none_and_says_so(db):
    if connection.vendor == "postgresql":
        pytest.skip("here they could be made")
    with pytest.raises(CommandError, match="PostgreSQL"):
        call_command("partition_events")
    assert parts() == []
    assert list(dropping.drop_old(timezone.now())) == []


@pytest.mark.parametrize(
    ("bound", "first", "end"),
    [
        ("FOR VALUES FROM (MINVALUE) TO ('20001')", None, 20001),
        ("FOR VALUES FROM ('20001') TO ('40002')", 20001, 40002),
        ("FOR VALUES FROM ('40002') TO (MAXVALUE)", 40002, None),
    ],
)
def test_borders_are_read_as_postgresql_says_them(bound, first, end):
    assert as_part("p", bound) == Part(table="p", first=first, end=end)


@pytest.fixture
def dropped(monkeypatch, visitor):
    """What would be dropped of three parts, with one visit that is 100 days old in the first."""
    Visit.objects.update(started_at=timezone.now() - timedelta(days=100))
    gone, visit = [], Visit.objects.get().pk
    borders = [None, visit + 1, visit + 2, None]
    known = [
        Part(table=f"p{at}", first=first, end=end)
        for at, (first, end) in enumerate(zip(borders, borders[1:]), start=1)
    ]
    monkeypatch.setattr(dropping, "parts", lambda: known)
    monkeypatch.setattr(dropping, "let_go", lambda table: None)
    monkeypatch.setattr(dropping, "when_free", lambda work: None)

    def asked(days):
        before = timezone.now() - timedelta(days=days)
        gone[:] = [part.table for part in dropping.drop_old(before)]
        return gone

    return asked


def _another(pk, days):
    visit = Visit.objects.first()
    visit.pk, visit.token_hash = pk, bytes([pk % 256]) * 32
    visit.started_at = timezone.now() - timedelta(days=days)
    visit.save(force_insert=True)


def test_a_part_goes_when_all_its_visits_are_old_and_none_can_begin_in_it(dropped):
    first = Visit.objects.get().pk
    assert dropped(90) == []  # the next visit could get a number in it
    _another(first + 5, 10)
    assert dropped(101) == []
    assert dropped(90) == ["p1", "p2"]  # nobody is in the second, and nobody can come
    _another(first - 1, 80)
    assert dropped(90) == []  # one of its visits is to be kept
    assert Event.objects.count() == 1
