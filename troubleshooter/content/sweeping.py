"""Picture files that nothing names any more: no draft, no revision and no planned publication."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from troubleshooter.models import Picture, PlannedPublication, Revision

from .picture_store import FOLDER

NAME = re.compile(r"[0-9a-f]{32}\.webp")
# A file is stored a moment before the page that names it is saved.
LEAST_AGE = timedelta(days=1)
AT_A_TIME = 50


@dataclass(frozen=True, kw_only=True)
class Sweepable:
    """A file in the picture store, and how many bytes it takes."""

    name: str
    size: int


def unnamed_pictures(now: datetime) -> tuple[Sweepable, ...]:
    """The files of pictures that are a day old or more and that nothing names. Reads all revisions,
    of previews too. Files of other kinds are left out, whatever put them there."""
    old = [name for name in _files() if _stored_before(name, now - LEAST_AGE)]
    named = _named() if old else set()
    return tuple(
        Sweepable(name=name, size=default_storage.size(f"{FOLDER}/{name}"))
        for name in sorted(old)
        if name not in named
    )


def sweep_picture(picture: Sweepable) -> None:
    """Delete the file. One that is gone already is fine."""
    default_storage.delete(f"{FOLDER}/{picture.name}")


def _files() -> list[str]:
    try:
        _, files = default_storage.listdir(FOLDER)
    except FileNotFoundError:  # nobody has uploaded a picture yet
        return []
    return [name for name in files if NAME.fullmatch(name)]


def _stored_before(name: str, moment: datetime) -> bool:
    return default_storage.get_modified_time(f"{FOLDER}/{name}") < moment


def _named() -> set[str]:
    """Every name that is written anywhere. Looked for as text, so that no older form of a guide's
    content can hide one."""
    rows = Picture.objects.values_list("light", "dark")
    return {name for row in rows for name in row} | set(_in_contents())


def _in_contents() -> Iterator[str]:
    for model in (Revision, PlannedPublication):
        contents: Iterable[object] = model.objects.order_by().values_list("content", flat=True)
        for content in contents.iterator(chunk_size=AT_A_TIME):
            yield from NAME.findall(json.dumps(content))
