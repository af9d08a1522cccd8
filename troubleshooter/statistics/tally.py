"""Cells with how often each was raised, by slice and day: sums and differences of counts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from .cells import Cell, Contribution, Kind

Where = tuple[Kind, date]


class Tally:
    """Numbers can be below zero, where it says what is to be taken off."""

    def __init__(self) -> None:
        self._counted: dict[Where, Counter[Cell]] = {}

    def add(self, one: Contribution | None) -> None:
        if one is not None:
            self._at(one.kind, one.day).update(one.cells)

    def take_off(self, one: Contribution | None) -> None:
        if one is not None:
            self._at(one.kind, one.day).subtract(one.cells)

    def change(self, kind: Kind, day: date, cells: Iterable[Cell], by: int) -> None:
        """Raise each cell by so many."""
        counted = self._at(kind, day)
        for cell in cells:
            counted[cell] += by

    def groups(self) -> Iterator[tuple[Kind, date, Counter[Cell]]]:
        """The cells of each slice and day, zeros among them."""
        for (kind, day), counted in self._counted.items():
            yield kind, day, counted

    def __iter__(self) -> Iterator[tuple[Kind, date, Cell, int]]:
        """Every cell that is not zero."""
        for kind, day, counted in self.groups():
            for cell, number in counted.items():
                if number:
                    yield kind, day, cell, number

    def _at(self, kind: Kind, day: date) -> Counter[Cell]:
        where = (kind, day)
        if where not in self._counted:
            self._counted[where] = Counter()
        return self._counted[where]
