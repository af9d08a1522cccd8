"""The marks, in every form in which they could be written down."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote, quote_plus

from tests.journeys.test_planted_personal_data import CARD

# Where the person's requests come from, and what the proxy in front says of it.
PEER, ADDRESS = "127.0.0.77", "203.0.113.77"
BROUGHT = (
    *(PEER, ADDRESS, "canary-agent", "canary-referer", "canary-query", "canary-language"),
    *("canary-cookie", "canary-secret", CARD, CARD.replace(" ", "")),
)
# What may stand in the text for support that the person kept.
TYPED = ("mia.kent", "canary-mail", "5550199", "170 555")
Found = set[tuple[str, str]]


def forms(mark: str) -> Iterator[bytes]:
    """As it is, in two bytes a letter, in addresses, in pages, in hexadecimal and in Base64."""
    plain = mark.encode()
    yield from (plain, mark.encode("utf-16-le"), mark.encode("utf-16-be"))
    yield from (quote(mark, safe="").encode(), quote_plus(mark).encode(), escape(mark).encode())
    yield plain.hex().encode()
    for before in range(3):
        whole = (before + len(plain)) * 8 // 6
        yield b64encode(b"x" * before + plain)[(0, 2, 3)[before] : whole]


def marks_in(text: bytes, marks: Iterable[str]) -> set[str]:
    """Small and capital letters alike, but for Base64."""
    small = text.lower()
    return {
        mark
        for mark in marks
        if any(form in text or form.lower() in small for form in set(forms(mark)) if len(form) > 6)
    }


def files_with(folder: Path, marks: Iterable[str]) -> Found:
    """(file, mark) of every file below the folder, but for those that ship."""
    return {
        (str(path.relative_to(folder)), mark)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] != "static"
        for mark in marks_in(path.read_bytes(), marks)
    }
