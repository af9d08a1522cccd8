"""Editors find the line that puts a guide on another site, once it can work."""

import html5lib
import pytest

from tests.reading import tree_of
from troubleshooter.content import catalogue
from troubleshooter.models import Guide

from .test_overview import seen

pytestmark = pytest.mark.django_db
SITE = "https://www.example.org"


def block(client, guide):
    tree = tree_of(seen(client, guide).content.decode())
    return next((one for one in tree.iter("details") if one.get("id") == "embed"), None)


def line_in(found):
    return next(("".join(one.itertext()) for one in found.iter("pre")), None)


@pytest.fixture(autouse=True)
def _public(settings):
    settings.PUBLIC_URL = "https://help.example.org"
    settings.EMBED_ORIGINS = [SITE]


def test_the_line_frames_the_guide_and_needs_no_script(lamp, admin_client):
    guide = Guide.objects.get()
    frame = html5lib.parseFragment(line_in(block(admin_client, guide)), namespaceHTMLElements=False)
    (iframe,) = list(frame)
    assert iframe.tag == "iframe"
    assert iframe.get("src") == "https://help.example.org/embed/lamp/"
    assert iframe.get("title") == "The lamp stays dark"
    assert "\n" not in line_in(block(admin_client, guide))
    assert admin_client.get(block(admin_client, guide).find(".//a").get("href")).status_code == 200


def test_a_title_cannot_end_the_attribute_or_the_frame(lamp, admin_client):
    revision = Guide.objects.get().live_revision
    title = '"></iframe><script>alert(1)</script>'
    type(revision).objects.filter(pk=revision.pk).update(
        content={**revision.content, "title": title}
    )
    catalogue.published.cache_clear()
    found = block(admin_client, Guide.objects.get())
    assert not list(found.iter("script"))
    (iframe,) = list(html5lib.parseFragment(line_in(found), namespaceHTMLElements=False))
    assert iframe.get("title") == title


def test_it_names_the_sites_that_may(lamp, admin_client, settings):
    guide = Guide.objects.get()
    assert SITE in "".join(block(admin_client, guide).itertext())
    settings.EMBED_ORIGINS = []
    found = block(admin_client, guide)
    assert line_in(found) is None
    assert "EMBED_ORIGINS" in "".join(found.itertext())


def test_what_visitors_do_not_get_cannot_be_put_anywhere(lamp, admin_client):
    Guide.objects.update(withdrawn=True)
    assert block(admin_client, Guide.objects.get()) is None
    Guide.objects.update(withdrawn=False, live_revision=None, live_parameters=None)
    assert block(admin_client, Guide.objects.get()) is None
