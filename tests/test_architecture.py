"""The import direction of docs/architecture.md, held by reading every import that we wrote."""

import ast
import re
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP = "troubleshooter"
BELOW_VISITS = {"content", "models", "engine"}
BELOW_PAGES = {"visits", "delivering", "learning", "statistics", "editing", *BELOW_VISITS}

# part -> the other parts that it may import. A part that is not here has no place in the house.
MAY_IMPORT = {
    "engine": set(),
    "models": {"engine"},
    "content": {"models", "engine"},
    "delivering": {"models", "engine"},
    "visits": {"delivering", *BELOW_VISITS},
    "simulation": {"visits", *BELOW_VISITS},
    "learning": BELOW_VISITS,
    "statistics": BELOW_VISITS,
    "editing": BELOW_VISITS,
    "forms": BELOW_PAGES,
    "templatetags": BELOW_PAGES,
    "accounts": set(),
    "views": {"accounts", "forms", "templatetags", *BELOW_PAGES},
    "admin": {"accounts", "forms", "simulation", *BELOW_PAGES},
    "management": {"accounts", "simulation", *BELOW_PAGES},
    "urls": {"views"},
    "migrations": {"models"},
    "apps": {"checks", "production"},
    "checks": set(),
    "production": set(),
    "site": set(),
}


def violations(app: Path) -> list[str]:
    """Every import below `app` that goes against the direction, as one line each."""
    found, graph = [], {}
    for path in sorted(app.rglob("*.py")):
        imports = list(imports_of(path, app))
        graph[module_name(path, app)] = {name for name, _, _ in imports if name.startswith(APP)}
        if path != app / "__init__.py":
            found += [f"{module_name(path, app)}: {text}" for text in _wrong(path, app, imports)]
        elif path.read_text().strip():
            found.append(f"{APP}: an import here would tie the engine to Django")
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found.append("a ring of imports: " + " -> ".join(error.args[1]))
    return found


def _wrong(path: Path, app: Path, imports: list[tuple[str, bool, str]]):
    part = part_of(module_name(path, app))
    if part not in MAY_IMPORT:
        yield f"{part} has no place in the import direction"
        return
    for name, at_top, top_package in imports:
        ours, other = top_package == APP, part_of(name)
        if top_package == "helpdesk":
            yield "nothing imports helpdesk; use django.conf.settings"
        elif ours and not at_top:
            yield f"{name} is imported late or for types only"
        elif ours and other != part and other not in MAY_IMPORT[part]:
            yield f"{part} must not import {other}"
        elif not ours and part == "engine" and top_package not in sys.stdlib_module_names:
            yield f"the engine must not import {name}"
        elif part in {"accounts", *BELOW_PAGES} and name.startswith(
            ("django.http", "django.shortcuts")
        ):
            yield f"requests stay above {part}"


def imports_of(path: Path, app: Path):
    """(whole module name, whether it stands at the top of the file, first part of the name)."""
    tree = ast.parse(path.read_text())
    package = module_name(path, app).split(".")
    package = package if path.name == "__init__.py" else package[:-1]
    for node in ast.walk(tree):
        for name in _named(node, package, app):
            yield name, node in tree.body, name.partition(".")[0]


def _named(node: ast.AST, package: list[str], app: Path) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = [*package[: len(package) - node.level + 1]] if node.level else []
    module = ".".join([*base, *([node.module] if node.module else [])])
    whole = [f"{module}.{alias.name}" for alias in node.names]
    return [name if is_module(name, app) else module for name in whole]


def is_module(name: str, app: Path) -> bool:
    path = app.parent.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def module_name(path: Path, app: Path) -> str:
    parts = path.relative_to(app.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part_of(name: str) -> str:
    return name.split(".")[1] if name.startswith(f"{APP}.") else ""


def test_every_import_follows_the_direction():
    assert violations(ROOT / APP) == []


def test_the_document_gives_the_same_direction():
    text = (ROOT / "docs" / "architecture.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \|([^|]*)\|", text, re.MULTILINE)
    assert {part: set(re.findall(r"`(\w+)`", cell)) for part, cell in rows} == MAY_IMPORT


FAULTS = {
    "engine/a.py": ("import django", "the engine must not import django"),
    "engine/b.py": ("from troubleshooter.models import x", "engine must not import models"),
    "engine/c.py": ("import pydantic.fields", "the engine must not import pydantic.fields"),
    "models/a.py": ("from ..content import x", "models must not import content"),
    "content/a.py": ("from troubleshooter import visits", "content must not import visits"),
    "visits/a.py": ("from .. import statistics", "visits must not import statistics"),
    "visits/b.py": ("from django.http import HttpRequest", "requests stay above visits"),
    "statistics/a.py": ("import troubleshooter.visits.a", "statistics must not import visits"),
    "visits/c.py": ("from troubleshooter.views import x", "visits must not import views"),
    "forms.py": ("from .admin import x", "forms must not import admin"),
    "urls.py": ("from .visits import services", "urls must not import visits"),
    "views/a.py": ("from helpdesk import settings", "nothing imports helpdesk"),
    "views/b.py": ("def f():\n    from troubleshooter.forms import x", "imported late"),
    "views/c.py": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ..forms import x",
        "imported late or for types only",
    ),
    "utils.py": ("", "utils has no place"),
    "__init__.py": ("import troubleshooter.engine", "would tie the engine to Django"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_caught(tmp_path, name):
    app = tmp_path / APP
    for part in MAY_IMPORT:
        (app / part).mkdir(parents=True)
    source, caught = FAULTS[name]
    (app / name).write_text(source)
    assert [text for text in violations(app) if caught in text] != []
    assert len(violations(app)) == 1


def test_a_planted_ring_is_caught(tmp_path):
    (tmp_path / APP / "content").mkdir(parents=True)
    (tmp_path / APP / "content" / "a.py").write_text("from . import b")
    (tmp_path / APP / "content" / "b.py").write_text("from .a import x")
    assert "a ring of imports" in violations(tmp_path / APP)[0]
