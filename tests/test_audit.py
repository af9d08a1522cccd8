"""`make audit` says that all is well only where somebody was asked about every library."""

import json
import sys

import pytest

from tests import audit

HOLE = {"id": "PYSEC-1", "fix_versions": ["2.1"], "aliases": ["CVE-1"]}
OLD = {"name": "django", "version": "2.0", "vulns": [HOLE]}
SOUND = {"name": "redis", "version": "9.0", "vulns": []}
LEFT_OUT = {"name": "polib", "skip_reason": "Dependency not found"}

# Stands where pip-audit stands: it reports what the test laid beside it, and ends as pip-audit does.
PROGRAM = """#!/bin/sh
while [ "$1" != --output ]; do [ "$1" = --requirement ] && asked=$2; shift; done
case "$asked" in */known.txt) report=known ;; *) report=lock ;; esac
[ -e "$(dirname "$0")/$report" ] || { echo "no such host" >&2; exit 1; }
cp "$(dirname "$0")/$report" "$2"
"""


@pytest.fixture
def ended(tmp_path, monkeypatch):
    """(known, lock, words) -> its status, where pip-audit reports these libraries, or is not answered."""

    def of(known, lock, *words):
        program = tmp_path / "pip-audit"
        program.write_text(PROGRAM)
        program.chmod(0o755)
        for name, libraries in (("known", known), ("lock", lock)):
            if libraries is not None:
                (tmp_path / name).write_text(json.dumps({"dependencies": libraries}))
        monkeypatch.setattr(sys, "argv", ["audit", str(program), *words])
        return audit.main()

    return of


def test_all_is_well_where_everything_was_asked_and_no_hole_is_known(ended):
    assert ended([OLD], [SOUND]) == audit.WELL


def test_a_known_hole_is_told_with_its_names_and_what_mends_it(ended, capsys):
    assert ended([OLD], [SOUND, OLD], "--if-reachable") == audit.HOLES
    told = capsys.readouterr().out
    assert all(word in told for word in ("django 2.0", "PYSEC-1", "CVE-1", "2.1"))
    assert "redis" not in told


@pytest.mark.parametrize(
    ("known", "lock"),
    [
        pytest.param([{**OLD, "vulns": []}], [SOUND], id="who knows no hole is not believed"),
        pytest.param([OLD], [SOUND, LEFT_OUT], id="a library was left out"),
        pytest.param([OLD], [], id="nothing was asked"),
    ],
)
@pytest.mark.parametrize("words", [(), ("--if-reachable",)])
def test_where_not_everything_is_known_it_is_not_well(ended, known, lock, words):
    assert ended(known, lock, *words) == audit.NOT_ASKED


@pytest.mark.parametrize(("known", "lock"), [(None, None), ([OLD], None)])
def test_where_nobody_answers_it_is_not_well_unless_that_is_allowed(ended, known, lock):
    assert ended(known, lock) == audit.NOT_ASKED
    assert ended(known, lock, "--if-reachable") == audit.WELL
