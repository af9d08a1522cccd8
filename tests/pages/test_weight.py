"""The pages stay light: what we wrote ourselves fits into a few kilobytes."""

from urllib.parse import unquote

import brotli
import html5lib
import pytest
from django.conf import settings

OURS = settings.BASE_DIR / "static" / "troubleshooter"


@pytest.mark.parametrize(("name", "most"), [("portal.css", 10_000), ("portal.js", 3_000)])
def test_our_own_static_files_are_small(name, most):
    assert len(brotli.compress((OURS / name).read_bytes())) < most


def test_a_page_is_sent_compressed_to_whoever_can_read_it(lamp, client):
    plain = client.get("/guides/lamp/")
    packed = client.get("/guides/lamp/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert "Accept-Encoding" in packed["Vary"]


def fetched(html):
    """What a browser fetches at once to show a page."""
    page = html5lib.parse(html, namespaceHTMLElements=False)
    links = [
        one.get("href") for one in page.iter("link") if one.get("rel") in ("stylesheet", "icon")
    ]
    sources = [one.get("src") for one in page.iter() if one.get("src")]
    return [where for where in links + sources if not where.startswith("data:")]


@pytest.mark.parametrize("path", ["/", "/guides/lamp/", "/guides/lamp/steps/plug-in/"])
def test_a_page_comes_in_three_requests(visitor, path):
    found = fetched(visitor.get(path).content)
    assert len(found) == 2
    assert all(where.startswith("/static/") for where in found)


def test_the_icon_in_the_page_is_the_one_in_the_file(db, client):
    page = html5lib.parse(client.get("/").content, namespaceHTMLElements=False)
    icon = next(one.get("href") for one in page.iter("link") if one.get("rel") == "icon")
    drawn = unquote(icon.removeprefix("data:image/svg+xml,")).replace("'", '"')
    assert drawn == (OURS / "icon.svg").read_text().strip()


def test_one_more_request_is_noticed():
    assert fetched("<link rel=icon href=/i><link rel=icon href=data:x><img src=/x>") == ["/i", "/x"]
