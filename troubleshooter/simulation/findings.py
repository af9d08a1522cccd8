"""Reading values out of JSON, with a word about everything that is wrong, and where."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from math import isfinite

from troubleshooter.content.problems import shown


@dataclass(kw_only=True)
class Findings:
    """All that is wrong so far. A value that is wrong reads as if it were not there."""

    problems: list[str] = field(default_factory=list)

    def add(self, place: str, message: str) -> None:
        self.problems.append(f"{place}: {message}")

    def table(self, value: object, place: str, known: Collection[str] | None = None) -> dict:
        """An object, without the keys that are not `known`."""
        if not isinstance(value, dict):
            self.add(place or "the file", f"must be an object, not {shown(value)}")
            return {}
        if known is None:
            return value
        for key in value:
            if key not in known:
                self.add(_inside(place, key), f"is not known; there are: {', '.join(known)}")
        return {key: entry for key, entry in value.items() if key in known}

    def rows(self, value: object, place: str) -> Iterator[tuple[str, object]]:
        """(place, entry) of a list that must not be empty."""
        if not isinstance(value, list) or not value:
            self.add(place, f"must be a list with at least one entry, not {shown(value)}")
            return
        for at, entry in enumerate(value):
            yield f"{place}[{at}]", entry

    def numbers(
        self, value: object, place: str, known: Collection[str], most: float = 1.0
    ) -> dict[str, float]:
        """key -> number from 0 to `most`, for known keys."""
        read = {
            key: self.number(entry, _inside(place, key), most=most)
            for key, entry in self.table(value, place, known).items()
        }
        return {key: number for key, number in read.items() if number is not None}

    def number(
        self, value: object, place: str, *, least: float = 0.0, most: float = 1.0
    ) -> float | None:
        if value is None:
            self.add(place, "is missing; it must be a number")
        elif isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            self.add(place, f"must be a number, not {shown(value)}")
        elif not least <= value <= most:
            self.add(place, f"must be between {least:g} and {most:g}, not {value:g}")
        else:
            return float(value)
        return None

    def name(self, value: object, place: str, known: Collection[str]) -> str | None:
        if isinstance(value, str) and value in known:
            return value
        self.add(place, f"{shown(value)} is not known; there are: {', '.join(known)}")
        return None

    def names(self, value: object, place: str, known: Collection[str]) -> tuple[str, ...]:
        read = [self.name(entry, at, known) for at, entry in self.rows(value, place)]
        found = tuple(name for name in read if name is not None)
        if len(set(found)) < len(found):
            self.add(place, "names the same thing twice")
        return found


def _inside(place: str, key: object) -> str:
    return f"{place}.{key}" if place else str(key)
