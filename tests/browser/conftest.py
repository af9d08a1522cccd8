"""A real Chromium: Debian's, started as a service would start it.

Its headless shell is the same engine without the windows of a desktop, whose drawing cost more than
the tests do. Where it is not installed, the whole browser does the same, slower.
"""

import os
import shutil

import pytest

# Playwright's loop runs in the test's own thread; Django only needs to be told that this is meant.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert path, "The browser tests need Chromium: apt-get install chromium-headless-shell"
    return {**browser_type_launch_args, "executable_path": path, "args": ARGUMENTS}


def pytest_addoption(parser):
    parser.addoption("--rewrite", action="store_true", help="write the transcripts of visits anew")
