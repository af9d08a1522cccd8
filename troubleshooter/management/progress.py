"""A bar for somebody who waits at a terminal, and nothing at all for a file or a pipe."""

from time import monotonic
from typing import TextIO

WIDTH = 30
SECONDS_BETWEEN = 0.2


class Progress:
    """How much of a whole number of things is done."""

    def __init__(self, stream: TextIO, whole: int) -> None:
        self.stream, self.whole, self.done = stream, whole, 0
        self.shown_at = monotonic() if stream.isatty() else None

    def step(self, number: int = 1) -> None:
        """One more is done, or so many."""
        self.done += number
        now = monotonic()
        if self.shown_at is not None and now - self.shown_at >= SECONDS_BETWEEN:
            self.shown_at = now
            filled = min(WIDTH, WIDTH * self.done // max(1, self.whole))
            bar = "#" * filled + "." * (WIDTH - filled)
            self.stream.write(f"\r[{bar}] {self.done} of {self.whole}")
            self.stream.flush()

    def end(self) -> None:
        """Leave the line empty for what comes next."""
        if self.shown_at is not None:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
