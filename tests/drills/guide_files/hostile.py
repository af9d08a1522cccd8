"""Files that are made to hurt a reader: bombs, tags, depth, size, and files of another kind."""

import gzip
import io
import pickle
import zipfile
from collections.abc import Iterator

Named = tuple[str, bytes]
MANY = 100_000
TAGS = (
    '!!python/object/apply:os.system ["true"]',
    "!!python/name:os.system",
    "!!python/module:os",
    "!!python/object/new:subprocess.Popen [[true]]",
    "!!python/tuple [1, 2]",
    "!!binary R0lGODlh",
    "!!timestamp 2026-11-28",
    "!!set {a, b}",
    "!!omap [a: 1]",
    "!!int 1",
    "!!float 0.5",
    "!!null ''",
    "!local text",
    "!<tag:yaml.org,2002:str> text",
    "! text",
)
DEPTHS = (21, 50, 100, 499, 500, 501, 1_000, 10_000, 100_000)
PIECES = {
    "brackets": "[",
    "braces": "{",
    "braces with keys": "{a: ",
    "dashes": "- ",
    "question marks": "? ",
    "keys on one line": "a: ",
    "quotes": '"',
    "single quotes": "'",
    "anchors": "&a ",
    "aliases": "*a ",
    "tags": "!",
    "long tags": "!!python/name:a ",
    "documents": "---\n",
    "document ends": "...\n",
    "directives": "%TAG ! tag:a,2000:\n",
    "percent": "%YAML 1.2\n",
    "block scalars": "|\n",
    "folded": ">9\n ",
    "commas": ",",
    "colons": ":",
    "at signs": "@",
    "backticks": "`",
    "backslashes": '"\\',
    "spaces": " ",
    "tabs": "\t",
    "returns": "\r",
    "byte order marks": "\ufeff",
    "line separators": "\u2028",
    "merges": "<<: *a\n",
    "one key": "key: a\n",
    "many keys": "k{n}: a\n",
    "unknown lists": "steps: [{n}]\n",
    "directional marks": "\u202e",
    "combining marks": "a\u0301\u0302",
}


def hostile_files(good: bytes) -> Iterator[Named]:
    """`good` is a guide that is accepted as it stands: for what needs one around it."""
    text = good.decode()
    yield from _tags(text)
    yield from _bombs(text)
    yield from _depths(text)
    yield from _sizes(text)
    yield from _circles(text)
    yield from _other_kinds()


def _tags(text: str) -> Iterator[Named]:
    for tag in TAGS:
        yield f"tag alone: {tag}", tag.encode()
        yield f"tag as a title: {tag}", _with(text, "title: The lamp stays dark", f"title: {tag}")
        yield (
            f"tag in a list: {tag}",
            _with(text, "version_paths: [model]", f"version_paths:\n  - {tag}"),
        )


def _with(text: str, old: str, new: str) -> bytes:
    assert text.count(old) == 1, old
    return text.replace(old, new).encode()


def _bombs(text: str) -> Iterator[Named]:
    for levels in (3, 9, 30, 300):
        lists = ["a0: &a0 [x, x, x]"]
        lists += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
        yield f"{levels} levels of aliases", "\n".join(lists).encode()
        yield f"{levels} levels around a guide", ("\n".join(lists) + "\n" + text).encode()
        merges = ["a0: &a0 {x: 1}"]
        merges += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], y{n}: 1}}" for n in range(1, levels)]
        yield f"{levels} levels of merges", "\n".join(merges).encode()
    yield "a list that holds itself", b"a: &a [*a]"
    yield "a mapping that holds itself", b"&a {b: *a}"
    yield "a mapping whose key is itself", b"&a {*a : b}"
    yield "a mapping that merges itself", b"&a\n<<: *a\nb: 1\n"
    yield (
        "one long text, often",
        ("a: &a " + "x" * 100_000 + "\nb: [" + "*a, " * 100_000 + "]").encode(),
    )


def _depths(text: str) -> Iterator[Named]:
    for depth in DEPTHS:
        nested = {
            "lists": "[" * depth + "]" * depth,
            "mappings": "{a: " * depth + "}" * depth,
            "keys": "{? " * depth + "}" * depth,
            "both": "[{a: " * depth + "}]" * depth,
        }
        for kind, value in nested.items():
            yield f"{depth} deep {kind}", value.encode()
            yield f"{depth} deep {kind} in a guide", (f"{text}\nzz: {value}\n").encode()
    for depth in (21, 100, 500, 1_000):
        yield (
            f"{depth} deep by indentation",
            "".join(" " * n + "a:\n" for n in range(depth)).encode(),
        )


def _sizes(text: str) -> Iterator[Named]:
    for name, piece in PIECES.items():
        for count in (1_000, MANY):
            many = "".join(piece.replace("{n}", str(n)) for n in range(count))
            yield f"{count} {name}", many.encode()
            yield (
                f"{count} {name} as a summary",
                _with(text, "summary: You switch it on", f"zz: {many}\nsummary: You switch it on"),
            )
    for number in ("9" * MANY, "-" + "9" * MANY, "1e999999999", ".inf", "1_0", "0x10"):
        yield f"number {number[:9]}", _with(text, "minutes: 600", f"minutes: {number}")
    for size in (1_000_001, 10_000_000):
        yield f"{size} bytes of text", b"title: " + b"x" * size
        yield f"{size} bytes of nothing", b"\x00" * size
        yield f"{size} bytes of lines", b"\n" * size
    yield "a long text", _with(text, "The lamp stays dark", "x" * 900_000)
    yield "a long key", _with(text, "key: lamp", "key: " + "x" * 900_000)
    yield "an unknown long key", ("k" * 900_000 + ": 1\n" + text).encode()


def _circles(text: str) -> Iterator[Named]:
    steps = text.index("\nsteps:")
    for length in (1, 2, 3, 10, 300):
        made = [
            f"  - {{key: s{n}, title: S, instructions: I., minutes: 1, disruption: 1, check: C., "
            f"fixes: {{bulb: 1, unplugged: 1, wiring: 1}}, requires: [s{(n + 1) % length}]}}\n"
            for n in range(length)
        ]
        yield f"{length} steps in a circle", (text[:steps] + "\nsteps:\n" + "".join(made)).encode()


def _other_kinds() -> Iterator[Named]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("guide.yaml", b"x" * 10_000_000)
    yield "a zip archive", archive.getvalue()
    yield "a gzip file", gzip.compress(b"x" * 10_000_000)
    yield "a pickle", pickle.dumps({"format": 1})
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100
    yield "a program", b"\x7fELF" + bytes(range(256)) * 100
    yield "a page", b"<!doctype html><html><body><p>Guide</p></body></html>"
    yield "XML with entities", b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'
    yield "a table", b"key,title\nlamp,The lamp stays dark\n"
    yield "a program text", b"import os\nos.system('true')\n"
    yield "a list in JSON", b'[{"format": 1}]'
    yield "a text in JSON", b'"format"'
    yield "JSON with NaN", b'{"format": NaN}'
    yield "nothing", b""
    yield "a space", b" "
    yield "a byte order mark alone", b"\xef\xbb\xbf"
