"""One answer in a real browser, with the policy of the page and without it: what ran, what was asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from playwright.sync_api import Page, Route

from .payloads import TEMPLATED
from .surfaces import Surface

BASE = "http://help.example"
LONGEST = 180_000  # ms; the machine may have other work
POLICY = "content-security-policy"
# Before anything of the page: whatever runs calls one of these, and what the policy stops is told.
EARS = """window.ran = []; window.stopped = [];
for (const name of ['canary', 'alert', 'confirm', 'prompt', 'print'])
  window[name] = () => { window.ran.push(name); };
document.addEventListener('securitypolicyviolation', event =>
  window.stopped.push(event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sample));"""
# What could run on a touch, a focus or in another browser: no page of ours has any of it.
# An editor's Markdown may link elsewhere, for people to tap; a picture of it is such a link as well.
LINKED = "http://evil.example/a.png"
ARMED = """([templated, linked]) => {
  const odd = new Set(['plaintext', 'marquee', 'object', 'embed', 'base', 'xmp', 'listing', 'isindex', 'xss', 'math',
    'foreignobject', 'animate', 'set', 'frame', 'applet']);
  const found = [];
  for (const one of document.querySelectorAll('*')) {
    const told = one.outerHTML.slice(0, 160);
    if (odd.has(one.localName) || (one.localName === 'meta' && one.httpEquiv.toLowerCase() === 'refresh')) found.push(told);
    const link = one.localName === 'a' && one.rel === 'noreferrer' && one.getAttribute('href') === linked;
    for (const { name, value } of one.attributes) {
      const plain = value.replace(/[\\s\\u0000-\\u0020\\u200b]/g, '').toLowerCase();
      if (name.startsWith('on') || name === 'srcdoc') found.push(told);
      if (name === 'style' && /evil\\.example|expression/.test(plain)) found.push(told);
      if (!(link && name === 'href') && /^(xlink:)?href$|^src$|action$|^data$/.test(name)
        && /^(javascript|vbscript|data:text|view-source|(https?:)?\\/\\/evil)/.test(plain)) found.push(told);
    }
    if (one.localName === 'script' && !one.src && /canary|alert/.test(one.textContent)
      && !/json/.test(one.type)) found.push(told);
  }
  if (document.documentElement.textContent.includes(templated)) found.push('a template worked it out');
  return found;
}"""
AGAIN = "document.body && (document.body.innerHTML = document.body.innerHTML)"
NOT_HTML = (
    "text/plain",
    "text/csv",
    "text/calendar",
    "application/json",
    "application/manifest",
    "text/javascript",
)


@dataclass(kw_only=True)
class Heard:
    """What was found, a line for each."""

    ran: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)  # by the policy
    armed: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # addresses elsewhere
    loads: int = 0

    def faults(self) -> list[str]:
        return [*self.ran, *self.stopped, *self.armed, *self.asked]


class Browser:
    """Lays answers before a page. `heard` grows with each."""

    def __init__(self, page: Page) -> None:
        self.page, self.heard = page, Heard()
        self._surface: Surface | None = None
        self._policy = True
        page.unroute_all()
        page.add_init_script(EARS)
        page.route("**/*", self._give)

    def look(self, surface: Surface) -> None:
        kind = surface.answer.headers.get("Content-Type", "")
        if "html" not in kind:
            self.heard.armed += not_a_page(surface, kind)
            return
        self._surface = surface
        for self._policy in (True, False):
            self._open(f"{surface.name}{'' if self._policy else ' without the policy'}")

    def _open(self, name: str) -> None:
        self.heard.loads += 1
        self.page.goto(BASE + "/page/", wait_until="load", timeout=LONGEST)
        self._listen(name)
        if not self._policy:
            self.page.evaluate(AGAIN)  # what a browser makes of what it made of it
            self._listen(f"{name}, written again")

    def _listen(self, name: str) -> None:
        self.page.evaluate("new Promise(done => setTimeout(done, 0))")
        ran, stopped = self.page.evaluate("[ran.splice(0), stopped.splice(0)]")
        self.heard.ran += [f"{name}: ran {what}" for what in ran]
        self.heard.stopped += [f"{name}: stopped {what}" for what in stopped]
        self.heard.armed += [f"{name}: {told}" for told in self._armed()]

    def _armed(self) -> list[str]:
        return self.page.evaluate(ARMED, [TEMPLATED, LINKED])

    def _give(self, route: Route) -> None:
        address = route.request.url
        if "evil" in address.split("?")[0]:
            self.heard.asked.append(f"{self._surface and self._surface.name}: asked for {address}")
        path = address.removeprefix(BASE).split("?")[0]
        if path == "/page/" and self._surface is not None:
            headers = dict(_headers(self._surface.answer, self._policy))
            route.fulfill(status=200, headers=headers, body=self._surface.answer.content)
        elif path.startswith("/static/") and (file := static(path.removeprefix("/static/"))):
            route.fulfill(path=file)
        else:
            route.fulfill(status=204)


@cache
def static(name: str) -> Path | None:
    found = finders.find(name)
    return Path(found) if found else None


def _headers(answer: HttpResponse, policy: bool) -> Iterator[tuple[str, str]]:
    for name, value in answer.items():
        if name.lower() not in ("set-cookie", "location", "content-length") and (
            policy or name.lower() != POLICY
        ):
            yield name, value


def not_a_page(surface: Surface, kind: str) -> list[str]:
    """A file must say what it is, and that it is nothing else; then no browser makes a page of it."""
    named = kind.startswith((*NOT_HTML, "application/xml", "image/"))
    if named and surface.answer.headers.get("X-Content-Type-Options") == "nosniff":
        return []
    return [f"{surface.name}: a file of the kind {kind!r} without nosniff or a harmless kind"]
