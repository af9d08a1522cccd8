"""Recorded visits are what the services would have written, had the same people come."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import GUIDES, SHIPPED, publish_file
from troubleshooter.content import catalogue
from troubleshooter.learning.diagnosis import name_cause
from troubleshooter.models import Event, Visit
from troubleshooter.simulation.policies import Policies, PolicyName
from troubleshooter.simulation.recording import DAYS, Recorder
from troubleshooter.simulation.walk import walk
from troubleshooter.visits import services

from .cast import people_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PEOPLE = 60
TRUTH = {
    "leave_per_minute": 0.01,
    "skip": {"fuse-out": 0.2, "rewire": 0.2},
    "enough": {"candle": 0.5},
    "label_share": 0.5,
    "missing_paths": {"switch": {"1": 0.3, "2": 0.3}},
}
NOT_COMPARED = {
    *("id", "visit", "token_hash", "at", "started_at", "last_event_at", "simulated"),
    "page_seconds",
}
# What the guide asks for -> the order that its visits then follow.
WAYS = {
    "hold_out: 0": PolicyName.ENGINE,
    "hold_out: 1": PolicyName.FILE_ORDER,
    "explore: 0.1": PolicyName.ENGINE,
    "check_minutes: 5": PolicyName.ENGINE,
}


@pytest.fixture(params=WAYS)
def way(request):
    return request.param


@pytest.fixture
def live(tmp_path, way):
    """A guide with one setting more, and with support so dear that much is tried."""
    file = SHIPPED / "printer.yaml" if way == "explore: 0.1" else GUIDES / "lamp.yaml"
    text = file.read_text()
    text = re.sub(r"support_minutes: \d+", f"support_minutes: 600\n{way}", text)
    (tmp_path / file.name).write_text(text)
    return publish_file(tmp_path / file.name)


@pytest.fixture
def people(live, way):
    """Some who leave, decline safeguards and risks, and do not have enough of a workaround."""
    return people_of(live.published, PEOPLE, **({} if way == "explore: 0.1" else TRUTH))


def walks(live, name, people):
    parameters = catalogue.parameters(live.parameters_id)
    policies = Policies(live.published, parameters, for_events=True)
    return [{name: walk(policies.of(name, someone.luck.lot()), someone)} for someone in people]


def recorded(live, name, people):
    recorder = Recorder(live, now=NOW, visits=len(people))
    for someone, walked in zip(people, walks(live, name, people)):
        recorder.see(someone, walked)
    recorder.close()
    return list(Visit.objects.filter(simulated=True).order_by("pk"))


def really_come(live, someone, said, monkeypatch):
    """The same person at the real services, saying the same things."""
    monkeypatch.setattr(services.secrets, "randbits", lambda bits: someone.luck.lot())
    device = someone.device
    started = services.start(live, platform=device.platform, version=device.version, message="")
    token, key = started.token, live.published.key
    answered = set()
    for entry in (one.entry for one in said):
        where = {"question": entry.key} if entry.node == "question" else {"step": entry.key}
        match entry.kind:
            case "answered":
                services.answer(key, token, option=entry.value, **where)
            case "confirmed":
                services.confirm(key, token, **where)
            case "result" | "changed":
                if entry.key not in answered:  # a shared test has said it already
                    here = services.record_result(key, token, result=entry.value, **where)
                    answered = {k for k, r in here.state.steps.items() if r != "waiting"}
            case "path_not_found":
                services.report_missing_path(key, token, path=entry.key)
            case "handed_over":
                services.keep_handoff(key, token, fields={}, hand_over=True)
            case "diagnosed":
                name_cause(started.visit.visit.pk, cause=entry.key)
    return Visit.objects.get(pk=started.visit.visit.pk)


def compared(row):
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.fields
        if field.name not in NOT_COMPARED
    }


def kinds_that_are_the_same(live, name, people, monkeypatch):
    kinds = set()
    made_up = recorded(live, name, people)
    for someone, walked, visit in zip(people, walks(live, name, people), made_up):
        real = really_come(live, someone, walked[name].said, monkeypatch)
        assert compared(visit) == compared(real)
        events, expected = (
            [compared(event) for event in one.events.order_by("sequence")] for one in (visit, real)
        )
        assert events == expected
        kinds |= {event["kind"] for event in events}
        assert (visit.simulated, real.simulated) == (True, False)
    return kinds


def test_they_are_what_the_services_write_field_by_field(live, way, people, monkeypatch):
    kinds = kinds_that_are_the_same(live, WAYS[way], people, monkeypatch)
    if way != "explore: 0.1":
        assert {
            "started",
            "answered",
            "result",
            "changed",
            "confirmed",
            "path_not_found",
            "handed_over",
            "diagnosed",
        } <= kinds


def test_what_one_test_says_of_several_steps_is_written_as_the_services_do(db, monkeypatch):
    live = publish_file(GUIDES / "kettle-test.yaml")
    people = people_of(live.published, 20)
    assert "changed" in kinds_that_are_the_same(live, PolicyName.ENGINE, people, monkeypatch)
    shared = Event.objects.filter(visit__simulated=True, kind="changed", key="wipe")
    assert shared.exists()
    for event in shared:
        said = event.visit.events.get(sequence=event.sequence - 1)
        assert (said.key, said.next_move, said.at) == ("shut", "", event.at)
        assert said.page_seconds == event.page_seconds


@pytest.mark.parametrize("way", ["hold_out: 0"], indirect=False)
def test_pages_are_open_while_people_work_and_not_while_they_wait(live, way, people):
    """Nobody is taken for a machine, and nobody works longer than since what they said before."""
    waits = 0
    for visit in recorded(live, PolicyName.ENGINE, people):
        events = list(visit.events.order_by("sequence"))
        assert not any(event.unread for event in events)
        for before, event in zip(events, events[1:]):
            if event.kind == "diagnosed":
                assert event.page_seconds is None
                continue
            gap = (event.at - before.at).total_seconds()
            assert 2.0 <= event.page_seconds <= max(2.0, gap + 1e-3)
            if before.value == "waiting":
                waits += 1
                assert event.page_seconds < gap
    assert waits


@pytest.mark.parametrize("way", ["hold_out: 0"], indirect=False)
def test_visits_are_spread_over_the_days_that_were_asked_for(live, way, people):
    recorder = Recorder(live, now=NOW, visits=len(people), days=300)
    for someone, walked in zip(people, walks(live, PolicyName.ENGINE, people)):
        recorder.see(someone, walked)
    recorder.close()
    ends = sorted(Visit.objects.values_list("last_event_at", flat=True))
    assert NOW - timedelta(days=301) < ends[0] < NOW - timedelta(days=290)
    gaps = [later - earlier for earlier, later in zip(ends, ends[1:])]
    assert timedelta(days=4) < min(gaps)
    assert max(gaps) < timedelta(days=6)


def test_what_the_engine_would_have_offered_is_in_the_events_of_the_other_order(live, way, people):
    recorded(live, WAYS[way], people)
    shadowed = Event.objects.exclude(shadow_move="").count()
    if way == "explore: 0.1":
        assert 0 < shadowed < Event.objects.filter(propensity__lt=1).count()
    else:
        all_by_the_visitor = Event.objects.exclude(kind="diagnosed").count()
        assert shadowed == (all_by_the_visitor if way == "hold_out: 1" else 0)


@pytest.mark.parametrize("way", ["hold_out: 0"], indirect=False)
def test_times_are_those_of_the_walk_and_lie_in_the_last_days(live, way, people):
    for visit, walked in zip(
        recorded(live, PolicyName.ENGINE, people), walks(live, PolicyName.ENGINE, people)
    ):
        said = walked[PolicyName.ENGINE].said
        times = list(visit.events.order_by("sequence").values_list("at", flat=True))
        assert times == [visit.started_at + timedelta(minutes=one.minutes) for one in said]
        assert visit.last_event_at == times[-1] <= NOW
        assert visit.last_event_at >= NOW - timedelta(days=DAYS + 1)
    ends = Visit.objects.order_by("pk").values_list("last_event_at", flat=True)
    assert ends[PEOPLE - 1] - ends[0] > timedelta(days=DAYS - 2)


@pytest.mark.parametrize("way", ["hold_out: 0"], indirect=False)
def test_batches_lose_nothing(live, way, monkeypatch):
    monkeypatch.setattr("troubleshooter.simulation.recording.BATCH", 7)
    people = people_of(live.published, 30, **TRUTH)
    visits = recorded(live, PolicyName.ENGINE, people)
    assert len(visits) == 30
    assert len({bytes(visit.token_hash) for visit in visits}) == 30
    for visit in visits:
        sequence = list(visit.events.order_by("sequence").values_list("sequence", flat=True))
        assert sequence == list(range(1, visit.last_sequence + 1))


@pytest.mark.parametrize("way", ["hold_out: 0"], indirect=False)
def test_what_support_names_is_an_event(live, way):
    truth = {**TRUTH, "label_share": 1.0}
    people = people_of(live.published, PEOPLE, **truth)
    visits = recorded(live, PolicyName.ENGINE, people)
    for someone, visit in zip(people, visits):
        named = visit.events.filter(kind="diagnosed")
        assert named.exists() is (visit.outcome == "handed_over")
        for event in named:
            assert event.node == "cause"
            assert event.key in someone.causes
            assert event.sequence == visit.last_sequence
