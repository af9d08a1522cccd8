"""Whose turn it is to write: first come, first served, for all threads of all processes.

SQLite lets one writer in at a time, and has the others try again and again, at random: with many of
them some wait for seconds while others pass. Here they stand in a queue. Within a process it is a
list of waiting threads. The first of each process then waits for the file's locks, one behind the
other: who holds "next" is the next to get "turn". So no process can pass another that was waiting.

The kernel takes the locks of a process that dies.

Where one waited in vain the others of its process wait only a moment, so that not all threads stand
here while people want to read: one tries, and all may wait again once one got through.
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
# So many seconds after somebody waited in vain, nobody waits longer than a moment.
HURRY, MOMENT = 5.0, 0.05


class TooLongAQueue(Exception):
    """It was not one's turn within the time."""


class Queue:
    """The queue before the lock file at `path`. One object for each file in a process."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False
        self._hurry_until = 0.0

    def enter(self, seconds: float) -> None:
        """Come back when it is the caller's turn; TooLongAQueue if that takes more seconds."""
        until = monotonic() + (min(seconds, MOMENT) if self._hurries() else seconds)
        self._wait_for_threads(until)
        try:
            self._wait_for_processes(until)
        except BaseException:
            self._hurry_until = monotonic() + HURRY
            self._let_next_thread()
            raise

    def leave(self, *, in_vain: bool = False) -> None:
        """The turn is over, used or in vain. Any thread may say so, once for each `enter`."""
        self._hurry_until = monotonic() + HURRY if in_vain else 0.0
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, TURN)
        self._let_next_thread()

    def _hurries(self) -> bool:
        return monotonic() < self._hurry_until

    def _wait_for_threads(self, until: float) -> None:
        mine = threading.Lock()
        mine.acquire()
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            self._waiting.append(mine)
        if not mine.acquire(timeout=max(0.0, until - monotonic())):
            with self._guard:
                if mine in self._waiting:
                    self._waiting.remove(mine)
                    raise TooLongAQueue
            # It became our turn at the last moment.
        if self._hurries():
            self._let_next_thread()
            raise TooLongAQueue

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
