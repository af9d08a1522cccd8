"""A phone can keep the portal on its home screen."""

import json
from urllib.parse import urljoin

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from tests.reading import tree_of

pytestmark = pytest.mark.django_db


def manifest(**headers):
    return Client(headers=headers).get("/manifest.webmanifest")


def picture(address):
    return Image.open(finders.find(address.removeprefix("/static/")))


def test_it_has_what_browsers_ask_for_before_they_install():
    response = manifest()
    told = json.loads(response.content)
    assert response["Content-Type"] == "application/manifest+json"
    assert told["name"]
    assert len(told["short_name"]) <= 12
    assert {told["start_url"], told["scope"], told["id"]} == {"/"}
    assert told["display"] == "minimal-ui"
    assert {icon["sizes"] for icon in told["icons"]} >= {"192x192", "512x512"}
    assert "maskable" in {icon["purpose"] for icon in told["icons"]}


def test_each_icon_is_there_in_its_size():
    for icon in json.loads(manifest().content)["icons"]:
        with picture(icon["src"]) as drawn:
            assert f"{drawn.width}x{drawn.height}" == icon["sizes"]
            assert drawn.format == "PNG"


@pytest.mark.parametrize("name", ["icon-maskable-512", "icon-180"])
def test_an_icon_that_is_cut_to_shape_has_no_clear_corner_and_its_mark_in_the_middle(name):
    with picture(f"/static/troubleshooter/{name}.png") as drawn:
        pixels = drawn.convert("RGBA")
    size = pixels.width
    assert pixels.getchannel("A").getextrema() == (255, 255)
    ground = pixels.getpixel((0, 0))
    mark = [(x, y) for x in range(size) for y in range(size) if pixels.getpixel((x, y)) != ground]
    farthest = max((x - size / 2) ** 2 + (y - size / 2) ** 2 for x, y in mark) ** 0.5
    # The safe zone of a maskable icon: a circle of two fifths of its width around the middle.
    assert farthest <= size * 0.4


def test_it_speaks_the_reader_s_language():
    told = json.loads(manifest(**{"accept-language": "ar"}).content)
    assert (told["lang"], told["dir"]) == ("ar", "rtl")
    assert "Accept-Language" in manifest()["Vary"]


def test_every_page_of_visitors_leads_to_it(lamp, client):
    for address in ("/", "/guides/lamp/", "/nowhere/"):
        page = tree_of(client.get(address).content.decode())
        links = {one.get("rel"): one.get("href") for one in page.iter("link")}
        assert urljoin(address, links["manifest"]) == "/manifest.webmanifest"
        with picture(links["apple-touch-icon"]) as drawn:
            assert drawn.size == (180, 180)
        colours = {
            one.get("media") for one in page.iter("meta") if one.get("name") == "theme-color"
        }
        assert colours == {"(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"}
