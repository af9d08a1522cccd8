"""Every dependency says what it is for, and the locks hold every one of them by its hash."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-next.txt"]
PINNED = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;\\]+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}$")


def uncommented(pyproject: str) -> list[str]:
    """The dependencies of a pyproject file that have no comment in the line above them."""
    lines = pyproject.splitlines()
    return [
        name for name in dependencies(pyproject) if not _above(lines, name).strip().startswith("# ")
    ]


def dependencies(pyproject: str) -> list[str]:
    read = tomllib.loads(pyproject)
    groups = read.get("dependency-groups", {}).values()
    return [*read["project"]["dependencies"], *(name for group in groups for name in group)]


def _above(lines: list[str], dependency: str) -> str:
    at = next(i for i, line in enumerate(lines) if line.strip() == f'"{dependency}",')
    return lines[at - 1]


def locked(text: str) -> dict[str, str]:
    """name -> version of a lock. AssertionError where anything in it is not held by a hash."""
    found = {}
    for entry in re.split(r"(?<!\\)\n", text.strip()):
        first, *hashes = [line.strip().removesuffix("\\").strip() for line in entry.split("\n")]
        pinned = PINNED.match(first)
        assert pinned, f"not a pinned requirement: {first}"
        assert hashes, f"no hash: {first}"
        assert all(HASH.fullmatch(line) for line in hashes), f"not a hash: {first}"
        found[pinned["name"]] = pinned["version"]
    return found


def read(name: str) -> str:
    return (ROOT / name).read_text()


def plain(dependency: str) -> str:
    return re.split(r"[\[<>=~! ]", dependency)[0].lower()


def test_every_dependency_says_what_it_is_for():
    assert uncommented(read("pyproject.toml")) == []


def test_a_dependency_without_a_comment_is_caught():
    planted = '[project]\ndependencies = [\n    # Good.\n    "good>=1",\n    "bad>=1",\n]\n'
    assert uncommented(planted) == ["bad>=1"]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_everything_by_its_hash_and_names_no_address(name):
    text = read(name)
    assert "://" not in text
    assert "--index-url" not in text
    assert len(locked(text)) > 10


@pytest.mark.parametrize(
    "planted",
    ["django==5.2.8\n", "django>=5.2 \\\n    --hash=sha256:" + "0" * 64, "--index-url x\n"],
)
def test_a_requirement_without_a_hash_is_caught(planted):
    with pytest.raises(AssertionError):
        locked(planted)


def test_the_portal_runs_in_the_tests_with_the_versions_it_is_served_with():
    serves, tests = locked(read("requirements.txt")), locked(read("requirements-dev.txt"))
    assert serves.items() <= tests.items()


def test_what_the_project_declares_is_locked():
    declared = tomllib.loads(read("pyproject.toml"))
    serves = {plain(name) for name in declared["project"]["dependencies"]}
    tests = {plain(name) for name in dependencies(read("pyproject.toml"))}
    assert serves <= set(locked(read("requirements.txt")))
    assert tests <= set(locked(read("requirements-dev.txt")))


def test_the_next_lock_has_django_6():
    assert locked(read("requirements-next.txt"))["django"].startswith("6.")
    assert locked(read("requirements.txt"))["django"].startswith("5.2.")


def test_there_is_one_kind_of_lock():
    assert not (ROOT / "uv.lock").exists()
