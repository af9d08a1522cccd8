"""Trees that no author wrote, cut down before they cost time.

A file of 1 MB has room for half a million faults. People read the first of them; for the rest it is
enough to say that there are more.
"""

from typing import Any

from .fields import NUMBER
from .problems import MOST_LISTED
from .shape import Shape
from .yaml_tree import Mapping, Sequence

PATIENCE = 4 * MOST_LISTED


class Pruning:
    """Cuts misshapen parts out of a tree once there are more of them than anyone will read."""

    def __init__(self) -> None:
        self.cut = False  # whether anything was
        self._left = PATIENCE

    def prune(self, shape: Shape, value: Any) -> None:
        """Goes over the tree once. Well-shaped parts always stay, however many there are."""
        if shape.fields is not None and isinstance(value, Mapping):
            self._drop_keys(value, [key for key in value if key not in shape.fields])
            for key, field in shape.fields.items():
                self.prune(field.shape, value.get(key))
        elif shape.item and shape.kind is dict and isinstance(value, Mapping):
            self._drop_keys(value, [key for key in value if not _fits(shape.item, value[key])])
            if shape.item.kind is dict or shape.item.fields is not None:
                for entry in value.values():
                    self.prune(shape.item, entry)
        elif shape.item and shape.kind is tuple and isinstance(value, Sequence):
            self._drop_entries(shape.item, value)
            if shape.item.fields is not None:
                for entry in value:
                    self.prune(shape.item, entry)

    def _drop_keys(self, part: Mapping, misshapen: list[str]) -> None:
        for key in misshapen[self._left :]:
            del part[key]
            self.cut = True
        self._left = max(0, self._left - len(misshapen))

    def _drop_entries(self, item: Shape, entries: Sequence) -> None:
        misshapen = [at for at, entry in enumerate(entries) if not _fits(item, entry)]
        excess = set(misshapen[self._left :])
        self._left = max(0, self._left - len(misshapen))
        if excess:
            self.cut = True
            kept = [at for at in range(len(entries)) if at not in excess]
            entries.lines = [entries.lines[at] for at in kept]
            entries[:] = [entries[at] for at in kept]


def _fits(shape: Shape, value: Any) -> bool:
    """Whether the value is of the right shape as far as can be seen without looking inside."""
    if shape.fields is not None:
        required = (key for key, field in shape.fields.items() if field.required)
        return isinstance(value, Mapping) and all(value.get(key) is not None for key in required)
    if shape.kind is dict:
        return isinstance(value, Mapping)
    if shape.kind is float:
        return isinstance(value, str) and NUMBER.fullmatch(value) is not None
    return isinstance(value, str)
