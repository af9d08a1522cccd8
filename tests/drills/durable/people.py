"""Visitors who send again what was not answered, and note what was."""

import random
import re
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

GUIDES = ("icloud-backup", "printer-not-printing")
OPTION = re.compile(r'type="radio" name="option" value="([^"]+)"')
RESULT = re.compile(r'name="result" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
EDITION = re.compile(r"\(edition (\d+)\)")
PAGE = re.compile(r"/guides/[^/]+/(question|step)s/([^/]+)/")
# Between two attempts: a person's browser tries again by itself, or they tap once more.
PAUSE = 0.05
LONGEST_VISIT = 12

# What was said, as an event has it: the kind of page, its key, the answer or result.
Said = tuple[str, str, str]


@dataclass(kw_only=True)
class Noted:
    """A visit's token, and what the server has acknowledged in it, in this order."""

    token: str
    said: list[Said] = field(default_factory=list)
    # When each was acknowledged, the start first: nanoseconds of the monotonic clock.
    times: list[int] = field(default_factory=list)
    # Where a guide's words say of which edition they are: those of its pages.
    shown: set[str] = field(default_factory=set)


@dataclass(kw_only=True)
class Person:
    """One visitor after the other, each on a connection of their own, until told to stop."""

    port: int
    seed: int
    stop: threading.Event
    guides: tuple[str, ...] = GUIDES
    visits: list[Noted] = field(default_factory=list)
    # Seconds of each post that was acknowledged; statuses of 500 and more, and lines that broke.
    waits: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    broken: int = 0
    # How many posts were acknowledged, and the seconds of the slowest answer of any kind.
    heard: int = 0
    longest: float = 0.0
    connection: HTTPConnection | None = None

    def run(self) -> None:
        rnd = random.Random(self.seed)
        while not self.stop.is_set():
            self._visit(rnd)

    def _visit(self, rnd: random.Random) -> None:
        self.cookies: dict[str, str] = {}
        self.leave()
        guide = rnd.choice(self.guides)
        page, _ = self._ask("GET", f"/guides/{guide}/", None)
        page, address = self._ask("POST", f"/guides/{guide}/start/", dict(HIDDEN.findall(page)))
        noted = Noted(token=self.cookies[f"visit-{guide}"], times=[time.monotonic_ns()])
        self.visits.append(noted)
        for _ in range(LONGEST_VISIT):
            page, address = self._ask("GET", address, None)
            noted.shown |= set(EDITION.findall(page))
            here = PAGE.match(address)
            if here is None or self.stop.is_set():
                return
            answer = self._answer(rnd, page)
            form = dict(HIDDEN.findall(page)) | answer
            noted.said.append((here[1], here[2], *answer.values()))
            try:
                page, address = self._ask("POST", here[0], form)
            except Stopped:
                noted.said.pop()  # nobody knows whether it was heard
                return
            noted.times.append(time.monotonic_ns())

    @staticmethod
    def _answer(rnd: random.Random, page: str) -> dict[str, str]:
        options = OPTION.findall(page)
        if options:
            return {"option": rnd.choice(options)}
        known = RESULT.findall(page)
        return {"result": "no_help" if "no_help" in known else "could_not"}

    def page_at(self, address: str) -> str:
        """The page that is shown there in the end."""
        return self._ask("GET", address, None)[0]

    def _ask(self, method: str, address: str, form: dict[str, str] | None) -> tuple[str, str]:
        """The page, and its address after redirects. Sends until it is answered."""
        while True:
            began = time.perf_counter()
            try:
                status, page, to = self.once(method, address, form)
                self.longest = max(self.longest, time.perf_counter() - began)
            except (OSError, HTTPException):
                self.broken += 1
                self.leave()
            else:
                if status < 400:
                    break
                if status < 500:
                    raise RuntimeError(f"{method} {address}: {status} {page[:300]}")
                self.refused.append(status)
            if self.stop.is_set():
                raise Stopped
            time.sleep(PAUSE)
        if method == "POST":
            self.heard += 1
            self.waits.append(time.perf_counter() - began)
        if status == 302 and method == "GET":
            return self._ask("GET", to, None)
        return page, to or address

    def once(self, method: str, address: str, form: dict[str, str] | None) -> tuple[int, str, str]:
        self.connection = self.connection or HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Origin": f"http://127.0.0.1:{self.port}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection.request(method, address, urlencode(form) if form else None, headers)
        response = self.connection.getresponse()
        page = response.read().decode()
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, page, response.headers.get("Location", "")

    def leave(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None


class Stopped(Exception):
    """The drill is over, and what was asked last has not been answered."""


class Crowd:
    """So many people at once."""

    def __init__(self, port: int, many: int, guides: tuple[str, ...] = GUIDES) -> None:
        self.stop = threading.Event()
        self.failed: list[BaseException] = []
        self.people = [
            Person(port=port, seed=seed, stop=self.stop, guides=guides) for seed in range(many)
        ]
        self.threads = [threading.Thread(target=self._run, args=(one,)) for one in self.people]

    def _run(self, one: Person) -> None:
        try:
            one.run()
        except Stopped:
            pass
        except BaseException as error:
            self.failed.append(error)

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()
        if self.failed:
            raise self.failed[0]

    @property
    def visits(self) -> list[Noted]:
        return [visit for one in self.people for visit in one.visits]

    @property
    def acknowledged(self) -> int:
        return sum(len(visit.said) + 1 for visit in self.visits)

    @property
    def heard(self) -> int:
        return sum(one.heard for one in self.people)

    @property
    def longest(self) -> float:
        return max(one.longest for one in self.people)

    def longest_since_now(self) -> None:
        for one in self.people:
            one.longest = 0.0

    def waits_since_now(self) -> None:
        for one in self.people:
            one.waits = []

    @property
    def waits(self) -> list[float]:
        return sorted(wait for one in self.people for wait in one.waits)

    @property
    def refused(self) -> list[int]:
        return [status for one in self.people for status in one.refused]

    @property
    def broken(self) -> int:
        return sum(one.broken for one in self.people)
