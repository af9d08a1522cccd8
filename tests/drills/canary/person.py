"""The marked person, over HTTP: opens every page, fills in every form, sends what browsers send."""

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from types import SimpleNamespace
from urllib.parse import urlencode, urljoin, urlsplit

from tests.journeys.test_planted_personal_data import SENT_BY_ITSELF, Walker

from .marks import PEER

FORM = "application/x-www-form-urlencoded"
COOKIES = {"canary": "canary-cookie", "language": "canary-cookie"}


class Answer:
    """What a walk asks of an answer, under the names that Django's own client has for it."""

    def __init__(self, status: int, headers: Mapping[str, str], content: bytes, path: str) -> None:
        self.status_code, self.headers, self.content = status, headers, content
        self.wsgi_request = SimpleNamespace(path=path)

    def __getitem__(self, name: str) -> str:
        return self.headers.get(name, "")


class Person:
    """Like a browser with cookies. Each request comes from PEER, through a proxy."""

    def __init__(self, port: int, headers: Mapping[str, str] = SENT_BY_ITSELF) -> None:
        self.port, self.sent_by_itself = port, dict(headers)
        self.cookies = dict(COOKIES)
        self._line = self._connected()

    def get(self, path: str, data: Mapping[str, str] = {}, follow: bool = False) -> Answer:
        return self._followed("GET", path + (f"?{urlencode(data)}" if data else ""), b"", follow)

    def post(self, path: str, data: Mapping[str, str] = {}, follow: bool = False) -> Answer:
        return self._followed("POST", path, urlencode(data).encode(), follow)

    def ask(self, method: str, path: str, body: bytes, **headers: str) -> Answer:
        """`headers` with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Content-Type": FORM, **self.sent_by_itself, "Cookie": cookies, **named}
        answer = self._asked(method, path, body, sent)
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, answer.headers, content, urlsplit(path).path)

    def _asked(self, method: str, path: str, body: bytes, headers: Mapping[str, str]):
        try:
            self._line.request(method, path, body, headers)
            return self._line.getresponse()
        except (OSError, HTTPException):
            self._line.close()
            self._line = self._connected()
            self._line.request(method, path, body, headers)
            return self._line.getresponse()

    def _connected(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(PEER, 0))

    def _followed(self, method: str, path: str, body: bytes, follow: bool) -> Answer:
        answer = self.ask(method, path, body)
        for _ in range(5):
            if not (follow and answer.status_code in (301, 302)):
                break
            path = urljoin(path, answer["Location"])
            parts = urlsplit(path)
            answer = self.ask("GET", parts.path + (f"?{parts.query}" if parts.query else ""), b"")
        return answer


class RealWalker(Walker):
    """Opens every page that can be reached and fills in every form, as the tests do, but over HTTP."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.client = Person(port)
