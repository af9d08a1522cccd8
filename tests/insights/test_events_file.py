"""Events as a file: one row for each, of just the visits asked for, and nothing that was written."""

import csv
import io
import json

import pytest

from troubleshooter.models import Event, Visit
from troubleshooter.statistics.exports import events as module
from troubleshooter.statistics.exports.events import COLUMNS, event_rows
from troubleshooter.statistics.filters import Filters

from .world import FIXED, TO_BULB, TO_PLUG, TO_SUPPORT, Visitors

ADDRESS = "/insights/export/events"


@pytest.fixture
def world(lamp):
    visitors = Visitors(lamp)
    visitors.come(7, TO_PLUG, FIXED)
    visitors.come(3, TO_PLUG, TO_BULB, TO_SUPPORT, platform="floor")
    visitors.come(2, TO_PLUG, FIXED, outage=True)
    visitors.come(2, TO_PLUG, FIXED, simulated=True)
    visitors.come(2, TO_PLUG, FIXED, days=200)
    visitors.come(1, TO_PLUG, FIXED, preview=True)
    return visitors


def got(lead, query="", form="csv"):
    answer = lead.get(f"{ADDRESS}.{form}?guide=lamp{query}")
    assert answer.streaming
    assert answer["Content-Disposition"].endswith(f'.{form}"')
    assert "no-store" in answer["Cache-Control"]
    return b"".join(answer.streaming_content).decode()


def rows(lead, query=""):
    text = got(lead, query).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def events(**which):
    which = {"visit__simulated": False, "visit__preview": False, **which}
    return Event.objects.filter(**which)


def test_there_is_one_row_for_each_event_and_it_is_true(world, lead):
    found = rows(lead)
    recent = events(visit__outage=False, visit__in=Visit.objects.order_by("pk")[:14])
    assert len(found) == recent.count() == 7 * 3 + 3 * 4
    assert list(found[0]) == list(COLUMNS)
    for row in found:
        event = recent.get(visit=row["visit"], sequence=row["sequence"])
        assert (row["kind"], row["node"], row["key"]) == (event.kind, event.node, event.key)
        assert (row["value"], row["next_move"]) == (event.value, event.next_move)
        assert row["platform"] == event.visit.platform
        assert row["revision"] == "1"


@pytest.mark.parametrize(
    ("query", "visits"),
    [
        ("&platform=floor", 3),
        ("&platform=desk", 7),
        ("&include=outage", 12),
        ("&include=preview", 11),
        ("&simulated=1", 2),
        ("&since=2020-01-01", 12),
        ("&since=2020-01-01&until=2020-02-01", 0),
        ("&revision=1&version=2", 10),
        ("&version=unsure", 0),
    ],
)
def test_only_the_visits_asked_for_are_in_it(query, visits, world, lead):
    assert len({row["visit"] for row in rows(lead, query)}) == visits
    shown = lead.get(f"/insights/export/?guide=lamp{query}").context["counted"]
    assert shown.visits == visits


def test_the_exclusion_is_told_where_it_is_included(world, lead):
    told = {row["exclusion"] for row in rows(lead, "&include=outage")}
    assert told == {"", "outage"}


def test_nothing_that_was_written_and_no_token_is_in_it(world, lead):
    for form in ("csv", "json"):
        text = got(lead, "&include=outage", form)
        assert "SECRET" not in text
        for token in Visit.objects.values_list("token_hash", flat=True):
            assert bytes(token).hex() not in text
    names = {"token", "token_hash", "handoff", "note", "lot"}
    assert not names & set(COLUMNS)


def test_both_forms_hold_the_same(world, lead):
    told = json.loads(got(lead, form="json"))
    lines = rows(lead)
    assert len(told) == len(lines)
    assert [(str(one["visit"]), str(one["sequence"])) for one in told] == [
        (line["visit"], line["sequence"]) for line in lines
    ]
    assert list(told[0]) == list(COLUMNS)


def test_nobody_is_an_empty_table(world, lead):
    query = "&since=2020-01-01&until=2020-02-01"
    assert rows(lead, query) == []
    assert json.loads(got(lead, query, "json")) == []


def test_visits_are_read_a_few_at_a_time(world, monkeypatch, django_assert_num_queries):
    """The first rows come after the first few visits; reading all asks as often as there are few."""
    monkeypatch.setattr(module, "AT_ONCE", 2)
    f = Filters(guide=world.guide.pk, since=_day(world), until=_day(world, last=True))
    found = event_rows(f, {})
    with django_assert_num_queries(3):  # the last event, two visits, their events
        next(found)
    assert sum(1 for _ in found) == 7 * 3 + 3 * 4 - 1


def test_what_happens_while_it_is_read_is_not_in_it(world, monkeypatch):
    monkeypatch.setattr(module, "AT_ONCE", 2)
    f = Filters(guide=world.guide.pk, since=_day(world), until=_day(world, last=True))
    before = sum(1 for _ in event_rows(f, {}))
    found = event_rows(f, {})
    next(found)
    world.come(4, TO_PLUG, FIXED)
    assert 1 + sum(1 for _ in found) == before


def _day(world, *, last=False):
    days = [visit.started_at.date() for visit in Visit.objects.order_by("started_at")]
    return days[-1] if last else days[2]
