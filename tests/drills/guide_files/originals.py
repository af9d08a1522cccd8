"""The guide files that the broken ones are made from."""

from pathlib import Path

TESTS = Path(__file__).parents[2]
SHIPPED = TESTS.parent / "troubleshooter" / "guides"
SMALL = (
    TESTS / "guides" / "lamp.yaml",
    TESTS / "guides" / "torch.yaml",
    TESTS / "guides" / "kettle-test.yaml",
    TESTS / "content" / "examples" / "kettle.yaml",
    TESTS / "content" / "examples" / "minimal.yaml",
)
LARGE = (SHIPPED / "printer.yaml", SHIPPED / "icloud-backup.yaml")


def small_files() -> list[bytes]:
    return [file.read_bytes() for file in SMALL]


def large_files() -> list[bytes]:
    return [file.read_bytes() for file in LARGE]
