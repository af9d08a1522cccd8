"""The page for a frame of another site: for allowed sites alone, without script or cookie."""

import html5lib
import pytest
from django.test import Client

from tests.conftest import GUIDES, SHIPPED, publish_file
from troubleshooter.models import Guide, Visit

pytestmark = pytest.mark.django_db
ADDRESS = "/embed/lamp/"
SITES = ["https://www.example.org", "https://*.example.com"]


def tree(response):
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(response.content.decode())


def directive(response, name):
    """What the policy says under this name."""
    policy = response["Content-Security-Policy"].split(";")
    return next(part.split()[1:] for part in policy if part.split()[0] == name)


def options(page, name):
    (field,) = [one for one in page.iter("select") if one.get("name") == name]
    return [option.get("value") for option in field.iter("option")]


def test_nobody_may_frame_it_unless_the_operator_says_so(lamp, client, settings):
    settings.EMBED_ORIGINS = []
    page = client.get(ADDRESS)
    assert directive(page, "frame-ancestors") == ["'none'"]
    assert page["X-Frame-Options"] == "DENY"
    settings.EMBED_ORIGINS = SITES
    page = client.get(ADDRESS)
    assert directive(page, "frame-ancestors") == SITES
    assert "X-Frame-Options" not in page.headers


def test_it_runs_no_script_and_sets_no_cookie(lamp, client, settings):
    settings.EMBED_ORIGINS = SITES
    page = client.get(ADDRESS)
    assert not page.cookies
    assert directive(page, "script-src") == ["'none'"]
    assert directive(page, "default-src") == ["'none'"]
    assert directive(page, "form-action") == ["'self'"]
    found = tree(page)
    assert not [element for element in found.iter() if element.tag in ("script", "style")]
    assert not [e for e in found.iter() if "style" in e.attrib or "data-hx-boost" in e.attrib]


def test_start_is_a_form_that_opens_the_guide_s_page_in_a_new_tab(lamp, client):
    (form,) = tree(client.get(ADDRESS)).iter("form")
    assert form.get("method") == "get"
    assert form.get("action") == "/guides/lamp/"
    assert form.get("target") == "_blank"
    assert "noopener" in form.get("rel")
    fields = {e.get("name") for e in form.iter() if e.get("name")}
    assert fields == {"platform", "version"}


def test_every_device_and_version_can_be_chosen(lamp, client):
    page = tree(client.get(ADDRESS))
    assert options(page, "platform") == ["", "desk", "floor"]
    assert options(page, "version") == ["", "1", "1.10", "2"]


def test_the_only_device_is_not_asked_for(client):
    key = publish_file(GUIDES / "kettle-test.yaml").published.key
    page = tree(client.get(f"/embed/{key}/"))
    known = [e for e in page.iter() if e.get("name") == "platform"]
    assert [e.tag for e in known] == ["input"]


def test_versions_of_different_devices_stand_apart(client):
    key = publish_file(SHIPPED / "printer.yaml").published.key
    page = tree(client.get(f"/embed/{key}/"))
    assert len(list(page.iter("optgroup"))) == 2


@pytest.mark.parametrize(
    ("asked", "platform", "version"),
    [
        ("platform=desk&version=2", "desk", "2"),
        ("platform=desk&version=", "desk", ""),
        ("platform=&version=1.10", "", "1.10"),
        ("platform=&version=", "", ""),
        ("platform=toaster&version=2", "", "2"),
        ("platform=desk&version=99", "desk", ""),
        ("platform=desk%00&version=%00&message=%00", "", ""),
    ],
)
def test_the_guide_s_page_has_what_was_chosen_in_the_frame(lamp, client, asked, platform, version):
    page = tree(client.get(f"/guides/lamp/?{asked}"))
    checked = [e.get("value") for e in page.iter("input") if "checked" in e.attrib]
    selected = [e.get("value") for e in page.iter("option") if "selected" in e.attrib]
    assert checked == [platform] or (checked == [] and platform == "")
    assert selected == ([version] if version else [])


def test_looking_at_it_begins_no_visit(lamp, client):
    client.get(ADDRESS)
    client.get("/guides/lamp/?platform=desk&version=2")
    assert not Visit.objects.exists()


def test_an_outage_comes_before_what_it_helps_with(lamp, client):
    Guide.objects.update(outage=True, outage_text="Back at **noon**.")
    page = client.get(ADDRESS).content.decode()
    assert page.index("<strong>noon</strong>") < page.index("You switch it on")


def test_a_withdrawn_guide_leads_to_support_alone(lamp, client):
    Guide.objects.update(withdrawn=True)
    page = tree(client.get(ADDRESS))
    assert not list(page.iter("form"))
    assert [a.get("href") for a in page.iter("a")] == ["https://example.org/contact"]
    assert all(a.get("target") == "_blank" for a in page.iter("a"))


def test_an_unknown_guide_is_404_and_cannot_be_framed(lamp, client, settings):
    settings.EMBED_ORIGINS = SITES
    page = client.get("/embed/unknown/")
    assert page.status_code == 404
    assert page["X-Frame-Options"] == "DENY"
    assert directive(page, "frame-ancestors") == ["'none'"]


def test_it_takes_no_posts(lamp, client):
    assert client.post(ADDRESS).status_code == 405


def test_it_speaks_the_browser_s_language(lamp):
    page = Client(headers={"accept-language": "ar"}).get(ADDRESS)
    html = next(tree(page).iter("html"))
    assert (html.get("lang"), html.get("dir")) == ("ar", "rtl")
    assert "Accept-Language" in page["Vary"]
