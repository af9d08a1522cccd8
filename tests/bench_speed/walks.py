"""How a visitor begins on each site, and goes one step forward."""

import random
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from .browser import Browser, Page, hidden

OPTION = re.compile(r'type="radio" name="[^"]*option" value="([^"]+)"')
RESULT = re.compile(r'name="result" value="([^"]+)"')
RADIO = re.compile(r'name="([^"]*option)"')
LONGEST = 10


@dataclass(kw_only=True)
class Walk(ABC):
    """One visitor under way. `page` is what they see; None once there is no way on."""

    browser: Browser
    rnd: random.Random
    page: Page | None = None
    left: int = LONGEST
    bytes: int = 0

    @abstractmethod
    def forward(self) -> None:
        """One step: what is said on the page is sent, and the next page is seen."""

    def went_to(self, page: Page) -> None:
        self.bytes += page.bytes
        self.left -= 1
        self.page = page if self.left else None


@dataclass(kw_only=True)
class FloorWalk(Walk):
    """One request: the post is answered with the page."""

    address: str = "/floor/"

    def begin(self) -> None:
        self.page = self.browser.get(self.address)

    def forward(self) -> None:
        form = {**hidden(self.page), "option": self.rnd.choice(OPTION.findall(self.page.text))}
        self.went_to(self.browser.post(self.address, form))


@dataclass(kw_only=True)
class SessionWalk(FloorWalk):
    address: str = "/session/"


@dataclass(kw_only=True)
class WizardWalk(Walk):
    def begin(self) -> None:
        self.page = self.browser.follow(self.browser.get("/wizard/"))

    def forward(self) -> None:
        name = RADIO.search(self.page.text).group(1)
        form = {**hidden(self.page), name: self.rnd.choice(OPTION.findall(self.page.text))}
        self.went_to(self.browser.follow(self.browser.post(self.page.address, form)))


@dataclass(kw_only=True)
class PortalWalk(Walk):
    """Any answer to a question; of a step most often that it did not help. Each on a guide and a
    device of its own choice."""

    guides: tuple[str, ...] = ("icloud-backup",)
    device: dict[str, str] = field(default_factory=dict)

    def begin(self) -> None:
        guide = self.rnd.choice(self.guides)
        front = self.browser.get(f"/guides/{guide}/")
        platforms = re.findall(r'name="platform" value="([^"]+)"', front.text)
        form = {**hidden(front), "platform": platforms[0] if platforms else "", "version": ""}
        self.page = self.browser.follow(self.browser.post(f"/guides/{guide}/start/", form))

    def forward(self) -> None:
        form = hidden(self.page) | self._said()
        page = self.browser.follow(self.browser.post(self.page.address, form))
        self.went_to(page)
        if "/support/" in page.address:
            self.page = None

    def _said(self) -> dict[str, str]:
        options = OPTION.findall(self.page.text)
        if options:
            return {"option": self.rnd.choice(options)}
        known = RESULT.findall(self.page.text)
        said = self.rnd.choices(["no_help", "could_not", "not_found"], [8, 1, 1])[0]
        return {"result": said if said in known else "could_not"}


WALKS = {
    "floor": FloorWalk,
    "floor with a session": SessionWalk,
    "wizard": WizardWalk,
    "portal": PortalWalk,
    "portal, known": PortalWalk,
    "portal, known, htmx": PortalWalk,
}
# Here the same visitors come again: each decision has been worked out before, as it will be for most
# visitors of a server that has been up for a while. Elsewhere each says what nobody has said.
KNOWN = {"portal, known", "portal, known, htmx"}
