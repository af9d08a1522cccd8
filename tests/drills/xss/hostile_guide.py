"""Guides with payloads in every text that a file can fill; which texts those are, the reader says."""

import json
from collections.abc import Iterator
from typing import Any

import yaml
from django.conf import settings

from tests.content.picture_files import png
from tests.drills.guide_files.originals import SMALL
from troubleshooter.content.picture_store import store_picture
from troubleshooter.content.reader import read_guide
from troubleshooter.content.schema import GuideContent
from troubleshooter.content.texts import texts_of

Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Place = tuple[str | int, ...]
LAMP, KETTLE = SMALL[0].read_bytes(), SMALL[3].read_bytes()
# What names others: a word that is no name is a text to the reader, and means nothing.
TRANSLATED = tuple(code for code, _ in settings.LANGUAGES if code != "en")
PROBE = "<b> \"'& {{ 1 }} [x](javascript:1)"


def hostile_guides(group: tuple[str, ...]) -> list[GuideContent]:
    """The lamp, with everything else that a guide can have, and the kettle."""
    return [_hostile(_lamp(), group), _hostile(_kettle(), group)]


def _lamp() -> dict[str, Any]:
    tree = yaml.load(LAMP, Loader=Loader)
    for step in tree["steps"]:
        step.setdefault("instructions", "Do it.")
        step.setdefault("check", "Look.")
    for part in (tree["steps"][0], tree["paths"][0]):
        stored = store_picture(png(60, 40))
        shown = {"light": stored.name, "alt": "Where it is", "width": 60, "height": 40}
        part["pictures"] = [shown]
    return dict(tree)


def _kettle() -> dict[str, Any]:
    tree = yaml.load(KETTLE, Loader=Loader)
    tree.pop("translations")  # of texts that are others now
    return dict(_without_pictures(tree))


def _without_pictures(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {k: _without_pictures(v) for k, v in tree.items() if k != "pictures"}
    return [_without_pictures(one) for one in tree] if isinstance(tree, list) else tree


def _hostile(tree: dict[str, Any], group: tuple[str, ...]) -> GuideContent:
    for at, place in enumerate(text_places(tree)):
        turned = group[at % len(group) :] + group[: at % len(group)]
        text = " ".join(turned) + f" {at}"  # no two are the same: names may not be
        # Where an address or words may stand, an address that nobody should follow is refused.
        _put(tree, place, text if _takes(tree, place, text) else f"x {text}")
    content = _read(tree)
    tree["translations"] = {
        language: dict(_translations(content, group, language)) for language in TRANSLATED
    }
    return _read(tree)


def _read(tree: dict[str, Any]) -> GuideContent:
    content, problems = read_guide(json.dumps(tree).encode())
    assert content is not None, problems
    return content


def text_places(tree: dict[str, Any]) -> list[Place]:
    """Where a text may stand that holds anything at all: tried, place for place."""
    return [place for place in _texts(tree) if _takes(tree, place)]


def _takes(tree: dict[str, Any], place: Place, text: str = PROBE) -> bool:
    changed = json.loads(json.dumps(tree))
    _put(changed, place, text)
    content, _ = read_guide(json.dumps(changed).encode())
    return content is not None


def _texts(part: Any, above: Place = ()) -> Iterator[Place]:
    if isinstance(part, str):
        yield above
    elif isinstance(part, dict | list):
        for key in part if isinstance(part, dict) else range(len(part)):
            yield from _texts(part[key], (*above, key))


def _put(tree: Any, place: Place, text: str) -> None:
    for key in place[:-1]:
        tree = tree[key]
    tree[place[-1]] = text


def _translations(
    content: GuideContent, group: tuple[str, ...], language: str
) -> Iterator[tuple[str, Any]]:
    """Of every text of the guide."""
    for at, (place, text) in enumerate(texts_of(content)):
        yield place, {"source": text, "text": " ".join(reversed(group)) + f" {language} {at}"}
