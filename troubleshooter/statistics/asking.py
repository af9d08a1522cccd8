"""One question to the counts, and one row of an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from .cells import Kind
from .filters import Filters
from .spans import Span

Value = str | int | date
DEVICE = frozenset({"platform", "version"})
OF_SLICE = ("revision", "platform", "version", "exclusion")


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Sum a table's measures for the filters' visits, told apart by the columns `by`: its own,
    "start", and those of `OF_SLICE`. `only` are values of which its own columns must have one. With
    `all_excluded` exactly those visits are asked for that are left out as a rule."""

    table: str
    filters: Filters
    spans: tuple[Span, ...]
    by: tuple[str, ...] = ()
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    all_excluded: bool = False

    @cached_property
    def own_columns(self) -> tuple[str, ...]:
        """Columns of the table that tell the answer's rows apart."""
        return tuple(name for name in self.by if name not in OF_SLICE)

    @cached_property
    def needs_slice(self) -> bool:
        return any(name in OF_SLICE for name in self.by)

    @cached_property
    def tells_devices_apart(self) -> bool:
        f = self.filters
        return f.platform is not None or f.version is not None or bool(DEVICE.intersection(self.by))

    def wants(self, kind: Kind) -> bool:
        """Whether visits of this kind are asked for."""
        f = self.filters
        return (
            kind.guide == f.guide
            and kind.simulated == f.simulated
            and f.revision in (None, kind.revision)
            and f.platform in (None, kind.platform)
            and f.version in (None, kind.version)
            and self._counts(kind.exclusion)
        )

    def _counts(self, exclusion: str) -> bool:
        if self.all_excluded:
            return exclusion != ""
        return exclusion == "" or exclusion in self.filters.include

    def key(self, kind: Kind | None, values: tuple[Value, ...]) -> tuple[Value, ...]:
        """What tells this row of an answer apart, in the order of `by`; `values` are those of the
        own columns."""
        if not self.needs_slice:
            return values
        own = iter(values)
        return tuple([getattr(kind, name) if name in OF_SLICE else next(own) for name in self.by])


class Found(NamedTuple):
    """Something that is to be added up: `kind` is None where the question does not need it, and
    `values` are those of its own columns."""

    kind: Kind | None
    values: tuple[Value, ...]
    counted: Mapping[str, int]
