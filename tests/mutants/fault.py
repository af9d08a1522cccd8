"""A fault that is planted on purpose, and the tests that have to see it."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """In `file`, where `old` stands exactly once, stands `new` instead. Of `tests` (node ids, or
    files) at least one has to fail then."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def applied(self, text: str) -> str:
        """The file's text with the fault. Raises ValueError where it does not apply any more."""
        found = text.count(self.old)
        if found != 1:
            raise ValueError(
                f"{self.name}: in {self.file} its old text stands {found} times, not once"
            )
        return text.replace(self.old, self.new)
