"""The process with the fewest connections is the first to take a new one."""

import pytest
from gunicorn.config import Config
from gunicorn.util import load_class

from helpdesk import even_lines, serving


@pytest.fixture
def waited(monkeypatch):
    """Seconds that a worker with so many connections waits before it takes one more."""
    happened = []
    monkeypatch.setattr(even_lines, "sleep", happened.append)
    monkeypatch.setattr(
        even_lines.ThreadWorker, "accept", lambda self, listener: happened.append(listener)
    )

    def with_lines(number):
        worker = object.__new__(even_lines.EvenLines)
        worker.nr_conns = number
        worker.accept("door")
        seconds, door = happened[-2:]
        assert door == "door"
        return seconds

    return with_lines


def test_who_has_more_lines_waits_longer(waited):
    waits = [waited(number) for number in (0, 1, 4, 24, 40)]
    assert waits[0] == 0
    assert waits == sorted(set(waits))


def test_nobody_waits_for_long_however_many_there_are(waited):
    assert waited(1_000_000) == even_lines.MOST < 0.01


def test_it_is_what_serves_the_portal():
    """And gunicorn counts connections where we look for them."""
    config = Config()
    config.set("worker_class", serving.worker_class)
    config.set("threads", serving.threads)
    worker = load_class(serving.worker_class)(1, 1, [], None, 30, config, None)
    assert type(worker) is even_lines.EvenLines
    worker.tmp.close()
    assert worker.nr_conns == 0
