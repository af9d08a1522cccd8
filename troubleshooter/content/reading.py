"""A guide as the checks read it: the content, what can be relied on, and what the names mean."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from .names import Speller
from .problems import Loc
from .schema import GuideContent
from .shape import Shape, shape_of, values

# Lists whose entries something always refers to: a cause has steps, a path is shown, a platform has
# variants. When an entry has lost its key, a name that nothing defines is likely to be that key.
ALWAYS_REFERRED_TO = frozenset({"platforms", "causes", "paths"})


class Reading:
    """One guide under examination. `broken` says where the content is not the author's."""

    def __init__(self, content: GuideContent, broken: Mapping[Loc, Any]) -> None:
        self.content = content
        self.broken = broken
        self._speller = Speller()

    def given(self, *loc: str | int) -> bool:
        """Whether the value there is the author's own, and so is all that it lies in."""
        if not self.broken:
            return True
        return not any(loc[:end] in self.broken for end in range(len(loc) + 1))

    @cached_property
    def values(self) -> tuple[tuple[Loc, Shape, Any], ...]:
        """Every value that the author gave, with its place and shape, in the format's order."""
        return tuple(values(shape_of(GuideContent), self.content, self.broken))

    @cached_property
    def references(self) -> tuple[tuple[str, str, Loc], ...]:
        """Every use of a name: the list that it refers to, the name and its place."""
        return tuple(self._references())

    def _references(self) -> Iterator[tuple[str, str, Loc]]:
        for loc, shape, value in self.values:
            if shape.refers and shape.kind is str:
                yield shape.refers, value, loc
            elif shape.refers:
                yield from ((shape.refers, name, (*loc, name)) for name in value)

    @cached_property
    def defined(self) -> Mapping[str, frozenset[str]]:
        """The keys that each list of the guide defines."""
        lists = {kind for kind, _, _ in self.references} | {"causes", "platforms", "questions"}
        return {kind: frozenset(self._keys(kind)) for kind in lists}

    def _keys(self, kind: str) -> Iterator[str]:
        for index, entry in enumerate(getattr(self.content, kind)):
            if self.given(kind, index, "key"):
                yield entry.key

    @cached_property
    def lost(self) -> Mapping[str, frozenset[str]]:
        """Names that nothing defines, because the entries that would have lost their keys.

        The names used most often are taken to be the lost ones, as many as there are such entries;
        where two are used equally often, neither is.
        """
        uses: dict[str, Counter[str]] = {kind: Counter() for kind in ALWAYS_REFERRED_TO}
        for kind, name, _ in self.references:
            if kind in ALWAYS_REFERRED_TO and name not in self.defined[kind]:
                uses[kind][name] += 1
        return {kind: self._most_used(kind, counter) for kind, counter in uses.items()}

    def _most_used(self, kind: str, uses: Counter[str]) -> frozenset[str]:
        entries = len(getattr(self.content, kind))
        lost = sum(not self.given(kind, index, "key") for index in range(entries))
        ranked = uses.most_common()
        below = ranked[lost][1] if lost < len(ranked) else 0
        return frozenset(name for name, count in ranked[:lost] if count > below)

    def defines(self, kind: str, name: str) -> bool:
        """Whether an entry of that list has the key, as far as can be known."""
        return not self.given(kind) or name in self.defined[kind] or name in self.lost.get(kind, ())

    def meant(self, kind: str, name: str) -> str | None:
        """The key that an undefined name was meant to be; None when it is like none."""
        return self._speller.meant(name, self.defined[kind])

    def read_as(self, kind: str, name: str) -> str:
        """The key that the name stands for: what it was meant to be when it is misspelt.

        The misspelling is a problem of its own. What follows from it is not.
        """
        return name if self.defines(kind, name) else self.meant(kind, name) or name
