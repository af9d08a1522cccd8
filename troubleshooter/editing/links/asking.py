"""Asking an address whether it still answers: HEAD, then GET, and once more where it may help."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.parse import quote, urljoin, urlsplit

from .guarding import GuardedConnection, GuardedSecureConnection, NotPublic

MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# The host is there and does not let a machine look. A person may well see the page.
KEPT_OUT = frozenset({401, 403, 405, 407, 408, 425, 429, 451, 999})
SAFE = "/%:@!$&'()*+,;=-._~?"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """`status` is None where nothing answered; `reason` says what went wrong, in a few words."""

    alive: bool
    status: int | None = None
    reason: str = ""


def ask(
    address: str, *, agent: str, seconds: float, wait: Callable[[], None] = lambda: time.sleep(1)
) -> Answer:
    """Whether a page stands at a web address. Takes up to four requests, none of them longer than
    `seconds` without a sign of life; reads no page. `wait` is called before it asks once more."""
    answer = _once("HEAD", address, agent, seconds)
    if not answer.alive and (answer.status or 500) < 500:
        answer = _once("GET", address, agent, seconds)
    if not answer.alive and (answer.status is None or answer.status >= 500) and not _ours(answer):
        wait()
        answer = _once("GET", address, agent, seconds)
    return answer


def _ours(answer: Answer) -> bool:
    """Whether we refused to ask: then asking again is no use."""
    return answer.reason.startswith("Not asked")


def _once(method: str, address: str, agent: str, seconds: float) -> Answer:
    for _ in range(MOST_REDIRECTS + 1):
        try:
            status, onward = _request(method, address, agent, seconds)
        except NotPublic as refusal:
            return Answer(alive=False, reason=f"Not asked: {refusal}.")
        except (OSError, HTTPException, ValueError) as error:
            return Answer(alive=False, reason=_in_words(error))
        if status not in REDIRECTS or not onward:
            return _of_status(status)
        address = urljoin(address, onward)
        if urlsplit(address).scheme not in ("http", "https"):
            return Answer(alive=False, status=status, reason="Not asked: it leads off the web.")
    return Answer(alive=False, status=status, reason="It leads from one address to the next.")


def _request(method: str, address: str, agent: str, seconds: float) -> tuple[int, str]:
    """The status, and where it leads on to. A new connection for each request."""
    parts = urlsplit(address)
    kind = GuardedSecureConnection if parts.scheme == "https" else GuardedConnection
    host = (parts.hostname or "").encode("idna").decode()
    connection = kind(host, parts.port, timeout=seconds)
    try:
        query = f"?{parts.query}" if parts.query else ""
        target = quote(f"{parts.path or '/'}{query}", safe=SAFE)
        connection.request(method, target, headers={"User-Agent": agent, "Accept": "*/*"})
        response: HTTPResponse = connection.getresponse()
        return response.status, response.getheader("Location", "")
    finally:
        connection.close()


def _of_status(status: int) -> Answer:
    if status < 400:
        return Answer(alive=True, status=status)
    if status in KEPT_OUT:
        return Answer(alive=True, status=status, reason="It answers, but keeps machines out.")
    gone = "There is no such page." if status in (404, 410) else f"It answers with {status}."
    return Answer(alive=False, status=status, reason=gone)


def _in_words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "It did not answer in time."
    text = str(error) or type(error).__name__
    return f"It could not be reached: {text}"[:200]
