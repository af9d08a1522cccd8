"""Counting against the limits of settings.LIMITS. What is counted is known by a keyed hash only.

Visitors are counted in the memory of each process, wrong passwords in a file for all processes of
a server; with CACHE_URL, both in the cache that all servers share. Where that is away, requests are
served, and counted here.
"""

import logging
import time
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from math import ceil
from typing import TypeVar

from django.conf import settings
from django.utils.crypto import salted_hmac
from limits import RateLimitItem, parse_many
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter as Window
from redis.exceptions import RedisError

from . import counts  # noqa: F401  the library finds our store by its scheme

SALT = "troubleshooter.views.counting"
# For so many seconds nobody asks a shared cache that did not answer.
PAUSE = 10
WAIT = 0.25
log = logging.getLogger(__name__)
T = TypeVar("T")


class Counter:
    """Counts at `shared` where there is one and it answers, else at `own`."""

    def __init__(self, *, own: Storage, shared: Storage | None) -> None:
        self._own, self._shared = own, shared
        self._not_before = 0.0
        self._told = False

    def hit(self, kind: str, who: str) -> bool:
        """Counts once more. False if that was too often: for any of the limits of the kind."""
        within = [self._do(partial(_hit, item, kind, who)) for item in limits_of(kind)]
        return all(within)

    def seconds_to_wait(self, kind: str, who: str) -> int:
        """0 if once more would not be too often; else until it is not. Counts nothing."""
        return max(self._do(partial(_wait, item, kind, who)) for item in limits_of(kind))

    def forget(self, kind: str, who: str) -> None:
        for item in limits_of(kind):
            self._do(partial(_forget, item, kind, who))

    def number(self, key: str, *, seconds: int) -> int:
        """How often this was called with the key, this time included, within the seconds."""
        return self._do(lambda store: store.incr(key, seconds))

    def reset(self) -> None:
        """Forget all that is counted here."""
        self._own.reset()

    def _do(self, act: Callable[[Storage], T]) -> T:
        if self._shared is None or time.monotonic() < self._not_before:
            return act(self._own)
        try:
            done = act(self._shared)
        except RedisError as error:
            self._away(error)
            return act(self._own)
        self._told = False
        return done

    def _away(self, error: RedisError) -> None:
        """Said once, until the cache has answered again. The error's own words could name a host
        and a password."""
        self._not_before = time.monotonic() + PAUSE
        if not self._told:
            self._told = True
            kind = type(error).__name__
            log.warning("The cache of CACHE_URL is away (%s): each server counts by itself.", kind)


def _hit(item: RateLimitItem, kind: str, who: str, store: Storage) -> bool:
    return Window(store).hit(item, kind, who)


def _wait(item: RateLimitItem, kind: str, who: str, store: Storage) -> int:
    window = Window(store).get_window_stats(item, kind, who)
    return 0 if window.remaining else max(1, ceil(window.reset_time - time.time()))


def _forget(item: RateLimitItem, kind: str, who: str, store: Storage) -> None:
    Window(store).clear(item, kind, who)


def limits_of(kind: str) -> list[RateLimitItem]:
    return _parsed(settings.LIMITS[kind])


_parsed = lru_cache(maxsize=64)(parse_many)


def hidden(*parts: str) -> str:
    """What is counted, so that it cannot be read from the count: a keyed hash, 160 bits."""
    return salted_hmac(SALT, "\0".join(parts), algorithm="sha256").hexdigest()[:40]


def counters() -> Iterator[Counter]:
    """Every counter there is."""
    yield visitors()
    yield passwords()


@lru_cache(maxsize=1)
def visitors() -> Counter:
    return Counter(own=storage_from_string("counts+memory:"), shared=_shared())


@lru_cache(maxsize=1)
def passwords() -> Counter:
    return Counter(own=storage_from_string(settings.WRONG_PASSWORDS), shared=_shared())


def _shared() -> Storage | None:
    if not settings.CACHE_URL:
        return None
    return storage_from_string(
        settings.CACHE_URL,
        key_prefix="helpdesk",
        socket_timeout=WAIT,
        socket_connect_timeout=WAIT,
    )
