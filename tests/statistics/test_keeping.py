"""Old visits go, and every count stays."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.conftest import GUIDES, publish_file
from tests.statistics.test_cost import some_visits
from tests.statistics.test_exact import NODES, equals, everything
from tests.statistics.world import START, World
from troubleshooter.models import Clock, Detail, Event, FoldMark, Visit
from troubleshooter.statistics import keeping
from troubleshooter.statistics.folding import fold
from troubleshooter.statistics.keeping import keep_for_good
from troubleshooter.statistics.queries import look
from troubleshooter.statistics.rebuilding import differences, rebuild
from troubleshooter.visits.pruning import delete_visits

MARK = "planted-words-of-a-visitor"
DAYS = 24 * 3600
BEFORE = date(2025, 5, 1)


@pytest.fixture
def world(lamp):
    """Visits of two months, of all kinds and ends; the last ones long silent."""
    world = World(lamp)
    for n in range(8):
        some_visits(world, 2)
        left = world.begin(platform="floor", begun_by=["visitor", "staff", "flood"][n % 3])
        world.later(90)
        world.say(left, "question", "others", "yes")
        world.forget(world.begin(outage=n % 2 == 0))
        world.later(8 * DAYS)
    return world


def told(world):
    with look(now=world.now) as seen:
        return [
            [
                seen.visits(f),
                seen.excluded(f),
                seen.nodes(f),
                seen.flow(f),
                seen.missing_paths(f),
                *(seen.visits_by(f, grain) for grain in ("day", "week", "month")),
                *(seen.times(f, clock) for clock in Clock.values),
                *(seen.details(f, *at, by) for at in NODES for by in Detail.values),
            ]
            for f in everything(world)
        ]


def prune(world, before=BEFORE):
    done = keep_for_good(before, now=world.now)
    moment = timezone.make_aware(timezone.datetime.combine(before, timezone.datetime.min.time()))
    return done and sum(delete_visits(moment))


def test_no_count_changes(world):
    before = told(world)
    gone = prune(world)
    assert 0 < gone < len(world.visits)
    assert Visit.objects.count() == len(world.visits) - gone
    assert not Event.objects.filter(visit__started_at__date__lt=BEFORE).exists()
    assert told(world) == before
    assert list(differences()) == []
    for _ in rebuild():
        pass
    assert told(world) == before


def test_what_happens_later_is_counted_as_ever(world):
    before = told(world)[0][0]
    prune(world)
    some_visits(world, 3)
    fold(now=world.now)
    some_visits(world, 2)
    assert told(world)[0][0].visits == before.visits + 5
    assert list(differences()) == []


def test_a_visit_that_still_goes_on_keeps_its_days_open(world):
    early = world.visits[2]
    world.say(early, "step", "plug-in", "waiting")
    assert prune(world) is False
    assert FoldMark.objects.get().kept_from is None
    equals(world, world.now, everything(world))
    world.later(4 * DAYS)
    assert prune(world) > 0


def test_what_comes_between_the_fold_and_the_line_is_counted_first(world, monkeypatch):
    """The event is written once everything seems folded."""
    late, folded = world.visits[2], fold

    def fold_and_say(**kwargs):
        done = folded(**kwargs)
        if late.events.count() < 3:
            world.say(late, "question", "flicker", "yes")
        return done

    monkeypatch.setattr(keeping, "fold", fold_and_say)
    assert keep_for_good(BEFORE, now=world.now) is False
    world.later(5 * DAYS)
    before = told(world)
    assert prune(world) > 0
    assert told(world) == before


def test_days_that_are_kept_stay_kept(world):
    prune(world)
    assert keep_for_good(BEFORE - timedelta(days=9), now=world.now)
    assert FoldMark.objects.get().kept_from == BEFORE


def test_whoever_comes_back_begins_anew(visitor):
    Visit.objects.update(started_at=timezone.now() - timedelta(days=90))
    sum(delete_visits(timezone.now() - timedelta(days=61)))
    answer = visitor.get("/guides/lamp/next/")
    assert (answer.status_code, answer["Location"]) == (302, "/guides/lamp/")


def run(**options):
    said = StringIO()
    call_command("prune", stdout=said, **options)
    return said.getvalue()


def test_the_command(world, settings):
    before = told(world)
    assert f"{len(world.visits)} visits" in run(days=61, dry_run=True)
    assert Visit.objects.count() == len(world.visits)
    settings.VISIT_DAYS = 100
    assert f"{len(world.visits)} visits" in run()
    assert not Visit.objects.exists()
    assert told(world) == before
    assert run(verbosity=0) == ""


@pytest.mark.parametrize("days", [None, 0, 60, -1])
def test_a_number_of_days_must_be_given_and_leave_time_to_come_back(db, days):
    with pytest.raises(CommandError, match="VISIT_DAYS|61"):
        run(days=days)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="of the embedded database's file")
@pytest.mark.django_db(transaction=True)
def test_no_byte_of_what_was_written_is_left_in_the_file():
    publish_file(GUIDES / "lamp.yaml")
    client = Client()
    client.post("/guides/lamp/start/", {"platform": "desk", "version": "2"})
    client.post("/guides/lamp/support/", {"message": MARK})
    Visit.objects.update(started_at=START, last_event_at=START)
    Event.objects.update(at=START)
    assert MARK.encode() in bytes_of_the_database()
    run(days=61)
    assert not Visit.objects.exists()
    assert MARK.encode() not in bytes_of_the_database()


def bytes_of_the_database():
    name = str(connection.settings_dict["NAME"])
    files = [Path(name + end) for end in ("", "-wal", "-journal")]
    return b"".join(file.read_bytes() for file in files if file.exists())


def test_the_world_is_old_enough_for_the_command():
    assert timezone.now() - START > timedelta(days=300)


def test_what_began_at_the_moment_itself_is_kept(lamp):
    clients = [Client(), Client()]
    for client in clients:
        client.post("/guides/lamp/start/", {})
    moment = Visit.objects.latest("pk").started_at
    Visit.objects.filter(pk=Visit.objects.earliest("pk").pk).update(
        started_at=moment - timedelta(microseconds=1)
    )
    assert sum(delete_visits(moment)) == 1
    assert Visit.objects.get().started_at == moment
