"""Whose turn it is to write: first come, first served, for all threads of all processes.

SQLite lets one writer in at a time, and has the others try again and again, at random: with many of
them some wait for seconds while others pass. Here they stand in a queue. Within a process it is a
list of waiting threads. The first of each process then waits for the file's locks, one behind the
other: who holds "next" is the next to get "turn". So no process can pass another that was waiting.

The kernel takes the locks of a process that dies.
"""

import fcntl
import os
import threading
from collections import deque
from time import monotonic, sleep

# Each lock is a byte of the file, which stays empty.
TURN, NEXT = 0, 1
# Between two looks at a lock that another process has. A write takes some thousandths of a second.
LOOK_EVERY = 0.0005


class TooLongAQueue(Exception):
    """It was not one's turn within the time."""


class Queue:
    """The queue before the lock file at `path`. One object for each file in a process."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    def enter(self, seconds: float) -> None:
        """Come back when it is the caller's turn; TooLongAQueue if that takes more seconds."""
        until = monotonic() + seconds
        self._wait_for_threads(seconds)
        try:
            self._wait_for_processes(until)
        except BaseException:
            self._let_next_thread()
            raise

    def leave(self) -> None:
        """The turn is over. Any thread may say so, once for each `enter`."""
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, TURN)
        self._let_next_thread()

    def _wait_for_threads(self, seconds: float) -> None:
        mine = threading.Lock()
        mine.acquire()
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                raise TooLongAQueue
        # It became our turn at the last moment.

    def _let_next_thread(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

    def _wait_for_processes(self, until: float) -> None:
        self._lock(NEXT, until)
        try:
            self._lock(TURN, until)
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, NEXT)

    def _lock(self, byte: int, until: float) -> None:
        while True:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
                return
            except (BlockingIOError, PermissionError):
                if monotonic() > until:
                    raise TooLongAQueue from None
                sleep(LOOK_EVERY)


_queues: dict[str, Queue] = {}
_making = threading.Lock()


def queue_at(path: str) -> Queue:
    """The process's queue before this lock file, which is made if it is missing; OSError where it
    cannot be."""
    with _making:
        if path not in _queues:
            _queues[path] = Queue(path)
        return _queues[path]


def _begin_anew() -> None:
    """A child has none of its parent's threads and none of its locks."""
    global _making
    _queues.clear()
    _making = threading.Lock()


os.register_at_fork(after_in_child=_begin_anew)
