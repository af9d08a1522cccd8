"""docs/asvs.csv has each requirement of OWASP ASVS 5.0 up to level 2, and what it names exists."""

import ast
import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from .asvs_requirements import requirements

ROOT = Path(__file__).resolve().parents[2]
# What each state needs: tests, pages, or a sentence that says why.
TESTS, PAGES, WHY = "tests", "pages", "why"
STATES = {
    "held": {TESTS},
    "documented": {PAGES},
    "absent": set(),
    "operator": {PAGES},
    "partly": {WHY},
    "open": {WHY},
}


def read() -> list[dict[str, str]]:
    with (ROOT / "docs" / "asvs.csv").open(newline="") as file:
        return list(csv.DictReader(file))


ROWS = read()


@cache
def written_in(name: str) -> frozenset[str]:
    """The tests that pytest finds in a file; none where it looks for none."""
    path = ROOT / name
    if not (path.is_file() and re.fullmatch(r"tests/.*test_\w+\.py", name)):
        return frozenset()
    functions = (
        one for one in ast.parse(path.read_text()).body if isinstance(one, ast.FunctionDef)
    )
    return frozenset(one.name for one in functions if one.name.startswith("test_"))


@cache
def headings_of(name: str) -> frozenset[str]:
    """The headings of a page, as links name them."""
    path = ROOT / name
    found = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE) if path.is_file() else []
    return frozenset(re.sub(r"[^\w -]", "", one).strip().lower().replace(" ", "-") for one in found)


def exists(proof: str) -> bool:
    if "::" in proof:
        name, test = proof.split("::")
        return test in written_in(name)
    name, _, heading = proof.partition("#")
    return bool(headings_of(name)) and (not heading or heading in headings_of(name))


def lacking(row: dict[str, str]) -> set[str]:
    """What a line does not have, although its state needs it; and proofs that do not exist."""
    proofs = row["proof"].split()
    has = {TESTS} if any("::" in one for one in proofs) else set()
    has |= {PAGES} if any(one.startswith("docs/") for one in proofs) else set()
    has |= {WHY} if row["how"] else set()
    says_why = row["how"] or proofs
    missing = STATES[row["state"]] - has | ({WHY} if not says_why else set())
    return missing | {one for one in proofs if not exists(one)}


def test_the_numbers_of_requirements_are_those_that_the_standard_gives():
    assert Counter(requirements().values()) == {1: 70, 2: 183}


def test_each_requirement_has_one_line_and_its_level():
    assert len(ROWS) == len({row["requirement"] for row in ROWS})
    assert {row["requirement"]: int(row["level"]) for row in ROWS} == requirements()


def test_each_line_has_what_its_state_needs_and_names_what_exists():
    assert {row["requirement"]: found for row in ROWS if (found := lacking(row))} == {}


def test_each_line_says_what_it_is_about_in_a_few_words():
    assert [row["requirement"] for row in ROWS if not 3 < len(row["about"]) < 80] == []


def test_the_page_tells_how_many_and_names_what_is_open():
    text = (ROOT / "docs" / "asvs.md").read_text()
    told = {
        state: int(number) for state, number in re.findall(r"^\| `(\w+)` .* (\d+) \|$", text, re.M)
    }
    assert told == Counter(row["state"] for row in ROWS)
    is_open = {row["requirement"] for row in ROWS if row["state"] == "open"}
    assert set(re.findall(r"^- (V[\d.]+):", text, re.MULTILINE)) == is_open


@pytest.mark.parametrize(
    "planted",
    [
        {"state": "held", "proof": ""},
        {"state": "held", "proof": "tests/security/test_asvs.py::test_that_nobody_wrote"},
        {"state": "held", "proof": "tests/security/test_nowhere.py::test_x"},
        {"state": "held", "proof": "tests/security/asvs_requirements.py::requirements"},
        {"state": "documented", "proof": "docs/security.md#no-such-heading"},
        {"state": "operator", "proof": "docs/nowhere.md"},
        {"state": "partly", "how": "", "proof": "docs/security.md"},
        {"state": "absent", "how": "", "proof": ""},
    ],
)
def test_a_planted_line_is_found(planted):
    assert lacking({"requirement": "V0", "how": "so", "proof": "", **planted})
