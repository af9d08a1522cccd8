"""Settings paths that nobody looked at, or not for a long time."""

import re
from collections.abc import Iterator
from itertools import pairwise

from troubleshooter.content.problems import Loc
from troubleshooter.content.schema import PathContent, VariantContent

from .days import day_of, months_before
from .looking import Look, found
from .signs import Found, Sign

NUMBERED = re.compile(r"\d+(\.\d+)*", re.ASCII)


def unconfirmed_paths(look: Look) -> Iterator[Found]:
    for index, path in enumerate(look.content.paths):
        open_ones = [v for v in path.variants if v.confidence == "unverified"]
        if open_ones:
            yield found(
                Sign.PATH_NOT_CONFIRMED,
                ("paths", index, "variants"),
                f"{len(open_ones)} of its {len(path.variants)} variants are not confirmed. "
                "Visitors read that a name may differ.",
                "Look at a device, or the maker’s pages, and confirm it under “Paths to verify”.",
            )


def old_checks(look: Look) -> Iterator[Found]:
    """What was confirmed or reported, once, and looked at too long ago, or never, or tomorrow."""
    oldest = months_before(look.today, look.months)
    for loc, _, variant in _variants(look):
        day = day_of(variant.checked)
        if day and day > look.today:
            yield _in_future(loc)
        elif day and day < oldest:
            yield found(
                Sign.PATH_CHECK_OLD,
                (*loc, "checked"),
                f"Someone last looked on {day:%-d %B %Y}, over {look.months} months ago.",
                "Look at a device again, and write down today’s date.",
            )
        elif not variant.checked and variant.confidence == "confirmed":
            yield found(
                Sign.CONFIRMED_WITHOUT_DATE,
                (*loc, "checked"),
                "It is confirmed, but nobody wrote down on which day.",
                "Write down when someone last looked.",
            )


def _in_future(loc: Loc) -> Found:
    return found(
        Sign.CHECK_IN_FUTURE,
        (*loc, "checked"),
        "The day on which someone looked is yet to come.",
        "Correct the day.",
    )


def unused_paths(look: Look) -> Iterator[Found]:
    content = look.content
    shown = {key for part in (*content.questions, *content.steps) for key in part.paths}
    shown |= {key for habit in content.aftercare for key in habit.paths}
    shown |= set(content.version_paths)
    for index, path in enumerate(content.paths):
        if path.key not in shown:
            yield found(
                Sign.PATH_UNUSED,
                ("paths", index),
                "No question, step or habit shows it.",
                "Choose it where it belongs, or take it out.",
            )


def versions_in_order(look: Look) -> Iterator[Found]:
    """Numbers of versions rise; names such as “Monterey” can be in any order."""
    for index, platform in enumerate(look.content.platforms):
        for at, (older, newer) in enumerate(pairwise(platform.versions)):
            if _numbers(older) > _numbers(newer) > ():
                yield found(
                    Sign.VERSIONS_OUT_OF_ORDER,
                    ("platforms", index, "versions", at + 1),
                    f"{newer} stands after {older}, as if it were newer.",
                    "Put the versions in order, the oldest first.",
                )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split("."))) if NUMBERED.fullmatch(version) else ()


def _variants(look: Look) -> Iterator[tuple[Loc, PathContent, VariantContent]]:
    for index, path in enumerate(look.content.paths):
        for at, variant in enumerate(path.variants):
            yield ("paths", index, "variants", at), path, variant
