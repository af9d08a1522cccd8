"""A browser as far as a server can tell: one kept connection, cookies, forms as their pages have
them."""

import gzip
import re
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass(frozen=True, kw_only=True)
class Page:
    """What came back; `bytes` as they were on the line."""

    status: int
    address: str
    text: str
    bytes: int


@dataclass(kw_only=True)
class Browser:
    port: int
    htmx: bool = False
    cookies: dict[str, str] = field(default_factory=dict)
    connection: HTTPConnection | None = None

    def get(self, address: str) -> Page:
        return self._ask("GET", address, None)

    def post(self, address: str, form: dict[str, str]) -> Page:
        """The answer to the form, and where a redirect leads, the page there."""
        return self._ask("POST", address, form)

    def follow(self, page: Page) -> Page:
        """The page that a chain of redirects leads to."""
        while page.status == 302:
            page = self.get(page.address)
        return page

    def _ask(self, method: str, address: str, form: dict[str, str] | None) -> Page:
        body = urlencode(form) if form is not None else None
        try:
            response = self._sent(method, address, body)
        except (BrokenPipeError, ConnectionResetError, RemoteDisconnected):
            self.leave()  # the server ends a connection that was idle for two seconds
            response = self._sent(method, address, body)
        raw = response.read()
        self._keep_cookies(response.headers.get_all("Set-Cookie") or [])
        if response.status >= 400:
            raise RuntimeError(f"{method} {address} was answered {response.status}: {raw[:300]!r}")
        packed = response.headers.get("Content-Encoding") == "gzip"
        text = (gzip.decompress(raw) if packed else raw).decode()
        address = response.headers.get("Location", address)
        return Page(status=response.status, address=address, text=text, bytes=len(raw))

    def _sent(self, method: str, address: str, body: str | None) -> HTTPResponse:
        self.connection = self.connection or HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.connection.request(method, address, body, self._headers(method))
        return self.connection.getresponse()

    def _headers(self, method: str) -> dict[str, str]:
        headers = {
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "en-GB,en;q=0.9",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if self.htmx:
            headers["HX-Request"] = "true"
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://127.0.0.1:{self.port}"
        return headers

    def _keep_cookies(self, lines: list[str]) -> None:
        for line in lines:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value

    def leave(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def hidden(page: Page) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    return dict(HIDDEN.findall(page.text))
