"""Takes pictures of the real portal: the few that the documents show, and all of them on demand.

    python docs/screenshots.py            writes docs/images/
    python docs/screenshots.py FOLDER     writes every page there too: phone, laptop, light and dark

It starts a portal of its own, with an empty database that is thrown away afterwards.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright
from screenshots_of_editing import NAME, PASSWORD, take_editing

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
GUIDE = "icloud-backup"
SIZES = {"phone": (360, 760), "laptop": (1280, 800)}
SCHEMES = ("light", "dark")
# The pictures that are kept in the repository: of which page, in which size and scheme.
KEPT = {
    "step-phone": ("step", "phone", "light"),
    "step-phone-dark": ("step", "phone", "dark"),
    "question-phone": ("question", "phone", "light"),
    "gate-phone": ("gate", "phone", "light"),
    "home-laptop": ("home", "laptop", "light"),
}
SECONDS_TO_START = 30
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main() -> None:
    everything = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    IMAGES.mkdir(exist_ok=True)
    with portal() as address, sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-headless-shell")
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for size in SIZES:
            for scheme in SCHEMES:
                take(browser, address, size, scheme, everything)
        names = [*KEPT, *take_editing(browser, address, IMAGES)]
        browser.close()
    sys.stdout.write(f"Wrote {', '.join(f'{name}.png' for name in names)} to {IMAGES}\n")


@contextmanager
def portal() -> Iterator[str]:
    """A portal with the shipped guides on a free port; its address."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {**os.environ, "DATA_DIR": folder, "DATABASE_URL": "", "HTTPS": "0"}
        settings |= {"ADMIN_NAME": NAME, "ADMIN_PASSWORD": PASSWORD}
        guides = [str(path) for path in sorted((ROOT / "troubleshooter" / "guides").iterdir())]
        for command in (
            ["migrate", "--verbosity", "0"],
            ["import_guide", "--publish", *guides],
            ["collectstatic", "--noinput", "--verbosity", "0"],
            ["create_admin"],
        ):
            run(["manage.py", *command], settings).wait()
        port = free_port()
        bind = ["--bind", f"127.0.0.1:{port}", "--no-control-socket", "--log-level", "warning"]
        server = run(["-m", "gunicorn", "helpdesk.wsgi", *bind], settings)
        try:
            yield once_ready(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()


def run(arguments: list[str], settings: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=settings)  # noqa: S603


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def once_ready(address: str) -> str:
    for _ in range(SECONDS_TO_START * 10):
        try:
            with urlopen(f"{address}/readyz"):  # noqa: S310  our own server
                return address
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError(f"The portal did not start at {address}.")


def take(browser: Browser, address: str, size: str, scheme: str, everything: Path | None) -> None:
    """One visit in this size and scheme, with a picture of every kind of page."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        device_scale_factor=1.5 if size == "phone" else 1,
        java_script_enabled=False,  # every page works without, and taps are then plain page loads
    )
    page = context.new_page()
    for name in visit(page, address):
        for kept, wanted in KEPT.items():
            if wanted == (name, size, scheme):
                page.screenshot(path=IMAGES / f"{kept}.png")
        if everything:
            page.screenshot(path=everything / f"{name}-{size}-{scheme}.png", full_page=True)
    context.close()


def visit(page: Page, address: str) -> Iterator[str]:
    """Walk the guide; the name of each page while it is shown."""
    guide = f"{address}/guides/{GUIDE}"
    page.goto(address)
    yield "home"
    page.goto(f"{guide}/")
    yield "guide"
    page.locator("input[name=platform][value=iphone]").check()
    page.locator("select[name=version]").select_option("18")
    page.locator("#move .act button").click()
    yield "question"
    yield from on_to_a_step(page)
    yield "step"
    page.locator("button[value=no_help]").click()
    yield from on_to_a_step(page)
    for name in ("support", "answers"):
        page.goto(f"{guide}/{name}/")
        yield name
    page.goto(f"{guide}/next/")
    page.locator("button[value=fixed]").click()
    yield "resolved"


def on_to_a_step(page: Page) -> Iterator[str]:
    """Give the second answer to each question, and pass the gate of a risky step."""
    while page.locator("main[data-page=question]").count():
        page.locator("input[name=option]").nth(1).check()
        page.locator("#move .act button").click()
    if page.locator("button[name=confirm]").count():
        yield "gate"
        page.locator("button[name=confirm]").click()


if __name__ == "__main__":
    main()
