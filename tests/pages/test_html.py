"""Every page is well-formed, says what it is, and is one thing per page."""

import html5lib
import pytest

from tests.journeys.walking import HTMX, fixed_at, nothing_helps, walk
from troubleshooter.models import Guide

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/?q=power",
    "/?q=nothing-like-it",
    "/guides/lamp/",
    "/guides/lamp/?message=no-power",
    "/guides/lamp/questions/others/",
    "/guides/lamp/questions/flicker/",
    "/guides/lamp/steps/plug-in/",
    "/guides/lamp/steps/new-bulb/",
    "/guides/lamp/steps/fuse-out/",
    "/guides/lamp/steps/rewire/",
    "/guides/lamp/steps/candle/",
    "/guides/lamp/support/",
    "/guides/lamp/answers/",
    "/guides/lamp/resolved/",
    "/guides/lamp/another-device/",
    "/go-on/",
    "/go-on/some-secret/",
    "/nowhere/",
]


# What it holds is data, which no browser runs.
JSON_LD = "application/ld+json"


def parse(response):
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(response.content.decode())


def ids(tree):
    return [element.get("id") for element in tree.iter() if element.get("id")]


@pytest.fixture(params=["known device", "unknown device", "resolved", "handed over"])
def states(request, lamp, client):
    known = request.param != "unknown device"
    client.post("/guides/lamp/start/", {"platform": "desk", "version": "1"} if known else {})
    client.post("/guides/lamp/paths/switch/not-found/", {})
    if request.param == "resolved":
        walk(client, "lamp", fixed_at("rewire"))
    if request.param == "handed over":
        walk(client, "lamp", nothing_helps)
        client.post("/guides/lamp/support/", {"hand_over": "1"})
        client.post("/guides/lamp/steps/new-bulb/", {"result": "waiting"})
        Guide.objects.update(outage=True)
    return client


def test_pages_are_well_formed_with_one_heading_and_unique_ids(states):
    for address in PAGES:
        tree = parse(states.get(address, follow=True))
        headings = list(tree.iter("h1"))
        assert len(headings) == 1, address
        assert "".join(headings[0].itertext()).strip()
        assert len(list(tree.iter("main"))) == 1
        assert len(ids(tree)) == len(set(ids(tree))), address


def test_the_pages_of_another_device_are_well_formed_whatever_was_sent(states):
    shown = parse(states.post("/guides/lamp/another-device/"))
    (square,) = [element for element in shown.iter() if element.get("role") == "img"]
    assert square.get("aria-label")
    assert [element.tag.rpartition("}")[2] for element in square] == ["svg"]
    for code in ("", "abc", "XXXX-XXXX-XXXX"):
        tree = parse(states.post("/go-on/", {"code": code}))
        (field,) = [one for one in tree.iter("input") if one.get("id") == "code"]
        assert set(field.get("aria-describedby").split()) <= set(ids(tree))
        assert field.get("value") == code


def test_everything_that_is_pointed_at_exists(states):
    for address in PAGES:
        tree = parse(states.get(address, follow=True))
        known = set(ids(tree))
        for element in tree.iter():
            for attribute in ("for", "aria-labelledby", "aria-describedby", "form"):
                for name in (element.get(attribute) or "").split():
                    assert name in known, (address, attribute, name)


def test_a_fragment_is_the_page_s_own_main(states):
    for address in PAGES[:-1]:
        page = parse(states.get(address, follow=True))
        response = states.get(address, follow=True, headers=HTMX)
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        roots = parser.parseFragment(response.content.decode())
        assert [child.tag for child in roots] == ["title", "main"], address
        assert roots[1].get("id") == next(page.iter("main")).get("id")
        assert next(page.iter("title")).text == roots[0].text


def test_visits_are_not_for_search_engines(states):
    page = states.get("/guides/lamp/steps/plug-in/").content.decode()
    assert '<meta name="robots" content="noindex">' in page


def test_no_page_loads_anything_from_elsewhere_or_runs_anything_inline(states):
    for address in PAGES:
        tree = parse(states.get(address, follow=True))
        for element in tree.iter():
            for attribute in ("src", "action", "formaction"):
                assert not (element.get(attribute) or "").startswith(("http", "//")), address
            assert element.get("style") is None
            assert not [name for name in element.attrib if name.startswith("on")]
        run = [script for script in tree.iter("script") if script.get("type") != JSON_LD]
        assert run
        assert all(script.get("src") for script in run)
        assert not list(tree.iter("style"))
