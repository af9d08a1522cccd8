"""A store of counts for the `limits` library: in the memory of a process, or in a file for all
processes of a server. Both keep one row for a count, and forget it when its time is over.

The file is no record: it holds keyed hashes and numbers, and may be deleted at any time.
"""

import os
import sqlite3
import threading
import time

from limits.storage import Storage

IN_MEMORY = ":memory:"
MOST_ROWS = 200_000
# What is over is deleted after so many changes, and with the first change after so many seconds.
SWEEP_EVERY, SWEEP_AFTER = 1_000, 60
TABLE = (
    "CREATE TABLE IF NOT EXISTS counts"
    " (key TEXT PRIMARY KEY, number INTEGER NOT NULL, ends REAL NOT NULL) WITHOUT ROWID"
)
ADD = (
    "INSERT INTO counts VALUES (:key, :amount, :ends) ON CONFLICT (key) DO UPDATE SET"
    " number = CASE WHEN ends <= :now THEN :amount ELSE number + :amount END,"
    " ends = CASE WHEN ends <= :now THEN :ends ELSE ends END RETURNING number"
)


class Counts(Storage):
    """`counts+file:///path` or `counts+memory:`. Safe for threads, and for processes that fork."""

    STORAGE_SCHEME = ["counts+file", "counts+memory"]

    def __init__(self, uri: str, wrap_exceptions: bool = False, **options: object) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._path = uri.removeprefix("counts+file://") if "+file" in uri else IN_MEMORY
        self._lock = threading.Lock()
        self._opened_by = 0
        self._changes, self._swept_at = 0, 0.0

    def __del__(self) -> None:
        """Closed by the process that opened it: newer Pythons mind what nobody closed."""
        if self._opened_by == os.getpid():
            self._connection.close()

    @property
    def base_exceptions(self) -> type[Exception]:
        return sqlite3.Error

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        now = time.time()
        named = {"key": key, "amount": amount, "ends": now + expiry, "now": now}
        with self._lock:
            self._changes += 1
            if self._changes % SWEEP_EVERY == 0 or now - self._swept_at >= SWEEP_AFTER:
                self._sweep(now)
            return self._open().execute(ADD, named).fetchall()[0][0]

    def get(self, key: str) -> int:
        return self._row(key)[0]

    def get_expiry(self, key: str) -> float:
        return self._row(key)[1]

    def check(self) -> bool:
        return self._row("") is not None

    def reset(self) -> int:
        with self._lock:
            return self._open().execute("DELETE FROM counts").rowcount

    def clear(self, key: str) -> None:
        with self._lock:
            self._open().execute("DELETE FROM counts WHERE key = ?", (key,))

    def _row(self, key: str) -> tuple[int, float]:
        """The count, and when it begins anew: now where there is none."""
        now = time.time()
        asked = "SELECT number, ends FROM counts WHERE key = ? AND ends > ?"
        with self._lock:
            return self._open().execute(asked, (key, now)).fetchone() or (0, now)

    def _sweep(self, now: float) -> None:
        """Where still too many are kept, those go that end first."""
        self._swept_at = now
        connection = self._open()
        connection.execute("DELETE FROM counts WHERE ends <= ?", (now,))
        too_many = connection.execute("SELECT count(*) FROM counts").fetchone()[0] - MOST_ROWS
        if too_many > 0:
            first = "SELECT key FROM counts ORDER BY ends LIMIT ?"
            connection.execute(f"DELETE FROM counts WHERE key IN ({first})", (too_many,))  # noqa: S608

    def _open(self) -> sqlite3.Connection:
        """A child process opens its own: a connection to SQLite must not be carried over a fork."""
        if self._opened_by != os.getpid():
            self._connection = sqlite3.connect(
                self._path, timeout=5, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.execute(TABLE)
            self._opened_by = os.getpid()
        return self._connection
