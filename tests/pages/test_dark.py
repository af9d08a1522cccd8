"""The dark scheme changes colours and nothing else: what is where, and how large, stays."""

import re
from pathlib import Path

import pytest

SHEETS = sorted(
    (Path(__file__).parent.parent.parent / "static" / "troubleshooter").glob("*.css"),
    key=lambda sheet: sheet.name,
)
DARK = re.compile(r"@media[^{]*prefers-color-scheme:\s*dark[^{]*\{")
OF_COLOURS = {"color", "background", "background-color", "border-color", "color-scheme", "fill"}
OF_COLOURS |= {"stroke", "outline-color", "accent-color", "filter"}


def changed_in_the_dark(css):
    """The properties that blocks for the dark scheme set. Names of our own stand for colours."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    found = set()
    for start in DARK.finditer(css):
        depth, at = 1, start.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(css[at], 0)
            at += 1
        rules = re.findall(r"\{([^{}]*)\}", css[start.end() : at - 1])
        found |= {d.split(":")[0].strip() for r in rules for d in r.split(";") if ":" in d}
    return {name for name in found if not name.startswith("--")}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_only_colours_change(sheet):
    assert changed_in_the_dark(sheet.read_text()) <= OF_COLOURS


def test_a_planted_fault_is_found():
    css = "a { top: 0 } @media (prefers-color-scheme: dark) { a { color: red; display: none } }"
    assert changed_in_the_dark(css) == {"color", "display"}
    assert any(DARK.search(sheet.read_text()) for sheet in SHEETS)
