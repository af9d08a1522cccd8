"""The Nu HTML checker finds nothing. It needs Java, so it runs where VNU_JAR names its jar."""

import os
import subprocess

import pytest

from .test_html import PAGES
from .test_html import states as states

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("VNU_JAR" not in os.environ, reason="VNU_JAR does not name vnu.jar"),
]


def check(folder):
    command = ["java", "-jar", os.environ["VNU_JAR"], "--skip-non-html", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_page_is_valid(states, tmp_path):
    for number, address in enumerate(PAGES):
        page = states.get(address, follow=True)
        (tmp_path / f"{number}.html").write_bytes(page.content)
    found = check(tmp_path)
    assert (found.returncode, found.stderr) == (0, "")


def test_a_planted_fault_is_found(tmp_path):
    (tmp_path / "bad.html").write_text("<!doctype html><title>x</title><p id=a><b id=a></p>")
    assert check(tmp_path).returncode != 0
