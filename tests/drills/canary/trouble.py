"""Every kind of error that a person can meet, provoked by requests that are full of marks."""

import socket
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from tests.journeys.test_planted_personal_data import TYPED

from .broken import WORD
from .marks import PEER
from .person import Answer, Person

GUIDE = "/guides/lamp/"
SUPPORT = f"{GUIDE}support/"
MANY_CODES, TOO_LONG = 120, 3_000_000
RAW = (
    f"GET /?q={TYPED} HTTP/9.9\r\n\r\n",
    f"mia.kent@canary-mail.example\r\n{TYPED}\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: x\r\nX mia.kent: {TYPED}\r\n\r\n",
    f"GET /{'mia.kent' * 1000} HTTP/1.1\r\nHost: x\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: x\r\nX-Long: {'mia.kent' * 3000}\r\n\r\n",
    f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {TYPED}\r\n\r\n",
    f"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {TYPED}\r\n\r\n",
)


def provoked(person: Person, database: str) -> Counter:
    """How often each status came. `database` is a file, or an address of PostgreSQL."""
    statuses = Counter(one.status_code for one in _answers(person, database))
    for line in RAW:
        statuses[_raw(person.port, line)] += 1
    return statuses


def _answers(person: Person, database: str) -> Iterator[Answer]:
    fields = {"since": TYPED, "message": TYPED, "csrfmiddlewaretoken": "canary-secret"}
    yield person.get("/", {"q": f"{WORD} {TYPED}"})
    yield person.post(SUPPORT, {**fields, **_token(person), "since": f"{WORD} {TYPED}"})
    yield person.ask("GET", f"/?q={TYPED.replace(' ', '+')}", b"", Host="another.example")
    yield person.post(f"{GUIDE}start/", fields)
    yield person.post("/", fields | _token(person))
    yield person.get("/mia.kent@canary-mail.example/+491705550199/")
    yield person.get(f"{GUIDE}steps/canary-mail-5550199/", {"q": TYPED})
    yield person.get("/?q=%ff%fe%00mia.kent%40canary-mail.example")
    yield person.post(SUPPORT, {**fields, **_token(person), "since": f"{TYPED}\0"})
    yield person.post(SUPPORT, {**fields, "since": TYPED * (TOO_LONG // len(TYPED))})
    parts = f"--x\r\nContent-Disposition: form-data; name=since; filename=mia.kent\r\n\r\n{TYPED}"
    kind = "multipart/form-data; boundary=x; canary-mail"
    yield person.ask("POST", SUPPORT, parts.encode(), Content_Type=kind)
    codes = {"code": "mia.kent@canary-mail.example", **_token(person, "/go-on/")}
    yield from (person.post("/go-on/", codes) for _ in range(MANY_CODES))
    for address in ("/admin/login/", "/insights/login/"):
        secret = {"username": "mia.kent@canary-mail.example", "password": "canary-secret"}
        secret |= _token(person, address)
        yield from (person.post(f"{address}?next=/mia.kent", secret) for _ in range(8))
    token = _token(person)
    with held(database):
        yield person.post(SUPPORT, {**fields, **token, "since": f"{TYPED} again"})


def _token(person: Person, page: str = GUIDE) -> dict[str, str]:
    content = person.get(page, follow=True).content.decode()
    value = content.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    return {"csrfmiddlewaretoken": value}


@contextmanager
def held(database: str) -> Iterator[None]:
    """Nobody else can write."""
    if database.startswith("postgres"):
        with psycopg.connect(database) as other:
            other.execute("LOCK TABLE troubleshooter_visit IN ACCESS EXCLUSIVE MODE")
            yield
        return
    with closing(sqlite3.connect(Path(database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def _raw(port: int, sent: str) -> int:
    """The status, 0 for none, of what is no proper request."""
    with socket.create_connection(("127.0.0.1", port), 20, source_address=(PEER, 0)) as line:
        line.sendall(sent.encode())
        line.shutdown(socket.SHUT_WR)
        said = line.recv(100).split()
    return int(said[1]) if len(said) > 1 and said[1].isdigit() else 0
