"""Search engines may list the start page and the guides' pages. Never a visit, nor anything else.

And no page can be framed but the one that is made for it.
"""

from xml.etree import ElementTree

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.journeys.walking import HTMX, fixed_at, walk
from tests.pages.test_html import parse
from troubleshooter import urls
from troubleshooter.models import Guide
from troubleshooter.views.search_engines import UnlistedByDefault

pytestmark = pytest.mark.django_db
SITE = "https://help.example.org"
LISTED = {"home", "guide"}
ARGUMENTS = {
    "guide": "lamp",
    "revision": 1,
    "rest": "guides/lamp/",
    "name": "none.webp",
    "secret": "abcdefghijklmnopqrstuv",
    "token": "none",
    "page": "overview",
    "table": "fixes",
    "form": "csv",
}
KEYS = {"question": "others", "fact": "sockets", "path-not-found": "switch"}


def every_address():
    """(name, address) of each pattern, with arguments that fit the lamp."""
    for pattern in urls.urlpatterns:
        names = pattern.pattern.converters
        values = {**ARGUMENTS, "key": KEYS.get(pattern.name, "plug-in")}
        yield pattern.name, reverse(pattern.name, kwargs={name: values[name] for name in names})


def robots(response):
    return response.headers.get("X-Robots-Tag", "")


def meta(response):
    return [e for e in parse(response).iter("meta") if e.get("name") == "robots"]


@pytest.fixture(autouse=True)
def _public(settings):
    settings.PUBLIC_URL = SITE
    settings.EMBED_ORIGINS = ["https://www.example.org"]


@pytest.fixture(params=["a stranger", "in a visit", "an editor"])
def who(request, lamp, client, admin_client):
    if request.param == "an editor":
        return admin_client
    if request.param == "in a visit":
        client.post("/guides/lamp/start/", {})
        walk(client, "lamp", fixed_at("plug-in"))
    return client


def test_nothing_is_listed_or_framed_but_what_is_meant_to_be(who, request):
    for name, address in every_address():
        answers = [who.get(address), who.post(address), who.head(address)]
        for response in answers:
            own = name == "guide" and "visit-lamp" in who.cookies
            allowed = name in LISTED and not own and response.status_code == 200
            assert robots(response) == ("" if allowed else "noindex"), address
            framed = name == "embed" and response.status_code == 200
            assert ("X-Frame-Options" not in response.headers) == framed, address
            policy = response["Content-Security-Policy"]
            assert ("frame-ancestors 'none'" not in policy) == framed, address


def test_the_admin_and_what_is_not_there_are_neither(lamp, admin_client):
    for address in ("/admin/", "/nowhere/", "/admin/troubleshooter/guide/"):
        response = admin_client.get(address)
        assert robots(response) == "noindex"
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_a_page_says_the_same_as_its_header(who):
    for address in ("/", "/?q=power", "/guides/lamp/", "/go-on/", "/language/"):
        response = who.get(address)
        assert [e.get("content") for e in meta(response)] == (
            ["noindex"] if robots(response) else []
        ), address


def test_a_search_and_a_fragment_are_not_listed(lamp, client):
    assert robots(client.get("/?q=power")) == "noindex"
    assert robots(client.get("/", headers=HTMX)) == "noindex"
    assert robots(client.get("/guides/lamp/", headers=HTMX)) == "noindex"


def test_a_withdrawn_guide_and_a_demo_are_not_listed(lamp, client, settings):
    settings.DEMO = True
    assert [robots(client.get(one)) for one in ("/", "/guides/lamp/")] == ["noindex"] * 2
    assert "<loc>" not in client.get("/sitemap.xml").content.decode()
    settings.DEMO = False
    Guide.objects.update(withdrawn=True)
    assert robots(client.get("/guides/lamp/")) == "noindex"


def test_a_view_s_own_word_stands(rf):
    def view(request):
        return HttpResponse(headers={"X-Robots-Tag": "noindex, nofollow"})

    assert UnlistedByDefault(view)(rf.get("/"))["X-Robots-Tag"] == "noindex, nofollow"


def test_the_sitemap_lists_the_start_page_and_the_guides_that_are_offered(lamp, client):
    def listed():
        root = ElementTree.fromstring(client.get("/sitemap.xml").content)
        return {one[0].text: [more.text for more in one[1:]] for one in root}

    since = Guide.objects.get().live_revision.published_at
    (changed,) = listed()[f"{SITE}/guides/lamp/"]
    assert changed[:19] == since.isoformat()[:19]
    assert set(listed()) == {f"{SITE}/", f"{SITE}/guides/lamp/"}
    Guide.objects.update(withdrawn=True)
    assert set(listed()) == {f"{SITE}/"}
    Guide.objects.update(withdrawn=False, live_revision=None, live_parameters=None)
    assert set(listed()) == {f"{SITE}/"}


def test_robots_may_read_everything_so_that_they_read_what_not_to_list(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert [line for line in lines if line.startswith("Disallow")] == ["Disallow:"]


def test_every_page_on_the_sitemap_can_be_listed(lamp):
    root = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    for entry in root:
        response = Client().get(entry[0].text.removeprefix(SITE))
        assert response.status_code == 200
        assert robots(response) == ""
