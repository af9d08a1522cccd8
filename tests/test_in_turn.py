"""Writers of the embedded database come in turn: threads and processes, also after one has died."""

import subprocess
import sys
import threading
import time

import pytest
from django.db import OperationalError, connection, connections, transaction

from helpdesk.in_time.patience import at_most
from helpdesk.in_turn.base import lock_file
from helpdesk.in_turn.queue import Queue, TooLongAQueue, queue_at
from troubleshooter.models import Visit
from troubleshooter.statistics.busy import is_busy
from troubleshooter.statistics.snapshot import snapshot

on_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL has writers side by side"
)
# Another process: takes its turn, says so, and stays until its standard input ends.
HOLDER = """
import sys
from helpdesk.in_turn.queue import queue_at
queue_at(sys.argv[1]).enter(5)
print("mine", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "db-queue")


@pytest.fixture
def other(path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout.readline() == b"mine\n"
        yield process
        process.kill()


def test_threads_come_in_the_order_in_which_they_came(path):
    queue, came, went = Queue(path), [], []

    def work(number):
        came.append(number)
        queue.enter(5)
        went.append(number)
        queue.leave()

    queue.enter(5)
    threads = []
    for number in range(12):
        threads.append(threading.Thread(target=work, args=(number,)))
        threads[-1].start()
        while len(queue._waiting) <= number:
            time.sleep(0.001)
    queue.leave()
    for thread in threads:
        thread.join()
    assert went == came == list(range(12))


def test_one_who_waited_too_long_leaves_the_queue_as_it_was(path):
    queue = Queue(path)
    queue.enter(5)
    with pytest.raises(TooLongAQueue):
        queue.enter(0.01)
    queue.leave()
    queue.enter(0.01)
    queue.leave()


def test_another_process_has_its_turn_until_it_ends_however_it_ends(path, other):
    queue = Queue(path)
    with pytest.raises(TooLongAQueue):
        queue.enter(0.05)
    other.kill()
    other.wait()
    queue.enter(5)
    queue.leave()


def test_a_turn_that_comes_at_the_end_of_the_time_is_passed_on(path, other):
    queue, found = Queue(path), []

    def work():
        try:
            queue.enter(0.1)
        except TooLongAQueue:
            found.append("too long")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["too long"] * 4
    other.kill()
    other.wait()
    queue.enter(5)


def test_where_one_waited_in_vain_the_others_do_not_stand_there(path, other):
    """All threads would, and nobody could read."""
    queue = Queue(path)

    def refused_after(seconds):
        began = time.monotonic()
        with pytest.raises(TooLongAQueue):
            queue.enter(seconds)
        return time.monotonic() - began

    assert refused_after(0.3) >= 0.3
    assert refused_after(60) < 30
    other.kill()
    other.wait()
    queue.enter(0.3)
    queue.leave()
    assert not queue._hurries()


def test_whose_turn_was_in_vain_sends_away_all_that_wait(path):
    queue, found = Queue(path), []

    def work():
        try:
            queue.enter(60)
        except TooLongAQueue:
            found.append("sent away")

    queue.enter(5)
    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    while len(queue._waiting) < 3:
        time.sleep(0.001)
    queue.leave(in_vain=True)
    for thread in threads:
        thread.join()
    assert found == ["sent away"] * 3
    queue.enter(5)
    queue.leave()


@on_sqlite
@pytest.mark.django_db(transaction=True)
class TestTheDatabase:
    @pytest.fixture
    def queue(self):
        queue = queue_at(lock_file(str(connection.settings_dict["NAME"])))
        yield queue
        queue._hurry_until = 0.0

    def test_a_look_is_no_writer(self, queue):
        with snapshot():
            assert not queue._taken
            assert not Visit.objects.exists()

    def test_a_visitor_does_not_wait_as_long_as_a_command(self):
        assert connection._seconds() == 20
        with at_most(0.1):
            assert connection._seconds() == 0.1
            assert connection.get_connection_params()["timeout"] == 0.1

    def test_a_transaction_has_its_turn_from_its_beginning_to_its_end(self, queue):
        with transaction.atomic():
            assert queue._taken
            with transaction.atomic():
                pass
            assert queue._taken
        assert not queue._taken

    def test_a_transaction_that_fails_ends_its_turn(self, queue):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            raise ZeroDivisionError
        assert not queue._taken

    def test_a_transaction_that_cannot_begin_ends_its_turn(self, queue, monkeypatch):
        class Refused(Exception):
            pass

        def refuse(*args):
            raise Refused

        monkeypatch.setattr(connection, "cursor", refuse)
        with pytest.raises(Refused):
            transaction.atomic().__enter__()
        assert not queue._taken

    def test_a_connection_that_is_closed_amid_a_transaction_ends_its_turn(self, queue):
        def work():
            transaction.atomic().__enter__()
            connections["default"].close()

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert not queue._taken

    def test_who_waits_too_long_is_refused_as_by_a_database_in_trouble(self, queue, monkeypatch):
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.01)
        queue.enter(5)
        try:
            with pytest.raises(OperationalError) as caught, transaction.atomic():
                raise AssertionError("it was not our turn")
            assert is_busy(caught.value)
        finally:
            queue.leave()
