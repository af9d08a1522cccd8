"""Rows without end as text, piece by piece: never all of it in memory."""

import json
from collections.abc import Iterable, Iterator, Sequence

from .files import BOM, Value, csv_line

AT_ONCE = 200  # rows in one piece: fewer pieces are quicker to send


def csv_pieces(columns: Sequence[str], rows: Iterable[list[Value]]) -> Iterator[str]:
    yield BOM + csv_line(list(columns))
    yield from _gathered(map(csv_line, rows))


def json_pieces(columns: Sequence[str], rows: Iterable[list[Value]]) -> Iterator[str]:
    """An array with one object on each line."""
    yield "["
    yield from _gathered(_objects(columns, rows))
    yield "\n]\n"


def _objects(columns: Sequence[str], rows: Iterable[list[Value]]) -> Iterator[str]:
    before = "\n"
    for row in rows:
        told = dict(zip(columns, row, strict=True))
        yield before + json.dumps(told, ensure_ascii=False)
        before = ",\n"


def _gathered(pieces: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    for piece in pieces:
        held.append(piece)
        if len(held) == AT_ONCE:
            yield "".join(held)
            held = []
    yield "".join(held)
