"""A shared cache is used where there is one, and missed by nobody where it is away."""

import logging
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from django.core.cache import CacheHandler

from helpdesk import shared_cache
from helpdesk.caches import env_caches

NOBODY = "redis://:secret@127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def _fresh_standing(monkeypatch):
    monkeypatch.setattr(shared_cache, "STANDING", shared_cache.Standing())


def charts_at(url):
    return CacheHandler(env_caches(url, Path("unused")))["charts"]


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    """The address of a Redis of our own."""
    if not shutil.which("redis-server"):
        pytest.skip("no redis-server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    server = subprocess.Popen(
        command, cwd=tmp_path_factory.mktemp("redis"), stdout=subprocess.DEVNULL
    )
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.02)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait()


def test_what_one_server_keeps_another_finds(redis):
    charts_at(redis).set("chart", "<svg>ü</svg>", 60)
    assert charts_at(redis).get("chart") == "<svg>ü</svg>"
    assert charts_at(redis).get("another", "nothing") == "nothing"


def test_what_is_kept_runs_no_code(redis):
    """A pickle there is as if nothing were kept."""
    cache = charts_at(redis)
    cache._cache.get_client(write=True).set(cache.make_key("chart"), b"\x80\x04cos\nsystem\n.")
    assert cache.get("chart") is None
    with pytest.raises(TypeError):
        cache.set("chart", object())


def test_all_that_a_cache_can_do_it_does(redis):
    cache = charts_at(redis)
    cache.clear()
    assert cache.add("a", [1])
    assert not cache.add("a", [2])
    cache.set_many({"b": 2, "c": 3})
    assert cache.get_many(["a", "b", "c", "d"]) == {"a": [1], "b": 2, "c": 3}
    assert cache.incr("b", 5) == 7
    assert cache.has_key("b")
    assert cache.touch("b", 9)
    cache.delete_many(["b", "c"])
    assert cache.delete("a")
    assert cache.get_many(["a", "b", "c"]) == {}


def test_a_cache_that_is_away_is_a_cache_with_nothing_in_it(caplog):
    cache = charts_at(NOBODY)
    cache.set("a", 1)
    cache.set_many({"b": 1})
    cache.delete_many(["a"])
    assert (cache.get("a"), cache.get("a", 5), cache.get_many(["a"])) == (None, 5, {})
    assert not (cache.add("a", 1))
    assert not (cache.touch("a"))
    assert not (cache.delete("a"))
    assert not (cache.has_key("a"))
    assert not cache.clear()
    with pytest.raises(ValueError, match="not there"):
        cache.incr("a")
    said = [one for one in caplog.records if one.levelno >= logging.WARNING]
    assert len(said) == 1
    assert "secret" not in caplog.text
    assert "127.0.0.1" not in caplog.text


def test_a_cache_that_is_away_is_asked_again_after_a_while_and_told_of_anew(monkeypatch, caplog):
    asked = []

    def away():
        asked.append(1)
        raise shared_cache.RedisError

    standing, now = shared_cache.Standing(), [1000.0]
    monkeypatch.setattr(shared_cache.time, "monotonic", lambda: now[0])
    for after in (0, 1, shared_cache.PAUSE, 0):
        now[0] += after
        standing.ask(away, instead=None)
    assert len(asked) == 2
    assert len(caplog.records) == 1
    now[0] += shared_cache.PAUSE
    assert standing.ask(lambda: "back", instead=None) == "back"
    standing.ask(away, instead=None)
    assert len(caplog.records) == 2


def test_where_visits_come_from_stays_in_memory():
    for url in ("", NOBODY):
        assert env_caches(url, Path("data"))["sources"]["BACKEND"].endswith("LocMemCache")


def test_without_an_address_nothing_is_asked():
    assert all("redis" not in str(one).lower() for one in env_caches("", Path("data")).values())
