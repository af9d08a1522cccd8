"""What a guide cannot know of itself: pages elsewhere, and what visitors reported."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from troubleshooter.content.schema import GuideContent

from ..links.naming import Link, links_of
from ..missed import Missed
from .looking import found
from .signs import Found, Sign

# Of so many visits or more, this part could not find the path.
FEWEST_VISITS, OFTEN = 10, 0.2


@dataclass(frozen=True, kw_only=True)
class Around:
    """`dead` says of each web address that does not answer why, `pages` are the portal's own
    addresses, `missed` how often a path was missed: by guide, path, platform and version."""

    dead: Mapping[str, str] = field(default_factory=dict)
    pages: frozenset[str] = frozenset()
    missed: Mapping[tuple[str, str, str, str], Missed] = field(default_factory=dict)


def signs_around(content: GuideContent, around: Around) -> Iterator[Found]:
    yield from _paths_often_missed(content, around)
    for link in links_of(content):
        yield from _dead(link, around) if link.on_the_web else _inside(link, around)


def _dead(link: Link, around: Around) -> Iterator[Found]:
    if link.asked in around.dead:
        yield found(
            Sign.LINK_BROKEN,
            link.loc,
            f"{link.address}: {around.dead[link.asked]}",
            "Find the new address, or take the link out.",
        )


def _inside(link: Link, around: Around) -> Iterator[Found]:
    if link.address not in around.pages:
        yield found(
            Sign.LINK_INSIDE_BROKEN,
            link.loc,
            f"No page of the portal has the address {link.address}.",
            "Copy the address of the page from its first / on, for example /guides/printer/.",
        )


def _paths_often_missed(content: GuideContent, around: Around) -> Iterator[Found]:
    keys = {path.key: index for index, path in enumerate(content.paths)}
    names = {platform.key: platform.name for platform in content.platforms}
    for (guide, path, platform, version), missed in around.missed.items():
        often = missed.visits >= FEWEST_VISITS and missed.rate >= OFTEN
        if often and guide == content.key and path in keys:
            yield found(
                Sign.PATH_OFTEN_MISSED,
                ("paths", keys[path], "variants"),
                f"{missed.reports} of {missed.visits} visitors with {names.get(platform, platform)}"
                f" {version} could not find it.",
                "Look at a device with that version, and correct the path.",
            )
