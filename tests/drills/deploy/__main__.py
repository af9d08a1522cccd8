"""`make drill-deploy`: what ships for containers, built and run on this machine, asked from outside.

Prints a line for each thing that was looked at, and ends with status 1 where one is not so.
"""

import re
import socket
import ssl
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from .chain import DEPLOY, HOST, TOKEN, Chain, running, stopped, until_open

PORT = 8720
AGENT, TYPED = "Planted Browser 4711", "planted-words-0815"
Found = tuple[str, bool]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="drill-deploy-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with running(folder, PORT) as chain:
            failed = [what for what, right in found(chain) if not _told(what, right)]
    return 1 if failed else 0


def _told(what: str, right: bool) -> bool:
    print(f"{'ok  ' if right else 'NOT '} {what}", flush=True)
    return right


def found(chain: Chain) -> Iterator[Found]:
    trusted = ssl.create_default_context(cafile=str(chain.folder / "certificate.pem"))
    base = f"https://{HOST}:{chain.secure}"
    agent = {"User-Agent": AGENT, "Referer": f"{base}/"}
    with httpx.Client(base_url=base, verify=trusted, headers=agent, timeout=30) as visitor:
        yield from away(chain, visitor)
        chain.manage("migrate", "--verbosity", "0")
        guides = sorted(map(str, (chain.where / "troubleshooter" / "guides").glob("*.yaml")))
        chain.manage("import_guide", "--publish", "--only-new", *guides)
        with stopped(chain.portal()):
            until_open(chain.direct)
            yield from a_visit(visitor)
            yield from the_proxy(chain, visitor)
            yield from in_trouble(chain, visitor)
        yield from quiet(chain)


def away(chain: Chain, visitor: httpx.Client) -> Iterator[Found]:
    answer = visitor.post("/guides/printer-not-printing/start/", data={"q": TYPED})
    page = (DEPLOY / "away.html").read_text()
    yield (
        "without the portal: 503, when to come again, a page",
        (
            answer.status_code == 503
            and answer.headers["Retry-After"] == "10"
            and answer.text == page
        ),
    )
    yield "… whose address stays, so that loading it again sends it again", not answer.history


def a_visit(visitor: httpx.Client) -> Iterator[Found]:
    begun = visitor.get("/")
    yield "a page through TLS, nginx, gunicorn, PostgreSQL", begun.status_code == 200
    moved = begin(visitor, mark_on(visitor))
    yield (
        "a visit begins",
        moved.status_code == 302 and "/guides/printer-not-printing/" in moved.headers["Location"],
    )
    yield "… and its next page comes", visitor.get(moved.headers["Location"]).status_code == 200
    cookies = moved.headers.get_list("set-cookie")
    yield "… with a cookie for TLS alone", cookies != [] and all("Secure" in one for one in cookies)


def mark_on(visitor: httpx.Client) -> str:
    page = visitor.get("/guides/printer-not-printing/").text
    return re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]


def begin(visitor: httpx.Client, mark: str, **headers: str) -> httpx.Response:
    sent = {"csrfmiddlewaretoken": mark}
    return visitor.post("/guides/printer-not-printing/start/", data=sent, headers=headers)


def the_proxy(chain: Chain, visitor: httpx.Client) -> Iterator[Found]:
    plain = httpx.post(f"http://127.0.0.1:{chain.plain}/x", headers={"Host": HOST})
    yield "plain HTTP is sent to TLS, as it was sent", plain.status_code == 308
    static = next(part for part in visitor.get("/").text.split('"') if part.startswith("/static/"))
    kept = visitor.get(static).headers["Cache-Control"]
    yield "static files may be kept for ever", "immutable" in kept
    yield (
        "figures are not told to the outside",
        (visitor.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 404),
    )
    inside = {"Authorization": f"Bearer {TOKEN}", "Host": "127.0.0.1"}
    figures = httpx.get(f"http://127.0.0.1:{chain.direct}/metrics", headers=inside)
    yield "… and are on the inside", "helpdesk_database_up 1.0" in figures.text
    yield "13 MB are too much: 413", visitor.post("/", content=b"x" * 13_000_000).status_code == 413
    yield "a hundred slow senders hold nobody up", slow(chain, visitor) < 1
    pretended = {"X-Forwarded-Proto": "http", "X-Forwarded-For": "203.0.113.77"}
    yield (
        "what a visitor says of the way is not believed",
        (visitor.get("/", headers=pretended).status_code == 200),
    )


def slow(chain: Chain, visitor: httpx.Client) -> float:
    """Seconds to a page while a hundred connections have sent half a request."""
    trusting = ssl.create_default_context(cafile=str(chain.folder / "certificate.pem"))
    held = []
    for _ in range(100):
        raw = socket.create_connection(("127.0.0.1", chain.secure))
        held.append(trusting.wrap_socket(raw, server_hostname=HOST))
        head = f"POST /guides/printer-not-printing/start/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 99\r\n\r\nq="
        held[-1].sendall(head.encode())
    began = time.perf_counter()
    right = visitor.get("/").status_code == 200
    taken = time.perf_counter() - began
    for one in held:
        one.close()
    return taken if right else float("inf")


def in_trouble(chain: Chain, visitor: httpx.Client) -> Iterator[Found]:
    chain.cache.kill()
    yield "without the cache: as before", visitor.get(f"/?q={TYPED}").status_code == 200
    mark, given = mark_on(visitor), "0123456789abcdef" * 2
    chain.database.stop("immediate")
    answer = begin(visitor, mark, **{"X-Request-ID": given})
    number = answer.text.partition("<bdi>")[2].partition("</bdi>")[0]
    yield "without the database: 503, never 500", answer.status_code == 503
    yield "… with a number of the proxy's own", len(number) == 32 and number != given
    yield "… that the portal's log has", f'"request": "{number}"' in chain.said()
    yield "… and the proxy's", f'"request":"{number}"' in chain.said()
    chain.database.start()
    began = time.monotonic()
    while begin(visitor, mark).status_code != 302 and time.monotonic() < began + 20:
        time.sleep(0.1)
    taken = time.monotonic() - began
    yield f"the database is back: served again after {taken:.1f} s (2 at most)", taken <= 2


def quiet(chain: Chain) -> Iterator[Found]:
    said = chain.said()
    for what in (AGENT, TYPED, "203.0.113.77", '"127.0.0.1"', "127.0.0.1 - -"):
        yield f"no log has {what}", what not in said
    (chain.folder / "control.log").write_text(AGENT)
    yield "control: what was written is found", AGENT in chain.said()


if __name__ == "__main__":
    sys.exit(main())
