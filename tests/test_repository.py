"""What no file of the repository may hold: somebody's machine, a registry, a telephone number."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted",
    "npm" + "js",
    "unpkg" + ".com",
    "jsdelivr" + ".",
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.>}/-])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me/\w+|Us" + r"ers)/\w"
)
PHONE_NUMBER = re.compile(r"(?<![\w.])\+?\(?\d(?:[ ()./-]{0,2}\d){6,}(?!\w)")


def phone_numbers(text: str) -> list[str]:
    """What looks like a telephone number, once addresses and dates are out of the way."""
    text = re.sub(r"https?://\S+|\d{4}-\d{2}-\d{2}", "", text)
    return PHONE_NUMBER.findall(text) + re.findall(r"\btel:\S*\d", text)


def files_in_git() -> list[Path]:
    """What git tracks, or would if it were added now."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_a_registry_or_somebodys_machine():
    for path in files_in_git():
        text = path.read_bytes().decode(errors="replace")
        assert [host for host in REGISTRIES if host in text] == [], path
        assert MACHINE_PATHS.findall(text) == [], path


@pytest.mark.parametrize("line", ["see /wo" + "rk/main", "cd '/ro" + "ot/x'", "/ho" + "me/ann/x"])
def test_a_path_of_a_machine_is_caught(line):
    assert MACHINE_PATHS.search(line)


def test_no_guide_holds_a_telephone_number():
    guides = [path for path in files_in_git() if path.suffix == ".yaml"]
    assert guides
    for path in guides:
        assert phone_numbers(path.read_text()) == [], path


@pytest.mark.parametrize("number", ["+1 800 275 2273", "0800 107 6285", "(408) 996-1010"])
def test_a_telephone_number_is_caught(number):
    assert phone_numbers(f"Call {number} now.") != []


def test_dates_sizes_and_versions_are_no_telephone_numbers():
    harmless = "2026-11-20: 50 to 200 GB, version 26.1, 1 of 12, https://example.org/108770123"
    assert phone_numbers(harmless) == []
