"""Files that no guide may be: made by rule from good ones, the same each time, each with a name."""

import json
from collections.abc import Iterator
from typing import Any

import yaml

from .hostile import hostile_files
from .originals import LARGE, SMALL

Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Named = tuple[str, bytes]
# A list of a mapping with such a key is wrong wherever one text, number or mapping is right.
NOWHERE = [{"no-such-key": [1]}]
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
CUTS = range(2, 50, 3)  # hundredths of the file: what is left always lacks the steps


def malformed_files() -> Iterator[Named]:
    for file in SMALL:
        yield from _from_tree(file.stem, file.read_bytes())
    for file in (*SMALL, *LARGE):
        yield from _from_bytes(file.stem, file.read_bytes())
    yield from hostile_files(SMALL[0].read_bytes())


def _from_tree(name: str, data: bytes) -> Iterator[Named]:
    """For each place of the guide one value of the wrong kind, and for each mapping a wrong key."""
    good = json.dumps(yaml.load(data, Loader=Loader))
    for place in _places(json.loads(good)):
        yield f"{name}: wrong kind at {place}", _changed(json.loads(good), place, wrong_key=False)
        value = _at(json.loads(good), place)
        if isinstance(value, dict):
            yield f"{name}: wrong key at {place}", _changed(json.loads(good), place, wrong_key=True)


def _places(tree: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    children = enumerate(tree) if isinstance(tree, list) else ()
    for key, value in tree.items() if isinstance(tree, dict) else children:
        yield (*above, key)
        yield from _places(value, (*above, key))


def _at(tree: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        tree = tree[key]
    return tree


def _changed(tree: Any, place: tuple[Any, ...], *, wrong_key: bool) -> bytes:
    if wrong_key:
        _at(tree, place)["No such key!"] = "1"
    else:
        _at(tree, place[:-1])[place[-1]] = NOWHERE
    return json.dumps(tree).encode()


def _from_bytes(name: str, data: bytes) -> Iterator[Named]:
    text = data.decode()
    for encoding in ENCODINGS:
        yield f"{name}: in {encoding}", text.encode(encoding)
    for part in CUTS:
        yield f"{name}: cut at {part} %", data[: len(data) * part // 100]
    lines = text.splitlines(keepends=True)
    for at in range(0, len(lines), max(1, len(lines) // 12)):
        before, after = "".join(lines[:at]).encode(), "".join(lines[at:]).encode()
        yield f"{name}: NUL before line {at}", before + b"\x00" + after
        yield f"{name}: half a character before line {at}", before + b"\xed\xa0\x80" + after
        yield f"{name}: overlong before line {at}", before + b"\xc0\xaf" + after
        yield f"{name}: a tab before line {at}", before + b"\t\xff- :" + after
    yield f"{name}: twice", data + b"\n" + data
    yield f"{name}: two documents", data + b"\n---\n" + data
    yield f"{name}: to 10 MB", data + b"#" * 10_000_000
