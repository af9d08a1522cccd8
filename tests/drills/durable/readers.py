"""Somebody who only reads, and asks whether the portal is well, for as long as a drill lasts."""

import threading
import time
from dataclasses import dataclass, field

from .people import GUIDES
from .portal import Portal

PAGES = ("/", *(f"/guides/{key}/" for key in GUIDES), "/healthz")


@dataclass(kw_only=True)
class Reader:
    portal: Portal
    # Of every page: its status (0: no answer) and the seconds it took. What /readyz said.
    seen: list[tuple[int, float]] = field(default_factory=list)
    ready: list[int] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Reader":
        self.threads = [threading.Thread(target=one) for one in (self._read, self._ask)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def _read(self) -> None:
        while not self.stop.is_set():
            for path in PAGES:
                began = time.monotonic()
                status = self.portal.answers(path, 60)
                self.seen.append((status, time.monotonic() - began))
            time.sleep(0.1)

    def _ask(self) -> None:
        while not self.stop.is_set():
            self.ready.append(self.portal.answers("/readyz", 60))
            time.sleep(0.2)

    @property
    def unread(self) -> int:
        return sum(status != 200 for status, _ in self.seen)

    @property
    def longest(self) -> float:
        return max(seconds for _, seconds in self.seen)
