"""Where a value stands in a guide, in words and as a line of the file."""

from typing import Any

from .problems import Loc, brief
from .rules import SLUG
from .yaml_tree import Mapping, Sequence

WHOLE_FILE = "file"


def place(loc: Loc, data: Any) -> str:
    """The location as `steps[delete-old-backups].fixes.storage-full`.

    Entries of a list go by their key where they have one, else by their position, from 0. `data` is
    the guide as plain mappings and lists.
    """
    words = ""
    for part in loc:
        data = _inside(data, part)
        if isinstance(part, int):
            words += f"[{_key_of(data) or part}]"
        else:
            words += f".{brief(part)}" if words else brief(part)
    return words or WHOLE_FILE


def _inside(data: Any, part: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(part)
    if isinstance(data, list | tuple) and isinstance(part, int) and part < len(data):
        return data[part]
    return None


def _key_of(entry: Any) -> str:
    key = entry.get("key") if isinstance(entry, dict) else None
    return brief(key) if isinstance(key, str) and SLUG.fullmatch(key) else ""


def line(loc: Loc, tree: Any) -> int | None:
    """The line of the value, or of the innermost part of the file around it that has one."""
    found: int | None = tree.line if isinstance(tree, Mapping | Sequence) else None
    for part in loc:
        if isinstance(tree, Mapping):
            found = tree.lines.get(str(part), found)
        elif isinstance(tree, Sequence) and isinstance(part, int) and part < len(tree.lines):
            found = tree.lines[part]
        else:
            break
        tree = _inside(tree, part)
    return found
