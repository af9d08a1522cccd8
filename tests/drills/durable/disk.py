"""A disk that loses power: what had been synced is there, of the rest anything may be.

Of each write that was not synced chance keeps all, nothing, or some of its sectors, the last of
them in part, whatever became of the writes before. A new file is there for sure once its folder
was synced. https://www.sqlite.org/psow.html and https://danluu.com/file-consistency/ say why.
"""

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HEAD = struct.Struct("<qqqii")  # as in recorder.c
WRITE, SYNC, TRUNCATE, UNLINK = 1, 2, 3, 4
SECTOR = 512
WAYS = ("dropped", "kept", "torn")


@dataclass(frozen=True, kw_only=True)
class Entry:
    nanoseconds: int
    kind: int
    path: str
    offset: int
    data: bytes


def read(log: Path) -> Iterator[Entry]:
    with log.open("rb") as file:
        while head := file.read(HEAD.size):
            nanoseconds, offset, size, kind, length = HEAD.unpack(head)
            path = file.read(length).decode()
            data = file.read(size) if kind == WRITE else b""
            yield Entry(nanoseconds=nanoseconds, kind=kind, path=path, offset=offset, data=data)


@dataclass(kw_only=True)
class Disk:
    """`there`: each file's synced bytes; `sure`: files whose name survives; the rest is pending."""

    there: dict[str, bytearray]
    sure: set[str] = field(default_factory=set)
    pending: list[Entry] = field(default_factory=list)

    def take(self, entry: Entry) -> None:
        if entry.kind != SYNC:
            self.pending.append(entry)
            return
        folder, later = f"{entry.path}/", []
        for one in self.pending:
            of_folder = one.kind == UNLINK and one.path.startswith(folder)
            if one.path == entry.path or of_folder:
                self._apply(one)
            else:
                later.append(one)
        self.pending = later
        self.sure |= {one.path for one in self.pending if one.path.startswith(folder)}
        self.sure |= {path for path in self.there if path.startswith(folder)}

    def _apply(self, one: Entry) -> None:
        if one.kind == UNLINK:
            self.there.pop(one.path, None)
            self.sure.discard(one.path)
            return
        _write(self.there.setdefault(one.path, bytearray()), one, one.data)

    def after_a_cut(self, way: str, rnd: random.Random) -> dict[str, bytearray]:
        """What each file holds when the power is back."""
        found = {path: bytearray(data) for path, data in self.there.items()}
        for one in self.pending:
            stays = way == "kept" or (way == "torn" and rnd.random() < 0.5)
            if one.kind == UNLINK:
                if stays:
                    found.pop(one.path, None)
                continue
            data = found.setdefault(one.path, bytearray())
            if stays:
                _write(data, one, one.data)
            elif way == "torn" and one.kind == WRITE:
                _tear(data, one, rnd)
        unsure = {path for path in found if path not in self.sure}
        gone = (
            unsure
            if way == "dropped"
            else {p for p in unsure if way == "torn" and rnd.random() < 0.5}
        )
        return {path: data for path, data in found.items() if path not in gone}


def _write(data: bytearray, one: Entry, what: bytes) -> None:
    if one.kind == TRUNCATE:
        data[one.offset :] = bytes(max(0, one.offset - len(data)))
        return
    if len(data) < one.offset:
        data.extend(bytes(one.offset - len(data)))
    data[one.offset : one.offset + len(what)] = what


def _tear(data: bytearray, one: Entry, rnd: random.Random) -> None:
    """Some sectors get there, and of the last of them a part."""
    for at in range(0, len(one.data), SECTOR):
        if rnd.random() < 0.5:
            part = one.data[at : at + SECTOR]
            if rnd.random() < 0.1:
                part = part[: rnd.randrange(len(part))]
            _write(data, _at(one, one.offset + at), part)


def _at(one: Entry, offset: int) -> Entry:
    return Entry(nanoseconds=one.nanoseconds, kind=WRITE, path=one.path, offset=offset, data=b"")
