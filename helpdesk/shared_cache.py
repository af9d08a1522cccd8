"""A cache in Redis that is never an error: where it is away, nothing is found and nothing is kept.

Values are JSON, not pickles: whoever could write into the cache must not run code in the portal.
"""

import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

# For so many seconds nobody asks a cache that did not answer: a page must not wait for it.
PAUSE = 10
log = logging.getLogger(__name__)
T = TypeVar("T")


class Json:
    """What is kept: whatever JSON can hold."""

    def dumps(self, value: Any) -> str:
        return json.dumps(value)

    def loads(self, kept: bytes) -> Any:
        """None, which is nothing kept, for what somebody else has written there."""
        try:
            return json.loads(kept)
        except ValueError:
            return None


class Standing:
    """Whether the cache answers, for all threads of this process. Said once when it does not."""

    def __init__(self) -> None:
        self._not_before = 0.0
        self._told = False

    def ask(self, act: Callable[[], T], *, instead: T) -> T:
        """What `act` gives; `instead` where the cache is away."""
        if time.monotonic() < self._not_before:
            return instead
        try:
            found = act()
        except RedisError as error:
            self._away(error)
            return instead
        self._told = False
        return found

    def _away(self, error: RedisError) -> None:
        """The error's own words could name a host and a password."""
        self._not_before = time.monotonic() + PAUSE
        if not self._told:
            self._told = True
            log.warning("The cache of CACHE_URL is away (%s).", type(error).__name__)


STANDING = Standing()


class ForgivingClient(RedisCacheClient):
    """Redis as Django speaks to it. None is as if nothing were kept: JSON cannot tell."""

    def add(self, key: str, value: Any, timeout: int | None) -> bool:
        return STANDING.ask(lambda: RedisCacheClient.add(self, key, value, timeout), instead=False)

    def get(self, key: str, default: Any) -> Any:
        found = STANDING.ask(lambda: RedisCacheClient.get(self, key, None), instead=None)
        return default if found is None else found

    def set(self, key: str, value: Any, timeout: int | None) -> None:
        STANDING.ask(lambda: RedisCacheClient.set(self, key, value, timeout), instead=None)

    def touch(self, key: str, timeout: int | None) -> bool:
        return STANDING.ask(lambda: RedisCacheClient.touch(self, key, timeout), instead=False)

    def delete(self, key: str) -> bool:
        return STANDING.ask(lambda: RedisCacheClient.delete(self, key), instead=False)

    def get_many(self, keys: Iterable[str]) -> dict[str, Any]:
        found = STANDING.ask(lambda: RedisCacheClient.get_many(self, keys), instead={})
        return {key: value for key, value in found.items() if value is not None}

    def has_key(self, key: str) -> bool:
        return STANDING.ask(lambda: RedisCacheClient.has_key(self, key), instead=False)

    def incr(self, key: str, delta: int) -> int:
        """ValueError, as for a number that is not there, where the cache is away."""
        found = STANDING.ask(lambda: RedisCacheClient.incr(self, key, delta), instead=None)
        if found is None:
            raise ValueError("The number is not there.")
        return found

    def set_many(self, data: Mapping[str, Any], timeout: int | None) -> None:
        STANDING.ask(lambda: RedisCacheClient.set_many(self, data, timeout), instead=None)

    def delete_many(self, keys: Iterable[str]) -> None:
        STANDING.ask(lambda: RedisCacheClient.delete_many(self, keys), instead=None)

    def clear(self) -> bool:
        return STANDING.ask(lambda: RedisCacheClient.clear(self), instead=False)


class SharedCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ForgivingClient
