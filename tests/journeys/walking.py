"""Walking a visit as a browser does: read the page's hooks, send its form."""

from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser

from django.test import Client

HTMX = {"HX-Request": "true"}


@dataclass
class Page:
    """What the web contract promises about a page."""

    address: str
    hooks: dict[str, str]
    buttons: set[tuple[str, str]]
    checked: set[tuple[str, str]]
    forms: int
    status: int
    stamp: str = ""


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.hooks, self.buttons, self.checked, self.forms = {}, set(), set(), 0
        self.stamp = ""

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "main":
            self.hooks = {k[5:]: v or "" for k, v in attrs.items() if k.startswith("data-")}
        if tag == "form" and attrs.get("method") == "post":
            self.forms += 1
        if attrs.get("name") == "page" and attrs.get("type") == "hidden":
            self.stamp = attrs["value"]
        elif tag in ("button", "input") and attrs.get("name"):
            pair = (attrs["name"], attrs.get("value", ""))
            self.buttons.add(pair)
            if "checked" in attrs or "aria-current" in attrs:
                self.checked.add(pair)


def look(response) -> Page:
    reader = _Reader()
    reader.feed(response.content.decode())
    return Page(
        address=response.wsgi_request.path,
        hooks=reader.hooks,
        buttons=reader.buttons,
        checked=reader.checked,
        forms=reader.forms,
        status=response.status_code,
        stamp=reader.stamp,
    )


Choose = Callable[[Page], dict[str, str]]


def walk(client: Client, guide: str, choose: Choose, *, htmx: bool = False, most: int = 80):
    """Follow next/ and send what `choose` says until a page that is no move; all pages seen."""
    headers = HTMX if htmx else {}
    pages = [look(client.get(f"/guides/{guide}/next/", follow=True, headers=headers))]
    while pages[-1].hooks.get("page") in ("question", "step") and len(pages) < most:
        data = {"page": pages[-1].stamp, **choose(pages[-1])}
        response = client.post(pages[-1].address, data, headers=headers)
        assert response.status_code == 302, response.content.decode()[:2000]
        pages.append(look(client.get(response["Location"], headers=headers)))
    return pages


def nothing_helps(page: Page) -> dict[str, str]:
    """Not sure of anything, every gate confirmed, no step helps."""
    if page.hooks["page"] == "question":
        return {"option": "unsure"}
    if ("confirm", "1") in page.buttons:
        return {"confirm": "1"}
    return {"result": "no_help"}


def fixed_at(step: str) -> Choose:
    """Nothing helps until this step."""

    def choose(page: Page) -> dict[str, str]:
        if page.hooks["key"] == step and ("confirm", "1") not in page.buttons:
            return {"result": "fixed"}
        return nothing_helps(page)

    return choose
