"""Planted faults: what the drill must see, or else its other figures mean nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from unittest import mock

import yaml
from django.db import connection

from troubleshooter.content.reader import read_guide
from troubleshooter.management.commands import import_guide as command

from .looking import NotClear, Read, look
from .malformed import malformed_files
from .measuring import measured
from .writing import wrote_something

EVERY = 12


def unseen(folder: Path) -> Iterator[tuple[str, bool]]:
    """Each planted fault, and whether it was seen."""
    some = list(islice(malformed_files(), 0, None, EVERY))
    caught = sum(not measured(lambda data=data: _passes(data)).as_promised for _, data in some)
    told = f"a reader that trusts YAML fails with {caught} of {len(some)} files"
    yield told, caught > len(some) // 10
    yield "a reader that needs 300 MB", measured(_hungry).megabytes > 200
    yield "a reader that needs three seconds", measured(_slow).seconds > 2
    yield "a reader that raises", not measured(_raising).as_promised
    with _writing_first():
        _, wrong = wrote_something(some[:1], folder)
    yield "an import that writes before it looks", len(wrong) == 1


def _passes(data: bytes) -> bool:
    """In a process of its own: depth alone can end it."""
    try:
        return look(data, _trusting) is None
    except NotClear:
        return False


def _trusting(data: bytes) -> Read:
    """What a reader looks like that was written in a minute."""
    yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return read_guide(data)


def _hungry() -> bool:
    return len(bytearray(b"x" * 300_000_000)) > 0


def _slow() -> bool:
    return sum(range(150_000_000)) > 0


def _raising() -> bool:
    raise RuntimeError("planted")


@contextmanager
def _writing_first() -> Iterator[None]:
    def write_and_read(data: bytes) -> Read:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS planted (a)")
            cursor.execute("INSERT INTO planted VALUES (1)")
        return read_guide(data)

    with mock.patch.object(command, "read_guide", write_and_read):
        yield
