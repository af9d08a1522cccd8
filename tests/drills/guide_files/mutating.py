"""Good guide files, changed by chance: in their bytes, their lines, their words and their tree."""

import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import yaml

MOST_CHANGES = 5
VALUES: tuple[Any, ...] = (
    None, "", " ", 0, -1, 1, 2, 10**30, -0.0, 1e308, 0.1, True, False, [], {}, [[]], [{}], {"": ""},
    "lamp", "a" * 21_000, "\u202e", "\ud83d\ude00", "\x00", "<b>", "1.10", "no", ".nan", "P1W",
    "2026-02-30", "https://", "https://[", "//x", "javascript:1", "{{ 1 }}", "%s %(a)s", "../..",
)  # fmt: skip
TOKENS: tuple[bytes, ...] = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc2\x85", b"\xe2\x80\xa8", b"\r", b"\t",
    b"---\n", b"...\n", b"&a ", b"*a", b"!!int ", b"!x ", b"<<: ", b"? ", b"- ", b": ", b"#", b"|\n",
    b">-\n", b"[", b"]", b"{", b"}", b'"', b"'", b"%", b"@", b"`", b"\\u0000", b'"\\ud800"', b"~",
    b'"\\x00"', b"1e400", b"-1", b"key: lamp\n", b"format: 1\n", b"  ", b"\n", b'"\\L\\P\\N"',
)  # fmt: skip
WORD = re.compile(rb"[\w.-]+")


def mutated(chance: Random, files: Sequence[bytes]) -> bytes:
    """One of the files, changed one to five times."""
    data = chance.choice(files)
    for _ in range(chance.randint(1, MOST_CHANGES)):
        data = chance.choice(CHANGES)(chance, data, files)
    return data


def _bytes(chance: Random, data: bytes, files: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.randbytes(chance.randint(0, 3)) + data[at + chance.randint(0, 3) :]


def _token(chance: Random, data: bytes, files: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(TOKENS) + data[at:]


def _out(chance: Random, data: bytes, files: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.randint(1, 200) :]


def _spliced(chance: Random, data: bytes, files: Sequence[bytes]) -> bytes:
    other = chance.choice(files)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other)) :]


def _line(chance: Random, data: bytes, files: Sequence[bytes]) -> bytes:
    """A line goes out, comes twice, stands elsewhere, or is moved in."""
    lines = data.splitlines(keepends=True) or [b""]
    at = chance.randrange(len(lines))
    line = lines.pop(at)
    again = chance.choice(([], [line, line], [b"  " + line], [line.lstrip()]))
    where = chance.choice((at, chance.randrange(len(lines) + 1)))
    return b"".join(lines[:where] + again + lines[where:])


def _word(chance: Random, data: bytes, files: Sequence[bytes]) -> bytes:
    """One word stands where another stood."""
    words = list(WORD.finditer(data))
    if not words:
        return data
    out, new = chance.choice(words), chance.choice(words)[0]
    return data[: out.start()] + new + data[out.end() :]


def _tree(chance: Random, data: bytes, files: Sequence[bytes]) -> bytes:
    """A value is another one, goes, or is that of another place; written as JSON, which YAML is."""
    try:
        tree = yaml.load(data, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except (yaml.YAMLError, ValueError, RecursionError, TypeError):
        return _token(chance, data, files)
    holders = _holders(tree)
    if not holders:
        return data
    holder, key = chance.choice(holders)
    other, other_key = chance.choice(holders)
    new = chance.choice((*VALUES, *[other[other_key]] * 8))
    if chance.random() < 0.1:
        del holder[key]
    else:
        holder[key] = json.loads(json.dumps(new))  # a copy: no tree holds itself
    return json.dumps(tree, ensure_ascii=chance.random() < 0.8).encode(errors="surrogatepass")


def _holders(tree: Any) -> list[tuple[Any, Any]]:
    """Each mapping or list in the tree, with each key or position in it."""
    found: list[tuple[Any, Any]] = []
    waiting = [tree] if isinstance(tree, dict | list) else []
    while waiting and len(found) < 20_000:
        holder = waiting.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        found += [(holder, key) for key in keys]
        waiting += [holder[key] for key in keys if isinstance(holder[key], dict | list)]
    return found


Change = Callable[[Random, bytes, Sequence[bytes]], bytes]
CHANGES: tuple[Change, ...] = (_bytes, _token, _out, _spliced, _line, _word, _word, _tree, _tree)
