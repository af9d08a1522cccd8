"""Somebody who begins visits as fast as they can from one address, and people who do not."""

import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

GUIDE = "/guides/printer-not-printing/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
OPTION = re.compile(r'name="(option)" value="([^"]+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(kw_only=True)
class Browser:
    """One connection, through a proxy that says where it comes from."""

    port: int
    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    wait: str = ""

    def __post_init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(self, method: str, path: str, sent: dict[str, str] | None = None) -> tuple[int, str]:
        """The status, and the page or where it leads."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**FORM, "X-Forwarded-For": self.address, "Cookie": cookies}
        self.connection.request(method, path, urlencode(sent or {}), headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.wait = answer.headers.get("Retry-After", "")
        return answer.status, answer.headers.get("Location") or page

    def token(self, path: str = GUIDE) -> str:
        return TOKEN.search(self.ask("GET", path)[1])[1]

    def begin(self) -> int:
        sent = {"csrfmiddlewaretoken": self.token(), "platform": "", "version": ""}
        return self.ask("POST", f"{GUIDE}start/", sent)[0]


def flood(port: int, address: str, times: int, threads: int = 4) -> tuple[Counter, int, float]:
    """How often each status came, how many that were refused did not say when to come again, and
    the seconds that all took."""
    found, silent, lock = Counter(), [], threading.Lock()

    def some() -> None:
        browser = Browser(port=port, address=address)
        sent = {"csrfmiddlewaretoken": browser.token(), "platform": "", "version": ""}
        token = browser.cookies["csrftoken"]
        for _ in range(times // threads):
            browser.cookies = {"csrftoken": token}  # nobody's visit
            status, _ = browser.ask("POST", f"{GUIDE}start/", sent)
            with lock:
                found[status] += 1
                if status == 429 and not browser.wait.isdigit():
                    silent.append(browser.wait)

    began = time.monotonic()
    them = [threading.Thread(target=some) for _ in range(threads)]
    for one in them:
        one.start()
    for one in them:
        one.join()
    return found, len(silent), time.monotonic() - began


def go_on(browser: Browser, stop: threading.Event, statuses: Counter) -> None:
    """Somebody who has a visit: asks for the page, and answers or looks back, until told to stop."""
    while not stop.is_set():
        status, where = browser.ask("GET", f"{GUIDE}next/")
        statuses[status] += 1
        status, page = browser.ask("GET", where)
        statuses[status] += 1
        option = OPTION.search(page)
        if option:
            sent = {"csrfmiddlewaretoken": TOKEN.search(page)[1], option[1]: option[2]}
            statuses[browser.ask("POST", where, sent)[0]] += 1
        time.sleep(1)
