"""Django's own SQLite backend, with a queue before each transaction. Named by its package, as
ENGINE."""

import os
import sqlite3
from pathlib import Path

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.creation import DatabaseCreation as OwnCreation
from django.db.utils import OperationalError

from helpdesk.in_time.patience import patience

from .queue import Queue, TooLongAQueue, queue_at

A_MOMENT = 250  # ms


class DatabaseCreation(OwnCreation):
    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:
        super()._destroy_test_db(test_database_name, verbosity)
        Path(lock_file(test_database_name)).unlink(missing_ok=True)


class DatabaseWrapper(base.DatabaseWrapper):
    """Every transaction begins as a writer's (IMMEDIATE), so every one waits for its turn: but for
    those that say that they only read (DEFERRED)."""

    creation_class = DatabaseCreation
    _holds: Queue | None = None

    def get_connection_params(self) -> dict[str, object]:
        params = super().get_connection_params()
        return {**params, "timeout": self._seconds()}

    def get_new_connection(self, conn_params: dict[str, object]) -> base.Database.Connection:
        connection = super().get_new_connection(conn_params)
        # The queue of the file that was opened, though a link may lead elsewhere one day.
        self._lock_file = lock_file(str(self.settings_dict["NAME"]))
        return connection

    def _seconds(self) -> float:
        """How long a writer waits: a visitor not as long as a command."""
        seconds, most = self.settings_dict["OPTIONS"].get("timeout", 5.0), patience()
        return seconds if most is None else min(seconds, most)

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode != "DEFERRED":
            self._take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn(in_vain=True)
            raise

    def _commit(self) -> None:
        # What cannot be written stays open until it is rolled back.
        super()._commit()
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._end_turn()

    def empty_log(self) -> bool:
        """Write the file beside the database (-wal) into it, and cut that file to nothing: what was
        deleted is gone from both then. Outside of transactions. False where somebody was reading
        for longer than a moment, and nothing was done; OperationalError if no turn came."""
        if self.is_in_memory_db() or self.in_atomic_block:
            return False
        self.ensure_connection()
        self._take_turn()
        try:
            return self._emptied()
        finally:
            self._end_turn()

    def _emptied(self) -> bool:
        """Writers wait meanwhile, so it does not try for long."""
        with self.wrap_database_errors:
            (waits,) = self.connection.execute("PRAGMA busy_timeout").fetchone()
            self.connection.execute(f"PRAGMA busy_timeout = {A_MOMENT}")
            try:
                busy, *_ = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                self.connection.execute(f"PRAGMA busy_timeout = {waits}")
        return not busy

    def _take_turn(self) -> None:
        if self.is_in_memory_db() or self._holds is not None:
            return
        seconds = self._seconds()
        try:
            queue = queue_at(self._lock_file)
            queue.enter(seconds)
        except TooLongAQueue:
            cause = _busy(f"not this writer's turn within {seconds} seconds")
            raise OperationalError(str(cause)) from cause
        except OSError as error:
            raise OperationalError(f"the lock file cannot be opened: {error}") from error
        self._holds = queue

    def _end_turn(self, *, in_vain: bool = False) -> None:
        queue, self._holds = self._holds, None
        if queue is not None:
            queue.leave(in_vain=in_vain)


def _busy(words: str) -> sqlite3.OperationalError:
    """As SQLite says it: whoever can try again later does."""
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


def lock_file(database: str) -> str:
    """Beside the database file, wherever a link leads."""
    return f"{os.path.realpath(database)}-queue"
