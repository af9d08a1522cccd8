"""Many write, many look, and every look equals a count of what it sees."""

import copy
import random
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from tests.statistics.test_folding import rows
from tests.statistics.truth import Truth
from tests.statistics.world import World
from troubleshooter.models import Event, Exclusion, StaleDay
from troubleshooter.statistics import folding
from troubleshooter.statistics.filters import Filters
from troubleshooter.statistics.folding import fold
from troubleshooter.statistics.mark import current_mark
from troubleshooter.statistics.queries import look
from troubleshooter.statistics.rebuilding import differences, rebuild

WRITERS = 16
LOOKERS = 3
LOOKS = 120
MOST_VISITS = 12

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer"),
]


def walk(world, random_, stop):
    """One writer: visits one after the other, in transactions that stay open for a while."""
    while not stop.is_set():
        world.now = datetime.now(UTC) - timedelta(hours=random_.choice([0, 0, 30, 100]))
        with transaction.atomic():
            if len(world.visits) < MOST_VISITS:
                world.begin(platform="desk", next_move="ask", next_key="others")
            visit = random_.choice(world.visits)
            time.sleep(random_.choice([0, 0.005, 0.03]))
        for value in random_.sample(["no_help", "could_not", "waiting", "fixed"], 3):
            world.later(50)
            with transaction.atomic():
                page = {"next_move": "hand_over"}
                world.say(visit, "step", "plug-in", value, believed=[500, 300, 200], **page)
                time.sleep(random_.choice([0, 0.005, 0.05]))
            time.sleep(random_.random() * 0.3)
        if random_.random() < 0.05:
            with transaction.atomic():
                world.forget(random_.choice(world.visits))


def see(f, left, wrong):
    """One looker: each look against a count in the same snapshot."""
    while next(left, None) is not None:
        with look() as seen:
            true = Truth(seen.line)
            for name in ("visits", "excluded", "nodes", "flow"):
                found, counted = getattr(seen, name)(f), getattr(true, name)(f)
                if found != counted:
                    wrong.append((name, found, counted))


class Ticket:
    """So many looks, shared by threads."""

    def __init__(self, count):
        self.left, self.lock = count, threading.Lock()

    def __next__(self):
        with self.lock:
            self.left -= 1
        if self.left < 0:
            raise StopIteration
        return self.left


def guarded(failed, work, *arguments):
    try:
        work(*arguments)
    except Exception as error:
        failed.append(error)
    finally:
        connection.close()


@pytest.fixture
def busy(lamp, monkeypatch):
    """Sixteen writers at work; gives the filter that holds all of their visits, and failures."""
    monkeypatch.setattr(folding, "LONG", 40)
    base, stop, failed = World(lamp), threading.Event(), []
    today = datetime.now(UTC).date()
    f = Filters(
        guide=base.guide,
        since=today - timedelta(days=40),
        until=today + timedelta(days=1),
        include=frozenset(e.value for e in Exclusion if e),
    )
    writers = []
    for number in range(WRITERS):
        world = copy.copy(base)
        world.visits = []
        arguments = (failed, walk, world, random.Random(number), stop)
        writers.append(threading.Thread(target=guarded, args=arguments))
    for writer in writers:
        writer.start()
    yield f, failed
    stop.set()
    for writer in writers:
        writer.join()
    assert failed == []


def test_every_look_equals_a_count_of_what_it_sees(busy):
    f, failed = busy
    left, wrong = Ticket(LOOKS), []
    arguments = (failed, see, f, left, wrong)
    lookers = [threading.Thread(target=guarded, args=arguments) for _ in range(LOOKERS)]
    for looker in lookers:
        looker.start()
    for looker in lookers:
        looker.join()
    assert failed == []
    assert wrong == []
    assert current_mark().event > 0
    assert list(differences()) == []
    assert Event.objects.count() > LOOKS


def test_rebuilding_under_load_stays_exact(busy):
    for _ in rebuild():
        pass
    assert list(differences()) == []


def test_after_all_the_counts_are_those_of_one_fold(busy, lamp):
    time.sleep(2)
    while not fold():
        time.sleep(0.01)
    assert list(differences()) == []


def test_two_folds_at_once_are_one(lamp):
    """Whoever comes second gives way while the first holds the mark."""
    World(lamp).begin()
    assert fold()
    before = rows()
    said = []

    def second():
        said.append(fold())

    with transaction.atomic():
        folding.FoldMark.objects.select_for_update().get()
        thread = threading.Thread(target=guarded, args=([], second))
        thread.start()
        thread.join()
    assert said == [False]
    assert rows() == before
    assert not StaleDay.objects.exists()
