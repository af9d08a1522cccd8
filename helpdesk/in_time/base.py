"""Django's own PostgreSQL backend, with limits on waiting. Named by its package, as ENGINE.

A server that hangs, or something between that swallows all, still takes what is sent: only whoever
waits can tell. While requests are served (`Patient` is at work) each statement has its time.
"""

from collections.abc import Callable
from functools import partial
from time import monotonic

import psycopg
from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from .patience import CHECK, LOCK, STAFF, at_most, patience

# Whoever waited in vain to connect spares the others the wait, for so many seconds.
SPARE = 1.0


class DatabaseWrapper(base.DatabaseWrapper):
    # When nobody need try again before, for each address of a database: by the monotonic clock.
    _not_before: dict[str, float] = {}

    def get_connection_params(self) -> dict[str, object]:
        params = super().get_connection_params()
        if patience() is not None:
            params["options"] = f"{server_limits()} {params.get('options', '')}".rstrip()
        return params

    def get_new_connection(self, conn_params: dict[str, object]) -> psycopg.Connection:
        address = f"{conn_params.get('host')}:{conn_params.get('port')}"
        began = monotonic()
        if began < self._not_before.get(address, 0.0):
            raise OperationalError("the database did not answer a moment ago")
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            if patience() is not None and monotonic() - began > SPARE:
                self._spare(address)
            raise
        connection.wait = partial(self._wait, address, connection, connection.wait)
        return connection

    def _spare(self, address: str) -> None:
        self._not_before[address] = monotonic() + SPARE

    def is_usable(self) -> bool:
        limit = patience()
        if limit is None:
            return super().is_usable()
        with at_most(min(CHECK, limit)):
            return super().is_usable()

    def _wait(
        self,
        address: str,
        connection: psycopg.Connection,
        wait: Callable,
        steps: object,
        *args: object,
        **kw: object,
    ) -> object:
        """What comes of a statement. Where that takes too long the connection is ended: nobody
        knows what it would say next."""
        limit = patience()
        try:
            return wait(steps, *args, **({"timeout": limit} | kw if limit else kw))
        except psycopg.errors._WaitTimeout:
            connection.pgconn.finish()
            if limit > CHECK:  # whoever waited for a check now tries to connect
                self._spare(address)
            raise


def server_limits() -> str:
    """The same for the server, which would go on for somebody who has left: milliseconds."""
    limits = {
        "statement_timeout": STAFF,
        "lock_timeout": LOCK,
        "idle_in_transaction_session_timeout": STAFF,
    }
    return " ".join(f"-c {name}={seconds * 1000:.0f}" for name, seconds in limits.items())
