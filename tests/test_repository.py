"""Links lead somewhere; no file holds somebody's machine, a registry or a telephone number."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def broken_links(page: Path, text: str) -> list[str]:
    """Relative links in a page that lead to no file, or to no heading of a page."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if re.match(r"[a-z]+:", link):
            continue
        if not target.exists() or (anchor and anchor not in anchors(target.read_text())):
            broken.append(link)
    return broken


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(document):
    assert broken_links(document, document.read_text()) == []


def test_every_page_can_be_reached_from_the_readme():
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        links = re.findall(r"\]\(([^)#:\s]+)", page.read_text())
        waiting += [(page.parent / link).resolve() for link in links]
    assert set(PAGES) <= seen


def test_a_broken_link_is_caught():
    page = ROOT / "docs" / "architecture.md"
    planted = "[a](nowhere.md) [b](privacy.md) [c](privacy.md#nothing) [d](https://example.org)"
    assert broken_links(page, planted) == ["nowhere.md", "privacy.md#nothing"]


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
