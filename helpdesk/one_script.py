"""One file of scripts for visitors' pages: htmx as its package brings it, then ours.

A phone on a bad connection pays for each request. The file is put together when static files are
collected or looked for; nobody else's code lies in this repository.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage, Storage

NAME = "troubleshooter/page.js"
PARTS = (
    "django_htmx/htmx-2.min.js",
    "troubleshooter/saying.js",
    "troubleshooter/portal.js",
    "troubleshooter/marks.js",
    "troubleshooter/keeping.js",
    "troubleshooter/unsent.js",
    "troubleshooter/sending.js",
)
# Lines that are only a comment, and what stands before a line: for those who read the source.
UNSENT = re.compile(r"^[ \t]*//.*\n|^[ \t]+", re.MULTILINE)


class OneScript(BaseFinder):
    """Finds the file that it makes. A change in one of the parts is met by the next look."""

    def __init__(self, app_names: object = None, *args: object, **kwargs: object) -> None:
        self.storage = FileSystemStorage(location=settings.DATA_DIR / "script")

    def check(self, **kwargs: object) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> str | list[str]:
        if path != NAME:
            return []
        made = str(_made(Path(self.storage.location)))
        return [made] if find_all else made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        _made(Path(self.storage.location))
        yield NAME, self.storage


def _made(folder: Path) -> Path:
    """Written beside it first: somebody else may be reading it at this moment."""
    text = "".join(_part(name) for name in PARTS)
    path = folder / NAME
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        beside.write_text(text)
        beside.replace(path)
    return path


def _part(name: str) -> str:
    path = finders.find(name)
    if path is None:
        raise ImproperlyConfigured(f"{name} is missing: install the packages of requirements.txt.")
    return UNSENT.sub("", Path(path).read_text()).strip() + "\n"
