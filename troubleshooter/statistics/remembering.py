"""What the tables said, remembered by a process until a fold changes it.

Between two folds thousands of pages ask the same of the same rows.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")
MOST = 1_000


class Remembered(Generic[Answer]):
    """The latest answers, by the question and a stamp: what was asked says the same as long as that
    is the same."""

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[Hashable, Hashable], Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, stamp: Hashable | None, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer, asked for unless it is known. Not to be changed. Without a stamp nothing is
        remembered."""
        if stamp is None:
            return ask()
        key = (stamp, question)
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        answer = ask()
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > MOST:
                self._answers.popitem(last=False)
        return answer

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
