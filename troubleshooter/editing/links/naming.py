"""Every address that a guide names: on the web, and within the portal."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag

from troubleshooter.content.markup import links_in_markdown
from troubleshooter.content.problems import Loc
from troubleshooter.content.schema import GuideContent

from ..rot.looking import texts_of

WEB = ("http://", "https://")
# Not looked at: nothing answers to them.
OTHERS = ("mailto:", "tel:")


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """One address in one place. `address` is as written; `asked` what would be asked for."""

    loc: Loc
    address: str

    @property
    def on_the_web(self) -> bool:
        return self.address.startswith(WEB)

    @property
    def asked(self) -> str:
        return urldefrag(self.address).url


def links_of(content: GuideContent) -> Iterator[Link]:
    """Sources that are words and no address are left out, as are mail and telephone."""
    for link in _all(content):
        if link.address and not link.address.startswith(OTHERS):
            yield link


def _all(content: GuideContent) -> Iterator[Link]:
    yield Link(loc=("status_page",), address=content.status_page)
    yield Link(loc=("contact",), address=content.contact)
    for text in texts_of(content):
        for address in links_in_markdown(text.text) if text.prose else ():
            yield Link(loc=text.loc, address=address)
    yield from (link for link in _sources(content) if link.on_the_web)


def _sources(content: GuideContent) -> Iterator[Link]:
    for section in ("steps", "facts"):
        for index, entry in enumerate(getattr(content, section)):
            for source in entry.sources:
                yield Link(loc=(section, index, "sources"), address=source)
    for index, path in enumerate(content.paths):
        for at, variant in enumerate(path.variants):
            loc = ("paths", index, "variants", at, "source")
            for address in variant.source.split("; "):
                yield Link(loc=loc, address=address.strip())
