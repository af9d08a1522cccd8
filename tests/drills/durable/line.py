"""The line between the portal and PostgreSQL, which can be spoilt: a small TCP proxy."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# Off at once, without a good-bye.
RESET = struct.pack("ii", 1, 0)


class Line:
    """From `port` to `to`. `state`: "well", "refused", "reset", "hole", "slow"."""

    def __init__(self, port: int, to: int, away: float = 0.1) -> None:
        self.port, self.to, self.away = port, to, away
        self.state = "well"
        self._open: list[socket.socket] = []
        self._ended = False
        self._listener: socket.socket | None = None

    @contextmanager
    def running(self) -> Iterator["Line"]:
        self._listen()
        try:
            yield self
        finally:
            self._ended = True
            self.spoil("refused")

    def spoil(self, state: str) -> None:
        """From now on, also for connections that are open."""
        self.state = state
        if state in ("refused", "reset"):
            self._cut()
        if state == "refused" and self._listener is not None:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None

    def mend(self) -> None:
        """Well again: what was swallowed stays swallowed."""
        was, self.state = self.state, "well"
        if was == "hole":
            self._cut()
        if self._listener is None:
            self._listen()

    def _listen(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while not self._ended:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            if self.state == "reset":
                _reset(near)
                continue
            far = socket.create_connection(("127.0.0.1", self.to))
            self._open += [near, far]
            for one, other in ((near, far), (far, near)):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                if self.state == "slow":
                    time.sleep(self.away)  # there, and as long back
                if self.state != "hole":
                    other.sendall(data)
        except OSError:
            pass
        other.close()

    def _cut(self) -> None:
        connections, self._open = self._open, []
        for one in connections:
            _reset(one)


def _reset(one: socket.socket) -> None:
    try:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        one.shutdown(socket.SHUT_RDWR)
        one.close()
    except OSError:
        pass
